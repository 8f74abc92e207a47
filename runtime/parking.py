"""Parking: a message that cannot be read or handled is kept as it was found, and its subject waits behind it."""

import base64
from datetime import datetime
from typing import Literal

from runtime.record import Found, Record
from runtime.state import Parked, State
from schemas.dead_letters import MessageParked, OfADesk, Origin, ParkedMessage
from schemas.envelope import OUR_SOURCES, Envelope, header_text
from schemas.ids import derived_id

Reason = Literal["unreadable", "unhandled", "behind"]

VALUE_BYTES_MAX = 2 * 1024 * 1024
"""A larger value is kept by reference to its place: written again in base64 it might not fit a message."""

_ERROR_TEXT_MAX = 2_000


def parked_message(consumer: str, record: Record, reason: Reason, error: str) -> ParkedMessage:
    """What is kept of *record*: everything, byte for byte, unless the value is too large."""
    value = record.value if record.value is not None and len(record.value) <= VALUE_BYTES_MAX else None
    return ParkedMessage(
        consumer=consumer,
        origin=Origin(topic=record.topic, partition=record.partition, offset=record.offset, timestamp_ms=max(record.timestamp, 0)),
        reason=reason,
        error=_printable(error) or "no reason given",
        attempt=getattr(record, "attempt", 1),
        message_id=header_text(record.headers, "ce_id"),
        message_type=header_text(record.headers, "ce_type"),
        message_subject=header_text(record.headers, "ce_subject") or None,
        message_key=None if record.key is None else _encode(record.key),
        headers=tuple((name, _encode(content or b"")) for name, content in record.headers),
        value=None if value is None else _encode(value),
    )


def as_found(parked: ParkedMessage) -> Found:
    """The record that was parked, at its next attempt."""
    return Found(
        topic=parked.origin.topic,
        partition=parked.origin.partition,
        offset=parked.origin.offset,
        timestamp=parked.origin.timestamp_ms,
        key=None if parked.message_key is None else base64.b64decode(parked.message_key),
        value=None if parked.value is None else base64.b64decode(parked.value),
        headers=[(name, base64.b64decode(content)) for name, content in parked.headers],
        attempt=parked.attempt + 1,
    )


def envelope(parked: ParkedMessage, now: datetime) -> Envelope:
    """The envelope of the dead letter; its id is that of the place and the attempt."""
    identifier = derived_id("parked", parked.consumer, parked.id, parked.attempt)
    return Envelope(
        id=identifier,
        source=f"{OUR_SOURCES}{parked.consumer}",
        type=MessageParked.type,
        version=MessageParked.version,
        time=now,
        subject=_queue(parked),
        correlation_id=parked.message_id or identifier,
        causation_id=parked.message_id,
    )


def enqueue(state: State, parked: ParkedMessage) -> None:
    """Put *parked* at the end of its subject's queue; one that was replayed in vain keeps its place."""
    ids = _waiting(state, parked)
    if parked.id not in ids:
        state.parked[_queue(parked)] = Parked(ids=(*ids, parked.id))


def is_next(state: State, parked: ParkedMessage) -> bool:
    """Whether *parked* is at the head of its subject's queue: the order of a case holds at the desk too."""
    return _waiting(state, parked)[:1] == (parked.id,)


def dequeue(state: State, parked: ParkedMessage) -> None:
    """Take *parked* out of its queue; with the last one the subject is free."""
    ids = tuple(each for each in _waiting(state, parked) if each != parked.id)
    if ids:
        state.parked[_queue(parked)] = Parked(ids=ids)
    else:
        del state.parked[_queue(parked)]


def _queue(parked: ParkedMessage) -> str:
    return OfADesk(parked=parked).key


def _waiting(state: State, parked: ParkedMessage) -> tuple[str, ...]:
    queue = state.parked.get(_queue(parked))
    return queue.ids if queue else ()


def _encode(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _printable(error: str) -> str:
    return "".join(character if character.isprintable() else " " for character in error[:_ERROR_TEXT_MAX]).strip()
