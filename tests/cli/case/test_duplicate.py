"""`imr case duplicate` over a stream in memory."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from schemas.message import Message
from schemas.messages.duplicates import (
    DuplicateFound,
    DuplicateItemsDropped,
    DuplicateRequestRefused,
    DuplicateReversed,
    DuplicateSettled,
    DuplicateSuspected,
    ReverseDuplicate,
    SettleDuplicate,
)
from schemas.messages.intake import ApplicationReceived
from schemas.wire.codec import read
from tests.cli.stream import FakeStream
from tests.examples import ROOT

runner = CliRunner()
EARLIER, CASE, ID = "CM15-1330001", "CM15-1330002", "80d92efe-035f-539c-bca6-61af055ffe45"
BECAUSE = ["--reason", "Read both.", "--actor", "Sam Examplestaff"]


def example(kind: type[Message], **changes: object) -> Message:
    """Return the newest example of *kind* with *changes*."""
    data = json.loads((ROOT / f"schemas/examples/{kind.type}/{kind.version}.json").read_text())
    return read(kind, kind.version, json.dumps({**data, **changes}).encode())


@pytest.fixture(autouse=True)
def _cases(stream: FakeStream) -> None:
    """Let the case and the one found before it exist."""
    stream.cases |= {EARLIER, CASE}


@pytest.mark.parametrize("verdict", ["confirm", "reject"])
def test_a_suspicion_is_settled(stream: FakeStream, verdict: str) -> None:
    """The command carries who settles it, why, and which items."""
    stream.answer = lambda _command: [example(DuplicateSettled, verdict=verdict)]
    done = runner.invoke(app, ["case", "duplicate", verdict, CASE, "--item", "1", *BECAUSE])
    (command,) = stream.commands

    assert 0 == done.exit_code, done.output
    assert (
        SettleDuplicate(
            case_number=CASE,
            verdict=verdict,  # type: ignore[arg-type]
            items=(1,),
            actor="Sam Examplestaff",
            reason="Read both.",
        )
        == command
    )


def test_a_refusal_is_exit_status_1(stream: FakeStream) -> None:
    """With the sentence of the refusal."""
    stream.answer = lambda _command: [example(DuplicateRequestRefused)]
    done = runner.invoke(app, ["case", "duplicate", "confirm", CASE, *BECAUSE])

    assert 1 == done.exit_code
    assert "does not wait for an answer" in " ".join(done.stderr.split())


def test_items_of_a_case_are_reversed(stream: FakeStream) -> None:
    """The application is that of the case, and the command goes to the earlier one."""
    stream.say(example(ApplicationReceived, case_number=CASE), example(DuplicateItemsDropped))
    stream.answer = lambda _command: [example(DuplicateReversed)]
    done = runner.invoke(app, ["case", "duplicate", "reverse", CASE, *BECAUSE])
    (command,) = stream.commands

    assert 0 == done.exit_code, done.output
    assert isinstance(command, ReverseDuplicate)
    assert (EARLIER, (1,)) == (command.case_number, command.items)


def test_a_confirmed_item_is_reversed(stream: FakeStream) -> None:
    """Its earlier case is that of the suspicion."""
    stream.say(example(ApplicationReceived, case_number=CASE), example(DuplicateSuspected), example(DuplicateSettled))
    stream.answer = lambda _command: [example(DuplicateReversed)]

    assert 0 == runner.invoke(app, ["case", "duplicate", "reverse", CASE, *BECAUSE]).exit_code
    assert ["CM15-1330001"] == [command.case_number for command in stream.commands]  # type: ignore[attr-defined]


def test_a_submission_without_a_case_is_reversed(stream: FakeStream) -> None:
    """DuplicateFound keeps the application; that of an earlier version does not."""
    found = example(DuplicateFound, submission_id=ID)
    stream.cases |= {match.case_number for match in found.items}  # type: ignore[attr-defined]
    stream.answer = lambda _command: [example(DuplicateReversed)]
    stream.say(found)

    done = runner.invoke(app, ["case", "duplicate", "reverse", ID, *BECAUSE])
    assert 0 == done.exit_code, (done.output, done.exception)
    assert found.submission == stream.commands[0].submission  # type: ignore[attr-defined]

    assert 1 == runner.invoke(app, ["case", "duplicate", "reverse", ID, "--item", "9", *BECAUSE]).exit_code
    stream.events.clear()
    stream.say(found.model_copy(update={"submission": None}))
    assert 1 == runner.invoke(app, ["case", "duplicate", "reverse", ID, *BECAUSE]).exit_code


def test_both_sides_are_shown(stream: FakeStream) -> None:
    """The request of each case, and the fields that are open."""
    stream.say(
        example(ApplicationReceived, case_number=EARLIER),
        example(ApplicationReceived, case_number=CASE),
        example(DuplicateSuspected),
    )
    done = runner.invoke(app, ["case", "duplicate", "show", CASE])

    assert 0 == done.exit_code, done.output
    assert "open: request" in done.stdout
    assert EARLIER in done.stdout
    assert 1 == runner.invoke(app, ["case", "duplicate", "show", EARLIER]).exit_code
