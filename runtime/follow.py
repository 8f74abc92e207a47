"""Reading topics from their beginning without a group: what views, the command line and checks do."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

from runtime.record import Record
from runtime.settings import Settings
from schemas.catalogue import MESSAGES
from schemas.codec import read
from schemas.envelope import Envelope, Unreadable, open_envelope
from schemas.message import Message
from schemas.topics import MESSAGE_BYTES_MAX, Topic

_POLL_MS = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that was read, with its envelope and its place."""

    envelope: Envelope
    message: Message
    topic: str
    partition: int
    offset: int


async def read_to_end(settings: Settings, topics: Sequence[Topic], partition: int | None = None) -> list[Seen]:
    """Everything committed on *topics* by now (in *partition* alone, if given), in the order it was said; unreadable messages are left out."""
    found: list[Seen] = []
    async with _reader(settings, topics, partition) as (consumer, places):
        ends = {place: end for place, end in (await consumer.end_offsets(places)).items() if end > 0}
        while any([await consumer.position(place) < end for place, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=_POLL_MS)).values():
                found += [seen for record in records if (seen := _open(record)) is not None]
    return sorted(found, key=lambda seen: seen.envelope.time)


async def follow(settings: Settings, topics: Sequence[Topic], partition: int | None = None) -> AsyncIterator[Seen]:
    """Everything committed on *topics* from their beginning, and then as it comes; unreadable messages are left out."""
    async with _reader(settings, topics, partition) as (consumer, _places):
        async for record in consumer:
            if (seen := _open(record)) is not None:
                yield seen


@asynccontextmanager
async def _reader(
    settings: Settings, topics: Sequence[Topic], partition: int | None
) -> AsyncIterator[tuple[AIOKafkaConsumer, list[TopicPartition]]]:
    numbers = range(settings.partitions) if partition is None else (partition,)
    places = [TopicPartition(topic.name, number) for topic in topics for number in numbers]
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=MESSAGE_BYTES_MAX,
    )
    try:
        await consumer.start()
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        yield consumer, places
    finally:
        await asyncio.shield(consumer.stop())


def _open(record: Record) -> Seen | None:
    try:
        envelope = open_envelope(record.headers)
        message_class = MESSAGES.get(envelope.type)
        if message_class is None:
            return None
        message = read(message_class, envelope.version, record.value)
    except Unreadable:
        return None
    return Seen(envelope, message, record.topic, record.partition, record.offset)
