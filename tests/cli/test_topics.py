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
