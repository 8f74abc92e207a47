"""Dead letters are told without their content."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from cli.dead_letters.queue import DeadLetter, DeadLetters
from cli.dead_letters.table import print_contents, print_dead_letters, problem, row, summary, what
from runtime.loop import parking
from runtime.outside.follow import Seen
from runtime.record import Found
from schemas.wire.dead_letters import MessageParked
from schemas.wire.envelope import Envelope
from tests.examples import CASE_NUMBER, RECEIVED_AT

ZONE = ZoneInfo("America/Los_Angeles")


def _dead(reason: str = "unhandled", error: str = "KeyError: Exampleworker", *, headers: bool = True) -> DeadLetter:
    named = [("ce_type", b"imr.intake.records-requested"), ("ce_subject", CASE_NUMBER.encode())] if headers else []
    record = Found("imr.intake.events", 1, 5, 0, None, b"{}", named)
    message = MessageParked(parked=parking.parked_message("triage", record, reason, error))  # type: ignore[arg-type]
    envelope = Envelope("id", "/imr/triage", message.type, 1, RECEIVED_AT + timedelta(minutes=1), None, "c")
    (dead,) = DeadLetters([Seen(envelope, message, message.destination.name, 1, 0)]).waiting()
    return dead


@pytest.mark.parametrize(
    ("reason", "told"),
    [("unhandled", "KeyError"), ("unreadable", "KeyError: Exampleworker"), ("behind", "KeyError: Exampleworker")],
)
def test_the_words_of_a_handlers_error_are_left_out(reason: str, told: str) -> None:
    """They may come from the message, which may hold personal data."""
    assert told == problem(_dead(reason))


def test_type_and_subject_are_told_where_they_can_be_read() -> None:
    """A message without headers has neither."""
    assert f"imr.intake.records-requested of {CASE_NUMBER}" == what(_dead())
    assert "no type of no subject" == what(_dead(headers=False))


def test_a_row_for_programs_has_no_content() -> None:
    """Its id is the place at which the message was found."""
    fields = row(_dead())

    assert ("imr.intake.events/1/5", "triage", "unhandled", 1) == tuple(
        fields[name] for name in ("id", "consumer", "parked_as", "attempt")
    )
    assert "Exampleworker" not in str(fields)
    assert "value" not in fields


def test_a_history_has_a_column_more(capsys: pytest.CaptureFixture[str]) -> None:
    """It has the end of each message; times are those of the jurisdiction."""
    for history in (False, True):
        print_dead_letters([_dead()], ZONE, history=history)

    short, long = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert [*short, "waits"] == long
    assert ["imr.intake.events/1/5", "triage", "2015-04-17T10:31:00-07:00", CASE_NUMBER] == short[:4]


def test_waiting_messages_are_counted_by_reason() -> None:
    """Reasons are in alphabetical order."""
    assert "1 behind, 2 unhandled" == summary([_dead(), _dead("behind"), _dead()])
    assert "none of them waits" == summary([])


def test_a_look_at_the_content_says_that_it_is_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    """Error, state and size come before the content."""
    print_contents(_dead(), None, "too large to keep", ZONE)

    shown = capsys.readouterr().out
    assert "on the record" in shown
    assert "value: 2 bytes, too large to keep" in shown


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("NotWaitingForMedicalRecords: CM15", "unhandled: not waiting for medical records"),
        ("KeyError: Exampleworker", "unhandled: an error in the program (KeyError)"),
    ],
)
def test_a_handlers_error_is_told_in_words(error: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In a list for people; its class is in --json."""
    print_dead_letters([_dead(error=error)], ZONE, history=False)

    assert told in capsys.readouterr().out
    assert error.partition(":")[0] == row(_dead(error=error))["problem"]
