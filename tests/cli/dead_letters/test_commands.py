"""`imr dead-letters`: commands select messages and report each outcome."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.dead_letters import commands
from cli.main import app
from runtime.loop import parking
from runtime.outside.follow import Seen
from runtime.record import Found
from runtime.settings import Settings
from schemas.wire.dead_letters import MessageParked
from schemas.wire.envelope import Envelope
from tests.examples import CASE_NUMBER, RECEIVED_AT

FIRST, SECOND = "imr.intake.events/1/0", "imr.intake.events/1/1"


def _parked(offset: int, consumer: str = "triage") -> Seen:
    headers = [("ce_type", b"imr.intake.records-requested"), ("ce_subject", CASE_NUMBER.encode())]
    record = Found("imr.intake.events", 1, offset, 0, None, b"{}", headers)
    message = MessageParked(parked=parking.parked_message(consumer, record, "behind" if offset else "unhandled", "KeyError: x"))
    envelope = Envelope(f"id-{offset}", "/imr/triage", message.type, 1, RECEIVED_AT, None, "c")
    return Seen(envelope, message, message.destination.name, 1, offset)


@pytest.fixture
def parked(monkeypatch: pytest.MonkeyPatch) -> list[Seen]:
    """Two messages of one case that triage parked."""
    seen = [_parked(0), _parked(1)]

    async def read_to_end(_settings: Settings, _topics: Sequence[Any]) -> list[Seen]:
        return seen

    monkeypatch.setattr(commands, "connect", lambda: Settings(kafka_bootstrap="broker.example:9092"))
    monkeypatch.setattr(commands, "read_to_end", read_to_end)
    return seen


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["dead-letters", *arguments])


def _rows(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_waiting_messages_are_listed_in_their_order(parked: list[Seen]) -> None:
    """A filter leaves some out."""
    assert [FIRST, SECOND] == [each["id"] for each in _rows(_run("list", "--json"))]
    assert [SECOND] == [each["id"] for each in _rows(_run("list", "--json", "--parked-as", "behind"))]
    assert "no message that waits fits" in _run("list", "--case", "CM15-1330009").stderr


def test_an_empty_desk_says_so(parked: list[Seen]) -> None:
    """The message differs from that of a filter without a match."""
    parked.clear()

    assert "no message waits" in _run("list").stderr


def test_a_replay_needs_a_selection(parked: list[Seen]) -> None:
    """The message names the ways to select."""
    done = _run("replay", "--actor", "E")

    assert 2 == done.exit_code
    assert "--everything" in done.stderr


def test_a_plan_changes_nothing(parked: list[Seen]) -> None:
    """It names messages that would be refused because one before them is not selected."""
    done = _run("replay", SECOND, "--dry-run", "--json", "--actor", "E")

    assert 0 == done.exit_code
    assert [(SECOND, 1)] == [(each["id"], each["waits_behind_others"]) for each in _rows(done)]


def test_an_unknown_id_is_named(parked: list[Seen]) -> None:
    """The message names the command that lists the others."""
    done = _run("discard", "imr.intake.events/1/9", "--reason", "noise", "--actor", "E")

    assert 1 == done.exit_code
    assert "imr.intake.events/1/9" in done.stderr
    assert "`imr dead-letters list`" in " ".join(done.stderr.split())


def test_a_message_parked_by_two_services_needs_the_consumer(parked: list[Seen]) -> None:
    """The look is not recorded before one message is named."""
    parked.append(_parked(0, "letters"))
    done = _run("show", FIRST, "--actor", "E")

    assert 1 == done.exit_code
    assert "--consumer" in done.stderr


def test_an_instant_that_cannot_be_read_is_refused(parked: list[Seen]) -> None:
    """The message names the option and shows the form."""
    done = _run("list", "--since", "yesterday")

    assert 2 == done.exit_code
    assert "--since: 'yesterday'" in done.stderr
    assert "2026-03-01T09:00" in done.stderr


@pytest.mark.parametrize(
    ("since", "found"),
    [("2015-04-17T10:30", 2), ("2015-04-17T10:30:01", 0), ("2015-04-17T17:30Z", 2), ("2015-04-17T17:30:01Z", 0), ("2015-04-18", 0)],
)
def test_a_time_is_that_of_the_jurisdiction(parked: list[Seen], since: str, found: int) -> None:
    """Unless it has an offset; the machine may be anywhere."""
    assert found == len(_rows(_run("list", "--json", "--since", since)))
    assert 2 - found == len(_rows(_run("list", "--json", "--until", since)))


@pytest.mark.parametrize("options", [(FIRST,), ("--consumer", "triage"), ("--case", CASE_NUMBER)])
def test_everything_contradicts_a_choice(parked: list[Seen], options: tuple[str, ...]) -> None:
    """It would have meant the choice only."""
    done = CliRunner().invoke(app, ["dead-letters", "replay", *options, "--everything", "--dry-run"])

    assert (2, True) == (done.exit_code, "--everything" in done.stderr)


@pytest.mark.parametrize("command", ["list", "replay", "discard"])
def test_a_case_that_is_not_named_is_refused(command: str, parked: list[Seen]) -> None:
    """As when a variable of a script is not set."""
    done = _run(command, "--case", "", *(["--reason", "x"] if command == "discard" else []))

    assert 2 == done.exit_code
    assert "name a case, a submission, a reviewer or a pool" in " ".join(done.stderr.split())
