"""Read the original of a parked message that was too large to keep."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from runtime.outside.committed_reader import committed_reader
from runtime.record import Found, Record
from runtime.settings import Settings
from schemas.wire.dead_letters import Origin, ParkedMessage

FindOriginal = Callable[[Origin], Awaitable[Record | None]]
"""Returns the record at a place, or None if it was removed; raises OriginUnavailable."""

_SECONDS_MAX = 5.0
_POLL_MS = 200


class OriginalGone(LookupError):
    """The original is no longer at its origin."""

    def __init__(self, parked: ParkedMessage) -> None:
        super().__init__(
            f"the original of {parked.id} ({_size(parked)}) was kept by reference, and its topic does not hold it any more: "
            "it cannot be replayed, only sent again by its source and discarded"
        )
        self.parked_id = parked.id


class OriginUnavailable(ConnectionError):
    """The broker did not return the original in time; it may do so later."""

    retriable = True

    def __init__(self, error_type: str) -> None:
        super().__init__(f"the broker did not hand out the original of a parked message ({error_type})")
        self.error_type = error_type


async def read_original(parked: ParkedMessage, as_parked: Found, find: FindOriginal) -> Found:
    """Return *as_parked* with the content at its origin.

    Raises OriginalGone or OriginUnavailable.
    """
    record = await find(parked.at)
    if record is None or max(record.timestamp, 0) != parked.at.timestamp_ms:  # another message: the topic was made anew
        raise OriginalGone(parked)
    return replace(as_parked, key=record.key, value=record.value, headers=list(record.headers))


async def find_on_broker(settings: Settings, origin: Origin) -> Record | None:
    """Return the record at *origin* on the broker, within seconds."""
    try:
        async with asyncio.timeout(_SECONDS_MAX):
            return await _find(settings, TopicPartition(origin.topic, origin.partition), origin.offset)
    except (TimeoutError, KafkaError, OSError) as error:
        raise OriginUnavailable(type(error).__name__) from error


async def _find(settings: Settings, place: TopicPartition, offset: int) -> Record | None:
    async with committed_reader(settings, records_max=1) as consumer:
        consumer.assign([place])
        first, end = (await consumer.beginning_offsets([place]))[place], (await consumer.end_offsets([place]))[place]
        if not first <= offset < end:
            return None
        consumer.seek(place, offset)
        while await consumer.position(place) <= offset:
            for record in (await consumer.getmany(place, timeout_ms=_POLL_MS)).get(place, ()):
                if record.offset == offset:
                    found: Record = record
                    return found
        return None


def _size(parked: ParkedMessage) -> str:
    return "of unknown size" if parked.value_bytes is None else f"{parked.value_bytes:,} bytes"
