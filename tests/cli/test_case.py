"""`imr case`: the history of a case, and the list of all cases."""

import json

from typer.testing import CliRunner

from cli.main import app
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, ISSUED, NUMBER, RECEIVED, SIGNED

runner = CliRunner()


def test_the_history_of_a_case_is_shown_event_by_event(stream: FakeStream) -> None:
    """As JSON, each event has its time, type, id and data."""
    stream.say(RECEIVED, ASSESSED, SIGNED, ISSUED)

    done = runner.invoke(app, ["case", "show", NUMBER, "--json"])

    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each.type for each in (RECEIVED, ASSESSED, SIGNED, ISSUED)] == [each["type"] for each in events]
    assert {"time", "type", "id", "data"} == set(events[0])


def test_a_history_for_people_names_case_and_stage(stream: FakeStream) -> None:
    """The title has both."""
    stream.say(RECEIVED)

    assert NUMBER in runner.invoke(app, ["case", "show", NUMBER]).stdout


def test_an_unknown_case_points_to_the_list(stream: FakeStream) -> None:
    """Exit status 1 and the command that lists all cases."""
    done = runner.invoke(app, ["case", "show", NUMBER])

    assert 1 == done.exit_code
    assert "`imr case list`" in done.stderr


def test_the_list_has_reviewer_and_outcome(stream: FakeStream) -> None:
    """One line of JSON for each case."""
    stream.say(RECEIVED, SIGNED)

    (row,) = (json.loads(line) for line in runner.invoke(app, ["case", "list", "--json"]).stdout.splitlines())

    assert (NUMBER, SIGNED.outcome, None) == (row["case"], row["outcome"], row["reviewer"])
    assert [] == runner.invoke(app, ["case", "list", "--json", "--stage", "none"]).stdout.splitlines()


def test_an_empty_list_says_so(stream: FakeStream) -> None:
    """With --stage, the message names the stage."""
    assert "no cases yet" in runner.invoke(app, ["case", "list"]).stdout
    assert "'received'" in runner.invoke(app, ["case", "list", "--stage", "received"]).stdout
