"""`imr case show`: the history of a case, in the jurisdiction's time."""

import json
from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from cli.main import app
from cli.session import output, table
from runtime import clock
from schemas.messages.intake import RecordsOverdue
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, ISSUED, NUMBER, READY, RECEIVED, SIGNED

runner = CliRunner()

# The end of May 29 in California, as the decision clock has it.
DUE = READY.model_copy(update={"determination_due_at": datetime(2026, 5, 30, 6, 59, 59, tzinfo=UTC)})


@pytest.fixture
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 200 columns."""
    for module in (output, table):
        monkeypatch.setattr(module, "terminal_width", lambda: 200)
    monkeypatch.setattr("cli.case.show.terminal_width", lambda: 200)


def test_the_history_of_a_case_is_shown_event_by_event(stream: FakeStream) -> None:
    """As JSON, each event has its time, type, id and data."""
    stream.say(RECEIVED, ASSESSED, SIGNED, ISSUED)

    done = runner.invoke(app, ["case", "show", NUMBER, "--json"])

    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each.type for each in (RECEIVED, ASSESSED, SIGNED, ISSUED)] == [each["type"] for each in events]
    assert {"time", "type", "id", "data"} == set(events[0])
    assert "2026-04-29T17:00:00+00:00" == events[0]["time"]


def test_a_pipe_gets_an_event_a_line(stream: FakeStream) -> None:
    """Time and words, separated by a tab; the deadline is the day it is in California."""
    stream.say(RECEIVED, DUE)

    lines = [line.split("\t") for line in runner.invoke(app, ["case", "show", NUMBER]).stdout.splitlines()]

    assert ["2026-04-29T10:00:00-07:00", "2026-04-29T10:01:00-07:00"] == [time for time, _ in lines]
    assert "ready for review, determination due 2026-05-29 23:59 PDT" == lines[1][1]


@pytest.mark.usefixtures("_wide")
@pytest.mark.parametrize(("day", "told"), [(29, "due 2026-05-29 23:59 PDT\n"), (30, "due 2026-05-29 23:59 PDT, overdue\n")])
def test_a_terminal_shows_stage_deadline_and_the_systems_day(
    stream: FakeStream, monkeypatch: pytest.MonkeyPatch, day: int, told: str
) -> None:
    """The day has its zone."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, day, 18, tzinfo=UTC))
    stream.say(RECEIVED, DUE)

    shown = runner.invoke(app, ["case", "show", NUMBER]).stdout

    assert f"{NUMBER}: ready for review; {told}" in shown
    assert f"now {'Friday' if day == 29 else 'Saturday'} 2026-05-{day} 11:00 PDT (America/Los_Angeles)\n" in shown


def test_an_unknown_case_points_to_the_list(stream: FakeStream) -> None:
    """Exit status 1 and the command that lists all cases."""
    done = runner.invoke(app, ["case", "show", NUMBER])

    assert 1 == done.exit_code
    assert "`imr case list`" in done.stderr


def test_the_history_ends_with_the_next_step(stream: FakeStream) -> None:
    """Also of a wait that no clock ends; in a pipe it is on standard error."""
    stream.say(RECEIVED, RecordsOverdue(case_number=NUMBER, records_due_on=date(2026, 5, 14)))
    assert "next: the worker or the requesting physician sends papers" in runner.invoke(app, ["case", "show", NUMBER]).stderr

    stream.say(DUE)
    assert f"(`imr decision sign {NUMBER} --reviewer REVIEWER`)" in runner.invoke(app, ["case", "show", NUMBER]).stderr
