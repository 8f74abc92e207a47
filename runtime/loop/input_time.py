"""The time up to which a partition's input is read: timers and messages go in order.

After an outage the backlog may hold the message that stops a timer. A message counts from the time
it was written: a timer that runs out after that waits for it, one that ran out before fires first.
Where the other topics are not read so far that it may fire, the message waits, within a bound.
"""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from aiokafka import TopicPartition

from runtime import clock
from runtime.record import Record
from schemas.wire.envelope import Unreadable, open_envelope

NEVER = datetime.min.replace(tzinfo=UTC)
"""Before any timer runs out."""

_WAIT_SECONDS_MAX = 10.0
"""How long a message waits for other topics; an open transaction may hide what they hold."""


class InputTime:
    """The time up to which the input from *places*, assigned at *since*, is polled."""

    def __init__(self, places: Iterable[TopicPartition], since: datetime | None = None) -> None:
        # When the broker's last two answers came: it was asked for the last one after the one before.
        self._answers = dict.fromkeys(places, (since or NEVER, since or NEVER))
        self._polled = NEVER
        self._waiting: tuple[datetime, float] | None = None  # for the input to go on from there, and since when

    async def note(self, consumer: Any, records: Iterable[Record]) -> None:
        """Note how far *consumer* has come with *records*, those of each topic in their order.

        The place that is furthest behind counts. One that tells nothing changes nothing: it was not
        read yet, or an open transaction hides its later messages.
        """
        last = {record.topic: record for record in records}
        reached = [await self._reached(consumer, place, last.get(place.topic)) for place in self._answers]
        if NEVER not in reached:
            self._polled = min(reached)

    def until(self, now: datetime | None, record: Record | None = None) -> datetime:
        """Return the time up to which timers may fire at *now*, before *record* is handled.

        NEVER without *now*.
        """
        reached = NEVER if now is None else min(now, self._polled)
        return reached if record is None else min(reached, _written(record))

    def keeps_waiting(self, record: Record, now: datetime | None, is_due: Callable[[datetime], bool]) -> bool:
        """Whether a timer ran out before *record* was written and may not fire yet.

        Timers that may fire have fired. *is_due* tells whether a timer has run out at an instant.
        After ten seconds in which the input does not go on, *record* waits no longer.
        """
        if now is None or not is_due(now) or not is_due(min(now, _written(record))):
            return False
        if self._waiting is None or self._waiting[0] != self._polled:
            self._waiting = (self._polled, time.monotonic())
        return time.monotonic() - self._waiting[1] < _WAIT_SECONDS_MAX

    async def _reached(self, consumer: Any, place: TopicPartition, last: Record | None) -> datetime:
        """Return the time before which every message of *place* is polled, or NEVER.

        At the end of *place* that is when the broker was asked for it. The answer itself may be old
        by the time it is read: the process may have been stopped meanwhile.
        """
        end = consumer.highwater(place)
        if end is None:
            return NEVER
        before, newest = self._answers[place]
        if (answered := clock.at(consumer.last_poll_timestamp(place))) != newest:
            before = newest
            self._answers[place] = (before, answered)
        if await consumer.position(place) >= end:
            return before
        return NEVER if last is None else _written(last)


def _written(record: Record) -> datetime:
    """Return when *record* was written, or NEVER if its headers do not tell.

    The header has the time as the clock was set then; Kafka's holds a header ahead of it in bounds.
    """
    try:
        return min(open_envelope(record.headers).time, clock.at(record.timestamp))
    except Unreadable:
        return NEVER
