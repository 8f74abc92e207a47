"""`imr decision show`: the newest assessment of a case."""

import json

from typer.testing import CliRunner

from cli.main import app
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, NUMBER

runner = CliRunner()


def test_the_newest_assessment_is_shown(stream: FakeStream) -> None:
    """As JSON it is the event's data."""
    stream.say(ASSESSED, ASSESSED.model_copy(update={"assessment_id": "newest"}))

    assert "newest" == json.loads(runner.invoke(app, ["decision", "show", NUMBER, "--json"]).stdout)["assessment_id"]


def test_each_item_has_its_request_and_reasons(stream: FakeStream) -> None:
    """Without precedents no index is built."""
    stream.say(ASSESSED)

    shown = " ".join(runner.invoke(app, ["decision", "show", NUMBER, "--precedents", "0"]).stdout.split())

    assert all(f"{each.item}. {each.request}" in shown for each in ASSESSED.assessments)  # type: ignore[attr-defined]


def test_a_case_that_is_not_assessed_points_to_its_history(stream: FakeStream) -> None:
    """Exit status 1."""
    done = runner.invoke(app, ["decision", "show", NUMBER])

    assert 1 == done.exit_code
    assert f"`imr case show {NUMBER}`" in " ".join(done.stderr.split())
