"""From a message to the tables: opened by our codec, counted by the rules in `domain/`."""

from collections import Counter
from collections.abc import MutableMapping
from typing import Protocol, TypeVar

from runtime.logs import logger
from schemas.case import OfACase
from schemas.catalogue import MESSAGES
from schemas.messages.decision import DeterminationSigned
from schemas.wire.codec import read
from schemas.wire.envelope import Headers, Unreadable, open_envelope
from services.ops.domain.count import Count, count_on
from services.ops.domain.forgetting import forgettable
from services.ops.domain.minutes import MINUTE, is_shown, minute_of
from services.ops.domain.stages import Stage, reach
from services.ops.live.stage_of import stage_of
from services.ops.state import (
    CASE_OUTCOME,
    EVENT,
    ITEM_OUTCOME,
    LEFT_OUT,
    SIGNATURE,
    STAGE,
    CaseKey,
    CountKey,
    LiveTables,
    Window,
)

K = TypeVar("K")
log = logger("ops.counting")


class Record(Protocol):
    """A message as faust hands it out."""

    topic: str
    partition: int
    offset: int
    headers: Headers | None
    value: bytes | None


def take(record: Record, tables: LiveTables, now: float) -> None:
    """Count *record*; unreadable and unknown messages count as left out.

    Only a bug of ours raises.
    """
    try:
        envelope = open_envelope(record.headers or ())
        if (message_class := MESSAGES.get(envelope.type)) is None:
            leave_out(record, tables, "unknown")
            return
        message = read(message_class, envelope.version, record.value)
    except Unreadable as error:
        leave_out(record, tables, "unreadable", error.reason)
        return
    _count(tables.counts, _key(record, EVENT, envelope.type), record.offset)
    if isinstance(message, DeterminationSigned):
        _count_outcomes(message, record, tables)
    if isinstance(message, OfACase) and (stage := stage_of(message)):
        at = envelope.time.timestamp()
        _move_case(tables.cases, (record.partition, message.case_number), stage, at)
        if is_shown(at, now):
            _count(tables.minutes, (_key(record, STAGE, stage), minute_window(at)), record.offset)


def leave_out(record: Record, tables: LiveTables, why: str, reason: str | None = None) -> None:
    """Count *record* as left out, and log its position, never its content."""
    log.warning(
        "message_left_out", outcome=why, reason=reason, topic=record.topic, partition=record.partition, offset=record.offset
    )
    _count(tables.counts, _key(record, LEFT_OUT, why), record.offset)


def forget(tables: LiveTables, now: float) -> None:
    """Forget old closed cases; the counts keep them."""
    for key in forgettable(tables.cases, now):
        del tables.cases[key]


def minute_window(instant: float) -> Window:
    """Return the tumbling window of one minute around *instant*, as faust writes it.

    It ends a tenth of a second before the next start.
    """
    start = float(minute_of(instant))
    return start, start + MINUTE - 0.1


def _count_outcomes(message: DeterminationSigned, record: Record, tables: LiveTables) -> None:
    _count(tables.counts, _key(record, CASE_OUTCOME, message.outcome), record.offset)
    _count(tables.counts, _key(record, SIGNATURE, message.signature), record.offset)
    for outcome, items in Counter(decision.outcome for decision in message.decisions).items():
        _count(tables.counts, _key(record, ITEM_OUTCOME, outcome), record.offset, items)


def _move_case(cases: MutableMapping[CaseKey, dict[Stage, float]], key: CaseKey, stage: Stage, at: float) -> None:
    before = cases.get(key, {})
    after = reach(before, stage, at)
    if after != before:
        cases[key] = after


def _key(record: Record, what: str, which: str) -> CountKey:
    return (record.partition, record.topic, what, which)


def _count(counts: MutableMapping[K, Count], key: K, offset: int, by: int = 1) -> None:
    """Count the message at *offset* under *key*.

    A value is written only when it changes, because each write goes to a changelog.
    """
    before = Count(*counts[key]) if key in counts else None
    after = count_on(before, offset, by)
    if after != before:
        counts[key] = after
