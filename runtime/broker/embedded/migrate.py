"""Write the embedded broker's messages to Apache Kafka, with the offsets they had.

State on disk, dead letters and committed offsets name offsets, so none may change.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from runtime.broker.embedded.kept import KeptMessage, KeptOffset, KeptPartition, KeptTopic, read_offsets, read_topics
from runtime.broker.topics.topics import create_topic, ensure_topics
from schemas.topics import COMPRESSION, MESSAGE_BYTES_MAX, TOPICS

_FILLERS_AT_ONCE = 1_000
_END_SECONDS_MAX = 30.0
_POLL_SECONDS = 0.002

Tell = Callable[[str, int], None]
"""Called after each topic with its name and the number of its messages."""


async def migrate(kept: Path, bootstrap: str, tell: Tell) -> int:
    """Copy all topics and committed offsets of *kept* to an empty broker; return the messages.

    Raises OffsetsDiffer if the broker is not empty, ijson.JSONError if the file is damaged.
    """
    total = 0
    async with _target(bootstrap) as target:
        with kept.open("rb") as file:
            for topic in read_topics(file):
                await _create(bootstrap, topic)
                for partition in topic.partitions:
                    await _copy(TopicPartition(topic.name, partition.number), partition, target)
                written = sum(len(partition.records) for partition in topic.partitions)
                tell(topic.name, written)
                total += written
    with kept.open("rb") as file:
        await _commit(bootstrap, list(read_offsets(file)))
    return total


class OffsetsDiffer(RuntimeError):
    """A message was written at another offset than it had."""

    def __init__(self, topic: str, partition: int, expected: int, found: int) -> None:
        super().__init__(f"a message of {topic}/{partition} has offset {found} instead of {expected}; the target was not empty")


@dataclass(frozen=True, slots=True)
class _Target:
    """The clients of the broker that is filled: for messages, for gaps, and to ask for ends."""

    producer: AIOKafkaProducer
    filler: AIOKafkaProducer
    reader: AIOKafkaConsumer


@asynccontextmanager
async def _target(bootstrap: str) -> AsyncIterator[_Target]:
    reader = AIOKafkaConsumer(bootstrap_servers=bootstrap)  # reads uncommitted, so an end counts every offset
    async with _producer(bootstrap) as producer, _producer(bootstrap, "imr-migrate") as filler:
        await reader.start()
        try:
            yield _Target(producer, filler, reader)
        finally:
            await reader.stop()


@asynccontextmanager
async def _producer(bootstrap: str, transactional_id: str | None = None) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        transactional_id=transactional_id,
        enable_idempotence=True,
        compression_type=COMPRESSION,
        max_batch_size=MESSAGE_BYTES_MAX,
        max_request_size=MESSAGE_BYTES_MAX,
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def _create(bootstrap: str, topic: KeptTopic) -> None:
    """Create *topic* as the catalogue has it now, or with the settings it had."""
    if catalogued := [each for each in TOPICS if each.name == topic.name]:
        await ensure_topics(bootstrap, catalogued, len(topic.partitions))
    else:
        await create_topic(bootstrap, topic.name, len(topic.partitions), topic.configuration)


async def _copy(place: TopicPartition, partition: KeptPartition, target: _Target) -> None:
    reached = 0
    for run in _runs(partition.records):
        await _fill(place, reached, run[0].offset, target)
        await _write(place, run, target.producer)
        reached = run[-1].offset + 1
    await _fill(place, reached, partition.end, target)


def _runs(records: Sequence[KeptMessage]) -> Iterator[list[KeptMessage]]:
    """Split *records* where an offset is missing."""
    for _, run in groupby(enumerate(records), key=lambda each: each[1].offset - each[0]):
        yield [record for _, record in run]


async def _write(place: TopicPartition, run: Sequence[KeptMessage], producer: AIOKafkaProducer) -> None:
    batch, first = producer.create_batch(), run[0].offset
    for record in run:
        content = {"key": record.key, "value": record.value, "timestamp": record.timestamp_ms, "headers": list(record.headers)}
        if batch.append(**content) is None:
            await _send(place, batch, first, producer)
            batch, first = producer.create_batch(), record.offset
            batch.append(**content)
    await _send(place, batch, first, producer)


async def _send(place: TopicPartition, batch: object, first: int, producer: AIOKafkaProducer) -> None:
    written = await (await producer.send_batch(batch, place.topic, partition=place.partition))
    if written.offset != first:
        raise OffsetsDiffer(place.topic, place.partition, first, written.offset)


async def _fill(place: TopicPartition, reached: int, until: int, target: _Target) -> None:
    """Use up the offsets from *reached* to *until* by aborted transactions.

    The end of a transaction takes one offset, and its messages the others.
    """
    while reached < until:
        messages = min(until - reached - 1, _FILLERS_AT_ONCE)
        await target.filler.begin_transaction()
        if messages:
            batch = target.filler.create_batch()
            for _ in range(messages):
                batch.append(key=None, value=b"", timestamp=None)
            await (await target.filler.send_batch(batch, place.topic, partition=place.partition))
        else:
            target.filler._txn_manager.maybe_add_partition_to_txn(place)  # noqa: SLF001 - an end without a message
        await target.filler.abort_transaction()
        reached += messages + 1
        await _wait_for_end(place, reached, target.reader)


async def _wait_for_end(place: TopicPartition, end: int, reader: AIOKafkaConsumer) -> None:
    """Wait until the partition ends at *end*.

    Kafka writes the end of a transaction after it has answered.
    """
    async with asyncio.timeout(_END_SECONDS_MAX):
        while (await reader.end_offsets([place]))[place] < end:  # noqa: ASYNC110 - no event tells of an end
            await asyncio.sleep(_POLL_SECONDS)


async def _commit(bootstrap: str, offsets: Sequence[KeptOffset]) -> None:
    """Commit *offsets* for each group, so that it continues where it was."""
    for group, of_group in groupby(sorted(offsets, key=lambda each: each.group), key=lambda each: each.group):
        consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False)
        await consumer.start()
        try:
            places = {TopicPartition(each.topic, each.partition): each.offset for each in of_group}
            consumer.assign(list(places))
            await consumer.commit(places)
        finally:
            await consumer.stop()
