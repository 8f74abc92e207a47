"""`imr topics`: the catalogue of topics."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from cli.topics import _kept
from schemas.topics import TOPICS


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_says_how_long_it_is_kept(topic: object) -> None:
    """Compacted topics keep the last message of each key; others keep days or everything."""
    kept = _kept(topic)  # type: ignore[arg-type]

    assert kept in {"last of each key", "for ever"} or kept.endswith(" days")


def test_each_topic_has_its_writer_and_readers() -> None:
    """JSON has the broker's settings of a topic as well."""
    first = json.loads(CliRunner().invoke(app, ["topics", "--json"]).stdout.splitlines()[0])

    assert (TOPICS[0].name, TOPICS[0].writer) == (first["name"], first["writer"])
    assert set(TOPICS[0].configuration) <= set(first)


def test_a_prefix_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue would show names that no broker takes."""
    monkeypatch.setenv("IMR_PREFIX", "Bad.")
    result = CliRunner().invoke(app, ["topics"])

    assert (1, "") == (result.exit_code, result.stdout)
    assert "IMR_PREFIX: is not 1 to 40 lower-case letters" in " ".join(result.stderr.split())
