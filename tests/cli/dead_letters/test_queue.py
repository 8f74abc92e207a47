"""Parked messages wait in order, and selections find them."""

from datetime import timedelta
from typing import Any

import pytest

from cli.dead_letters.queue import DeadLetters, Selection, before
from runtime.loop import parking
from runtime.outside.follow import Seen
from runtime.record import Found
from schemas.message import Message
from schemas.wire.dead_letters import MessageParked, ParkedMessageDiscarded, ParkedMessageReplayed
from schemas.wire.envelope import Envelope
from tests.examples import CASE_NUMBER, RECEIVED_AT


def _seen(message: Message, offset: int = 0, minutes: int = 0) -> Seen:
    envelope = Envelope(f"id-{offset}", "/imr/triage", message.type, 1, RECEIVED_AT + timedelta(minutes=minutes), None, "c")
    return Seen(envelope, message, message.destination.name, 1, offset)


def _parked(offset: int, subject: str = CASE_NUMBER, consumer: str = "triage", attempt: int = 1) -> MessageParked:
    headers = [("ce_type", b"imr.intake.records-requested"), ("ce_subject", subject.encode())]
    record = Found("imr.intake.events", 1, offset, 0, None, b"{}", headers, attempt)
    return MessageParked(parked=parking.parked_message(consumer, record, "unhandled" if offset == 0 else "behind", "Broken: bug"))


def _ids(dead_letters: Any) -> list[int]:
    return [dead.parked.origin.offset for dead in dead_letters]


def test_the_order_is_that_of_the_first_attempts() -> None:
    """A message that is tried again later keeps its place, in any order of reading."""
    seen = [_seen(_parked(1), 1), _seen(_parked(0, attempt=2), 7, minutes=5), _seen(_parked(2), 2), _seen(_parked(0), 0)]

    waiting = DeadLetters(seen).waiting()

    assert [0, 1, 2] == _ids(waiting)
    assert [2, 1, 1] == [dead.parked.attempt for dead in waiting]


def test_a_replayed_or_discarded_message_waits_no_longer() -> None:
    """The end counts for its consumer alone, and stays in the history."""
    seen = [
        _seen(
            ParkedMessageDiscarded(parked_id="imr.intake.events/1/1", consumer="triage", actor="Example Operator", reason="noise")
        ),
        *(_seen(_parked(number), number) for number in range(3)),
        _seen(_parked(0, consumer="letters")),
        _seen(ParkedMessageReplayed(parked_id="imr.intake.events/1/0", consumer="triage", actor="Example Operator")),
    ]

    found = DeadLetters(seen)

    assert [("letters", 0), ("triage", 2)] == [(each.parked.consumer, each.parked.origin.offset) for each in found.waiting()]
    assert ["waits", "replayed by Example Operator", "discarded by Example Operator: noise", "waits"] == [
        each.state for each in found.all()
    ]


def test_messages_before_it_in_its_queue_are_counted() -> None:
    """Other subjects, other consumers and messages chosen as well do not count."""
    seen = [_seen(_parked(0, "CM15-1330009"), 0), _seen(_parked(1), 1), _seen(_parked(2), 2), _seen(_parked(0, consumer="letters"))]
    waiting = DeadLetters(seen).waiting()
    last = waiting[-1]

    assert (2, 1) == (last.parked.origin.offset, before(last, waiting))
    assert 0 == before(last, waiting, chosen=waiting[1:3])


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"ids": ("imr.intake.events/1/0",)}, True),
        ({"ids": ("imr.intake.events/1/1",)}, False),
        ({"consumer": "triage"}, True),
        ({"consumer": "letters"}, False),
        ({"reason": "unhandled"}, True),
        ({"reason": "behind"}, False),
        ({"message_type": "imr.intake.records-requested"}, True),
        ({"message_type": "imr.intake.records-overdue"}, False),
        ({"subject": CASE_NUMBER}, True),
        ({"subject": "CM15-1330009"}, False),
        ({"since": RECEIVED_AT}, True),
        ({"since": RECEIVED_AT + timedelta(seconds=1)}, False),
        ({"until": RECEIVED_AT}, False),
        ({"until": RECEIVED_AT + timedelta(seconds=1)}, True),
        ({"consumer": "triage", "reason": "behind"}, False),
    ],
)
def test_a_selection_finds_messages_that_fit_every_filter(changes: dict[str, Any], fits: bool) -> None:  # noqa: FBT001 - a table
    """--since includes its instant, --until does not."""
    (dead,) = DeadLetters([_seen(_parked(0))]).waiting()

    assert fits == Selection(**changes).fits(dead)
