"""`imr decision correct-fact` corrects a fact before the signature."""

import json
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.decision.correct_fact import value_of
from cli.main import app
from schemas.messages.acts.fact_corrections import CorrectFact
from schemas.messages.application import Range
from schemas.messages.decision import CaseAssessed, RequestRefused
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import CASE, NUMBER

runner = CliRunner()
DRAFT = next(each for each in CASE if isinstance(each, CaseAssessed))
PAPER = ("--quotation", "6 of 6 completed", "--document", "progress-note", "--page", "4")
BY = ("--actor", "Example Clerk", "--reason", "The bill was read.")


def correct(*arguments: str) -> Any:
    """Run the command about item 1 of the example's case."""
    return runner.invoke(app, ["decision", "correct-fact", NUMBER, *arguments])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("FALSE", False),
        ("none", None),
        ("6", 6),
        ("-1", -1),
        ("2.5", 2.5),
        ("6.0", 6.0),
        ("١", "١"),
        ("9" * 16, "9" * 16),
        ("rental", "rental"),
        ("", ""),
    ],
)
def test_a_value_is_read_by_its_form(text: str, value: Any) -> None:
    """Yes or no, numbers in the digits 0 to 9, none, and any other text as it is."""
    assert (type(value), value) == (type(value_of(text)), value_of(text))


def test_the_command_carries_value_and_paper(stream: FakeStream) -> None:
    """The answer is told with the command that shows the new draft."""
    corrected = DRAFT.model_copy(update={"draft_version": 2})
    stream.answer = lambda _command: [corrected]
    done = correct("1", "previous_visits", "6", *PAPER, "--dated-on", "2015-03-03", "--range", "6", "8", *BY)

    (command,) = stream.commands
    assert isinstance(command, CorrectFact)
    assert (date(2015, 3, 3), Range(low=6, high=8)) == (command.dated_on, command.range)
    assert (1, "previous_visits", 6, "progress-note", 4) == (
        command.item,
        command.fact,
        command.value,
        command.document,
        command.page,
    )
    assert ("Example Clerk", "6 of 6 completed") == (command.actor, command.quotation)
    assert 0 == done.exit_code
    assert f"imr decision show {NUMBER}" in sentence(done.stdout)


def test_a_refusal_says_how_to_go_on(stream: FakeStream) -> None:
    """With --json the refusal is printed whole, too; the exit status is 1."""
    refusal = RequestRefused(
        case_number=NUMBER, request=CorrectFact.type, actor=None, code="unknown-fact", text='The vocabulary has no fact "visits".'
    )
    stream.answer = lambda _command: [refusal]
    told = correct("1", "visits", "6", *PAPER, *BY)
    data = correct("1", "visits", "6", *PAPER, *BY, "--json")

    assert (1, 1) == (told.exit_code, data.exit_code)
    assert "imr guideline facts lists the facts" in sentence(told.stderr)
    assert "unknown-fact" == json.loads(data.stdout)["code"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("0", "previous_visits", "6", *PAPER), "ITEM"),
        (("201", "previous_visits", "6", *PAPER), "ITEM"),
        (("1", "previous visits", "6", *PAPER), "FACT"),
        (("1", "previous_visits", "", *PAPER), "VALUE"),
        (("1", "previous_visits", "6", "--page", "0"), "--page"),
        (("1", "previous_visits", "6", "--document", "a note"), "--document"),
        (("1", "previous_visits", "6", "--quotation", "x" * 301), "--quotation"),
        (("1", "previous_visits", "6", *PAPER, "--range", "8", "6"), "--range"),
        (("1", "previous_visits", "6", *PAPER, "--range", "7", "8"), "--range"),
    ],
)
def test_what_no_command_can_hold_is_refused(stream: FakeStream, arguments: tuple[str, ...], named: str) -> None:
    """The message names the argument or option, in plain words; nothing is published."""
    done = correct(*arguments, *BY)

    assert 2 == done.exit_code
    assert named in done.stderr
    assert "pydantic" not in done.stderr.lower()
    assert [] == stream.commands
