"""`imr decision return` and `panel` change the reviewers of a case."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from cli.main import app
from runtime import clock
from schemas.messages.seats import ConvenePanel, ReturnCase
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import NUMBER

runner = CliRunner()


def test_a_returned_case_names_its_ground_and_missing_papers(stream: FakeStream) -> None:
    """--missing can be repeated."""
    options = ("--because", "information-missing", "--explanation", "It decides item 1.", "--missing", "MRI", "--missing", "notes")
    runner.invoke(app, ["decision", "return", NUMBER, "--reviewer", "R-1", *options])

    (command,) = stream.commands
    assert isinstance(command, ReturnCase)
    assert ("information-missing", ("MRI", "notes"), "R-1") == (command.ground, command.missing, command.reviewer_id)


def test_an_unknown_ground_is_refused(stream: FakeStream) -> None:
    """The grounds are listed; nothing is published."""
    done = runner.invoke(app, ["decision", "return", NUMBER, "--reviewer", "R-1", "--because", "mood", "--explanation", "x"])

    assert 2 == done.exit_code
    assert "conflict-of-interest" in done.stderr
    assert [] == stream.commands


def test_an_explanation_that_no_message_can_hold_is_refused(stream: FakeStream) -> None:
    """The message names the option, and nothing is published."""
    options = ("--because", "conflict-of-interest", "--explanation", " ")
    done = runner.invoke(app, ["decision", "return", NUMBER, "--reviewer", "R-1", *options])

    assert 2 == done.exit_code
    assert "Invalid value for --explanation" in sentence(done.stderr)
    assert [] == stream.commands


def test_a_panel_has_its_approval(stream: FakeStream) -> None:
    """The day is part of the command."""
    options = ("--reviewers", "3", "--approval", "A-1", "--approved-on", "2026-04-20", "--finding", "Two fields.")
    runner.invoke(app, ["decision", "panel", NUMBER, *options])

    (command,) = stream.commands
    assert isinstance(command, ConvenePanel)
    assert (3, "A-1", "2026-04-20") == (command.reviewers, command.approval, str(command.approved_on))


@pytest.mark.parametrize(("hour", "told"), [(6, "--approved-on: 2026-05-02 is in the future"), (7, "")])
def test_an_approval_of_tomorrow_is_refused(stream: FakeStream, monkeypatch: pytest.MonkeyPatch, hour: int, told: str) -> None:
    """By the day of the jurisdiction: at 6:00 UTC it is the day before in California."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, 2, hour, 59, tzinfo=UTC))
    options = ("--reviewers", "3", "--approval", "A-1", "--approved-on", "2026-05-02", "--finding", "Two fields.")
    done = runner.invoke(app, ["decision", "panel", NUMBER, *options])

    assert told in sentence(done.stderr)
    assert bool(told) == (not stream.commands)


def test_papers_are_missing_only_where_information_is(stream: FakeStream) -> None:
    """Another ground would have passed them over; nothing is published."""
    options = ("--because", "conflict-of-interest", "--explanation", "x", "--missing", "MRI")
    done = runner.invoke(app, ["decision", "return", NUMBER, "--reviewer", "R-1", *options])

    assert 2 == done.exit_code
    assert "Invalid value for --missing" in sentence(done.stderr)
    assert [] == stream.commands
