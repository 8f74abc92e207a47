"""A case whose messages are parked says so where it is shown."""

import pytest
from typer.testing import CliRunner

from cli.main import app
from runtime.loop import parking
from runtime.record import Found
from schemas.wire.dead_letters import MessageParked
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, NUMBER, READY, RECEIVED


def _parked(offset: int, subject: str = NUMBER) -> MessageParked:
    headers = [("ce_type", b"imr.intake.records-requested"), ("ce_subject", subject.encode())]
    record = Found("imr.intake.events", 1, offset, 0, None, b"{}", headers)
    return MessageParked(parked=parking.parked_message("triage", record, "unhandled", "KeyError: x"))


@pytest.mark.parametrize("command", [["case", "show", NUMBER], ["decision", "show", NUMBER, "--precedents", "0"]])
@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize(
    ("parked", "told"),
    [
        ([], None),
        ([_parked(0, "CM15-1330009")], None),
        ([_parked(0)], "1 message of this case is parked and waits"),
        ([_parked(0), _parked(1)], "2 messages of this case are parked and wait"),
    ],
)
def test_parked_messages_are_told_with_the_command_to_look(
    stream: FakeStream, command: list[str], more: list[str], parked: list[MessageParked], told: str | None
) -> None:
    """On standard error, past the output."""
    stream.say(RECEIVED, READY, ASSESSED, *parked)
    done = CliRunner().invoke(app, [*command, *more])

    assert 0 == done.exit_code, done.output
    assert "parked" not in done.stdout
    assert (told or "") in done.stderr
    assert bool(told) == (f"imr dead-letters list --case {NUMBER}" in done.stderr)


def test_a_case_without_a_draft_says_it_too(stream: FakeStream) -> None:
    """Its draft may wait behind them."""
    stream.say(RECEIVED, _parked(0))
    done = CliRunner().invoke(app, ["decision", "show", NUMBER])

    assert 1 == done.exit_code
    assert "1 message of this case is parked" in done.stderr
