"""Park messages that cannot be read or handled.

A parked message is kept unchanged, and later messages of its subject wait behind it.
"""

import base64
from datetime import datetime
from typing import Literal

from runtime.record import Found, Record
from runtime.state.state import Parked, State, Waiting
from schemas.ids import derived_id
from schemas.wire.dead_letters import MessageParked, Origin, ParkedMessage
from schemas.wire.envelope import OUR_SOURCES, Envelope, header_text

Reason = Literal["unreadable", "unhandled", "behind"]

MESSAGE_BYTES_KEPT_MAX = 2 * 1024 * 1024
"""A larger message is kept by reference: in base64 it might not fit into a message."""

Refusal = Literal["not-waiting", "not-next", "tried-since"]

_ERROR_TEXT_MAX = 2_000


def parked_message(consumer: str, record: Record, reason: Reason, error: str) -> ParkedMessage:
    """Return the dead letter of *record*: every byte, or its origin if it is too large."""
    value, envelope_bytes = record.value, _envelope_bytes(record)
    fits = envelope_bytes <= MESSAGE_BYTES_KEPT_MAX
    value_fits = envelope_bytes + len(value or b"") <= MESSAGE_BYTES_KEPT_MAX
    here = Origin(topic=record.topic, partition=record.partition, offset=record.offset, timestamp_ms=max(record.timestamp, 0))
    origin: Origin | None = getattr(record, "origin", None)
    return ParkedMessage(
        consumer=consumer,
        origin=origin or here,
        moved_to=here if origin else None,
        reason=reason,
        error=_printable(error) or "no reason given",
        attempt=getattr(record, "attempt", 1),
        message_id=header_text(record.headers, "ce_id"),
        message_type=header_text(record.headers, "ce_type"),
        message_subject=header_text(record.headers, "ce_subject") or None,
        message_key=None if record.key is None or not fits else _encode(record.key),
        headers=tuple((name, _encode(content or b"")) for name, content in record.headers) if fits else (),
        value=None if value is None or not value_fits else _encode(value),
        value_bytes=len(value or b""),
    )


def as_found(parked: ParkedMessage) -> Found:
    """Return the parked record at its next attempt."""
    return Found(
        topic=parked.at.topic,
        partition=parked.at.partition,
        offset=parked.at.offset,
        timestamp=parked.at.timestamp_ms,
        key=None if parked.message_key is None else base64.b64decode(parked.message_key),
        value=None if parked.value is None else base64.b64decode(parked.value),
        headers=[(name, base64.b64decode(content)) for name, content in parked.headers],
        attempt=parked.attempt + 1,
        origin=parked.moved_to and parked.origin,
    )


def again(parked: ParkedMessage, error: str) -> ParkedMessage:
    """Return *parked* after an attempt at which it could not even be read."""
    return parked.model_copy(update={"reason": "unreadable", "error": error, "attempt": parked.attempt + 1})


def envelope(parked: ParkedMessage, now: datetime) -> Envelope:
    """Return the envelope of the dead letter; its id is derived from origin and attempt."""
    identifier = derived_id("parked", parked.consumer, parked.id, parked.attempt)
    return Envelope(
        id=identifier,
        source=f"{OUR_SOURCES}{parked.consumer}",
        type=MessageParked.type,
        version=MessageParked.version,
        time=now,
        subject=parked.queue,
        correlation_id=parked.message_id or identifier,
        causation_id=parked.message_id,
    )


def enqueue(state: State, parked: ParkedMessage) -> None:
    """Append *parked* to its subject's queue; after a failed replay it keeps its place."""
    queue, before = _queue(state, parked), state.waiting.get(_key(parked))
    place = queue.end if before is None else before.place
    state.waiting[_key(parked)] = Waiting(id=parked.id, reason=parked.reason, attempt=parked.attempt, place=place)
    state.parked[parked.queue] = Parked(first=queue.first, end=max(queue.end, place + 1))


def reason_refused(state: State, parked: ParkedMessage) -> tuple[Refusal, str] | None:
    """Return why the desk may not act on *parked* now, if so.

    The order of a case holds at the desk too.
    """
    queue, waiting = _queue(state, parked), state.waiting.get(_key(parked))
    if waiting is None:
        return "not-waiting", "the message does not wait: it was replayed or discarded, or never parked here"
    if before := waiting.place - queue.first:
        return "not-next", f"messages of the same subject that wait before it: {before}"
    if waiting.attempt != parked.attempt:
        return (
            "tried-since",
            f"the command is about attempt {parked.attempt}; the message was tried since, attempt {waiting.attempt} counts",
        )
    return None


def dequeue(state: State, parked: ParkedMessage) -> None:
    """Remove *parked*, the first of its queue; without parked messages the subject is free."""
    queue = _queue(state, parked)
    del state.waiting[_key(parked)]
    if queue.first + 1 < queue.end:
        state.parked[parked.queue] = Parked(first=queue.first + 1, end=queue.end)
    else:
        del state.parked[parked.queue]


def _queue(state: State, parked: ParkedMessage) -> Parked:
    """Return the queue of *parked*; messages in one of an earlier version are taken out."""
    queue = state.parked.get(parked.queue) or Parked()
    if not queue.messages:
        return queue
    for place, each in enumerate(queue.messages):
        state.waiting[f"{parked.queue}/{each.id}"] = each.model_copy(update={"place": place})
    state.parked[parked.queue] = apart = Parked(end=len(queue.messages))
    return apart


def _key(parked: ParkedMessage) -> str:
    return f"{parked.queue}/{parked.id}"


def _envelope_bytes(record: Record) -> int:
    return len(record.key or b"") + sum(len(name.encode()) + len(content or b"") for name, content in record.headers)


def _encode(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _printable(error: str) -> str:
    return "".join(character if character.isprintable() else " " for character in error[:_ERROR_TEXT_MAX]).strip()
