"""A command is published once and its own answer is returned."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from cli.main import app
from cli.session.ask import ask, refused
from schemas.message import Message
from schemas.messages.decision import RequestRefused
from schemas.messages.letters import LetterRequestRefused
from schemas.messages.seats import ConvenePanel
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import NUMBER, SIGNED

COMMAND = ConvenePanel(case_number=NUMBER, reviewers=3, approval="A-1", approved_on=SIGNED.decided_on, finding="Two fields.")
REFUSED = RequestRefused(
    case_number=NUMBER, request=ConvenePanel.type, actor=None, code="determined", text="The case is determined."
)


def test_the_answer_is_the_event_that_the_command_caused(stream: FakeStream) -> None:
    """Events with another cause are passed over."""
    stream.say(SIGNED)
    stream.answer = lambda _command: [REFUSED]

    answer = ask(stream.settings, COMMAND, NUMBER, 1)

    assert [COMMAND] == stream.commands
    assert REFUSED == answer
    assert ("The case is determined.", None) == (refused(answer), refused(SIGNED))


NO_CASE = "CM26-4170099"
EARLIER_REFUSALS: tuple[Message, ...] = (
    REFUSED.model_copy(update={"case_number": NO_CASE}),
    LetterRequestRefused(case_number=NO_CASE, request="release-letter", code="NOTHING_HELD", text="No letter is held."),
)
_DAY = "2026-04-29"
_BY = ("--actor", "Example Operator")
ABOUT_A_CASE: dict[tuple[str, ...], tuple[str, ...]] = {
    ("case", "answer"): ("--sent-by", "provider", *_BY, "--reason", "It came.", "--document", "note-1=medical-record:A note"),
    ("case", "change-address"): ("--party", "worker", "--address", "7 Example Road", *_BY, "--reason", "Moved."),
    ("case", "amend"): (*_BY, "--employer", "Another Example Works", "--reason", "Misspelt."),
    ("case", "affirm"): (*_BY, "--on", _DAY, "--reason", "The order came."),
    ("case", "appeal"): (*_BY, "--on", _DAY, "--by", "worker", "--ground", "bias", "--reason", "The petition came."),
    ("case", "clocks"): (),
    ("case", "extend"): (*_BY, "--days", "2", "--approval", "AD-1", "--reason", "Good cause."),
    ("case", "remand"): (*_BY, "--on", _DAY, "--ground", "bias", "--facts", "So the order.", "--reason", "The order came."),
    ("case", "consolidate"): (*_BY, "--with", "CM26-4170099", "--decline", "--reason", "They stay apart."),
    ("case", "convert"): (*_BY, "--to", "standard", "--reason", "It was withdrawn."),
    ("case", "implement"): (*_BY, "--on", _DAY, "--reason", "It was authorised."),
    ("case", "authorize"): (*_BY, "--on", _DAY, "--reason", "It was authorised."),
    ("case", "defer"): (*_BY, "--reason", "Liability is disputed."),
    ("case", "resolve"): (*_BY, "--outcome", "liable", "--on", _DAY, "--reason", "It was resolved."),
    ("case", "withdraw"): ("--sent-by", "employee", *_BY, "--reason", "Asked for."),
    ("case", "duplicate", "confirm"): (*_BY, "--reason", "Read both."),
    ("case", "duplicate", "reject"): (*_BY, "--reason", "Read both."),
    ("case", "duplicate", "show"): (),
    ("case", "records"): (
        "--sent-by",
        "employee",
        "--reason",
        "Late.",
        "--document",
        "note-1=medical-record:A note",
        "--actor",
        "me",
    ),
    ("case", "show"): (),
    ("decision", "correct"): ("--reviewer", "reviewer-001", "--reason", "The date."),
    ("decision", "correct-fact"): ("1", "previous_visits", "none", *_BY, "--reason", "Misread."),
    ("decision", "countersign"): ("--reviewer", "reviewer-001"),
    ("decision", "panel"): ("--reviewers", "3", "--approval", "A-1", "--approved-on", _DAY, "--finding", "Two fields."),
    ("decision", "replay"): (),
    ("decision", "return"): ("--reviewer", "reviewer-001", "--because", "conflict-of-interest", "--explanation", "A typo."),
    ("decision", "show"): (),
    ("decision", "sign"): ("--reviewer", "reviewer-001", "--keep"),
    ("decision", "similar"): (),
    ("letter", "confirm"): (*_BY, "--on", _DAY, "--proof", "signed for"),
    ("letter", "fetch"): (),
    ("letter", "reissue"): (*_BY, "--reason", "A new address."),
    ("letter", "release"): (*_BY, "--reason", "It is right.", "--finding", "outcome.1"),
    ("letter", "returned"): (*_BY, "--on", _DAY, "--reason", "moved"),
    ("letter", "services"): (),
}
"""Every command about one case, with the options it needs."""


def names_of_commands(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield the path of each command under *command* that is about one case that exists."""
    for name, each in getattr(command, "commands", {}).items():
        yield from names_of_commands(each, *path, name)
    if any(each.name in {"case_number", "service"} and each.param_type_name == "argument" for each in command.params):
        yield path


def test_every_command_about_a_case_is_tried_below() -> None:
    """A new one goes into the table with the options it needs."""
    assert {*ABOUT_A_CASE} == {*names_of_commands(get_command(app))}


@pytest.mark.parametrize("command", ABOUT_A_CASE, ids=" ".join)
@pytest.mark.parametrize("before", [(), EARLIER_REFUSALS], ids=["no event", "refusals"])
def test_a_command_about_no_case_is_refused_and_leaves_no_trace(
    command: tuple[str, ...], before: tuple[Message, ...], stream: FakeStream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later case may get the number; a refusal of an earlier command makes no case."""
    monkeypatch.chdir(tmp_path)
    stream.say(*before)
    named = f"{NO_CASE}.1.worker.1" if command in {("letter", "confirm"), ("letter", "returned")} else NO_CASE
    done = CliRunner().invoke(app, [*command, named, *ABOUT_A_CASE[command]])

    assert (1, "", f"no case has the number {NO_CASE}; `imr case list` shows all\n") == (done.exit_code, done.stdout, done.stderr)
    assert [] == stream.commands


def test_without_an_answer_the_command_ends(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the command that shows the outcome later."""
    with pytest.raises(typer.Exit):
        ask(stream.settings, COMMAND, NUMBER, 1)

    assert f"`imr case show {NUMBER}`" in capsys.readouterr().err
