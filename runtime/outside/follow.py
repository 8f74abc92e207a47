"""Read topics from their beginning without a group, as views, commands and checks do."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

from runtime.outside.committed_reader import committed_reader
from runtime.record import Record
from runtime.settings import Settings
from schemas.catalogue import MESSAGES
from schemas.message import Message
from schemas.topics import Topic
from schemas.wire.codec import read
from schemas.wire.envelope import Envelope, Unreadable, header_text, open_envelope

_POLL_MS = 200
_BREATH_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that was read, with its envelope and position."""

    envelope: Envelope
    message: Message
    topic: str
    partition: int
    offset: int


async def read_to_end(settings: Settings, topics: Sequence[Topic], partition: int | None = None) -> list[Seen]:
    """Return every committed message of *topics* up to now, ordered by time.

    Only *partition* is read, if given. Unreadable messages are left out.
    """
    found = [seen async for seen in stream_to_end(settings, topics, partition)]
    return sorted(found, key=lambda seen: seen.envelope.time)


async def stream_to_end(
    settings: Settings,
    topics: Sequence[Topic],
    partition: int | None = None,
    *,
    kinds: Collection[type[Message]] | None = None,
    starts: Mapping[tuple[str, int], int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> AsyncIterator[Seen]:
    """Yield the committed messages of *topics* up to now, one at a time.

    Messages of other *kinds* are not decoded. *starts* gives the first offset to read by topic and
    partition. *progress* is called with the offsets read and their total.
    """
    types = _types(kinds)
    async with _reader(settings, topics, partition) as (consumer, places):
        begins = await _begin(consumer, places, starts or {})
        ends = {place: end for place, end in (await consumer.end_offsets(places)).items() if end > begins[place]}
        total, behind = sum(end - begins[place] for place, end in ends.items()), 0
        while behind < total:
            for records in (await consumer.getmany(timeout_ms=_POLL_MS)).values():
                for record in records:
                    if (seen := _open(record, types)) is not None:
                        yield seen
            behind = sum([min(await consumer.position(place), end) - begins[place] for place, end in ends.items()])
            if progress is not None:
                progress(behind, total)


async def follow(
    settings: Settings, topics: Sequence[Topic], partition: int | None = None, *, kinds: Collection[type[Message]] | None = None
) -> AsyncIterator[Seen]:
    """Yield every committed message of *topics* from their beginning, then new ones.

    Unreadable messages are skipped; messages of other *kinds* are not decoded. While it reads a
    long history it leaves the loop to other tasks from time to time.
    """
    types = _types(kinds)
    breath = time.monotonic()
    async with _reader(settings, topics, partition) as (consumer, _places):
        async for record in consumer:
            if (seen := _open(record, types)) is not None:
                yield seen
            if (now := time.monotonic()) - breath > _BREATH_SECONDS:
                await asyncio.sleep(0)
                breath = now


async def _begin(
    consumer: AIOKafkaConsumer, places: Sequence[TopicPartition], starts: Mapping[tuple[str, int], int]
) -> dict[TopicPartition, int]:
    """Seek to the start of each place and return the offsets.

    Retention may have removed a start; then the first kept offset counts.
    """
    begins = {}
    for place, first in (await consumer.beginning_offsets(places)).items():
        begins[place] = max(first, starts.get((place.topic, place.partition), 0))
        consumer.seek(place, begins[place])
    return begins


@asynccontextmanager
async def _reader(
    settings: Settings, topics: Sequence[Topic], partition: int | None
) -> AsyncIterator[tuple[AIOKafkaConsumer, list[TopicPartition]]]:
    numbers = range(settings.partitions) if partition is None else (partition,)
    places = [TopicPartition(topic.name, number) for topic in topics for number in numbers]
    async with committed_reader(settings) as consumer:
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        yield consumer, places


def _types(kinds: Collection[type[Message]] | None) -> Collection[str] | None:
    return None if kinds is None else {kind.type for kind in kinds}


def _open(record: Record, types: Collection[str] | None) -> Seen | None:
    """Return the message of *record*; None if it is unreadable or of none of the *types*."""
    if types is not None and header_text(record.headers, "ce_type") not in types:
        return None
    try:
        envelope = open_envelope(record.headers)
        message_class = MESSAGES.get(envelope.type)
        if message_class is None:
            return None
        message = read(message_class, envelope.version, record.value)
    except Unreadable:
        return None
    return Seen(envelope, message, record.topic, record.partition, record.offset)
