"""The time up to which a partition's input is read: timers and messages go in order.

After an outage the backlog may hold the message that stops a timer. A message counts from the time
it was written: a timer that runs out after that waits for it, one that ran out before fires first.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from aiokafka import TopicPartition

from runtime import clock
from runtime.record import Record
from schemas.wire.envelope import Unreadable, open_envelope

NEVER = datetime.min.replace(tzinfo=UTC)
"""Before any timer runs out."""


class InputTime:
    """The time up to which the input from *places*, assigned at *since*, is polled."""

    def __init__(self, places: Iterable[TopicPartition], since: datetime | None = None) -> None:
        # When the broker's last two answers came: it was asked for the last one after the one before.
        self._answers = dict.fromkeys(places, (since or NEVER, since or NEVER))
        self._polled = NEVER

    async def note(self, consumer: Any, batches: Iterable[Sequence[Record]]) -> None:
        """Note how far *consumer* has come with *batches*, the last polled of each topic.

        The place that is furthest behind counts. One that tells nothing changes nothing: it was not
        read yet, or an open transaction hides its later messages.
        """
        last = {batch[-1].topic: batch[-1] for batch in batches if batch}
        reached = [await self._reached(consumer, place, last.get(place.topic)) for place in self._answers]
        if NEVER not in reached:
            self._polled = min(reached)

    def until(self, now: datetime | None, record: Record | None = None) -> datetime:
        """Return the time up to which timers may fire at *now*, before *record* is handled.

        NEVER without *now*.
        """
        reached = NEVER if now is None else min(now, self._polled)
        return reached if record is None else min(reached, _written(record))

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
