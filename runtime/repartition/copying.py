"""Copy topics record by record, in the order of their times, and compare both sides.

A message keeps its key, value, headers and time. Messages of a partition keep their order, so those
of a case do.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from runtime.broker.errors import BrokerError
from runtime.outside.breath import Breath
from runtime.outside.committed_reader import committed_reader
from runtime.record import Record
from runtime.settings import Settings
from schemas.topics import COMPRESSION, MESSAGE_BYTES_MAX

_BATCH_BYTES = 512 * 1024
_UNDER_WAY_MAX = 32
_POLL_MS = 50
_DIGEST_BYTES = 8

Headers = Sequence[tuple[str, bytes]]


class CopyDiffers(BrokerError):
    """A topic does not hold the messages that were written to it."""

    def __init__(self, topic: str) -> None:
        super().__init__(
            f"{topic} does not hold what was written to it: the deployment was left as it was; run the command again, which starts anew"
        )


@dataclass
class Content:
    """The content of a topic: number of messages, digest of each key's in their order."""

    messages: int = 0
    size: int = 0
    chains: dict[tuple[int, bytes | None], bytes] = field(default_factory=dict)

    def take(self, partition: int, timestamp: int, key: bytes | None, value: bytes | None, headers: Headers) -> None:
        """Add the next message of *partition*."""
        digest = blake2b(self.chains.get((partition, key), b""), digest_size=_DIGEST_BYTES)
        for part in (
            str(timestamp).encode(),
            key,
            value,
            *(part for name, content in headers for part in (name.encode(), content)),
        ):
            digest.update(b"-" if part is None else b"%d:" % len(part))
            digest.update(part or b"")
            self.size += len(part or b"")
        self.chains[partition, key] = digest.digest()
        self.messages += 1

    @property
    def digest(self) -> str:
        """The digest of all, the same for the same messages in the same order of each key."""
        total = blake2b(digest_size=_DIGEST_BYTES)
        for place, chain in sorted(self.chains.items(), key=lambda each: (each[0][0], each[0][1] or b"")):
            total.update(repr(place).encode() + chain)
        return total.hexdigest()


class Target:
    """The topics that are filled; nothing else writes to them, so offsets count from 0.

    Without a producer nothing is written: a rehearsal.
    """

    def __init__(self, producer: AIOKafkaProducer | None) -> None:
        self._producer = producer
        self._ends: dict[TopicPartition, int] = defaultdict(int)
        self._batches: dict[TopicPartition, tuple[Any, int]] = {}
        self._under_way: deque[Any] = deque()
        self.contents: dict[str, Content] = defaultdict(Content)

    def content(self, topic: str) -> Content:
        """Return the content of *topic*."""
        return self.contents[topic]

    async def write(self, place: TopicPartition, key: bytes | None, value: bytes | None, headers: Headers, timestamp: int) -> int:
        """Append a message; return its offset."""
        self.contents[place.topic].take(place.partition, timestamp, key, value, headers)
        offset = self._ends[place]
        self._ends[place] += 1
        if self._producer is not None:
            await self._append(place, {"key": key, "value": value, "headers": list(headers), "timestamp": timestamp})
        return offset

    async def flush(self) -> None:
        """Wait until the broker has everything."""
        for place in list(self._batches):
            await self._send(place)
        while self._under_way:
            await self._under_way.popleft()

    async def _append(self, place: TopicPartition, content: Mapping[str, Any]) -> None:
        assert self._producer is not None, "a rehearsal writes nothing"
        size = len(content["key"] or b"") + len(content["value"] or b"")
        batch, before = self._batches.get(place, (None, 0))
        if batch is not None and (before + size > _BATCH_BYTES or batch.append(**content) is None):
            await self._send(place)
            batch = None
        if batch is None:
            batch, before = self._producer.create_batch(), 0
            batch.append(**content)
        self._batches[place] = (batch, before + size)

    async def _send(self, place: TopicPartition) -> None:
        assert self._producer is not None, "a rehearsal writes nothing"
        batch, _ = self._batches.pop(place)
        self._under_way.append(await self._producer.send_batch(batch, place.topic, partition=place.partition))
        if len(self._under_way) > _UNDER_WAY_MAX:
            await self._under_way.popleft()


@asynccontextmanager
async def target(settings: Settings, *, rehearsal: bool) -> AsyncIterator[Target]:
    """Start a target; the broker has everything at the end of the block."""
    if rehearsal:
        yield Target(None)
        return
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap,
        enable_idempotence=True,
        compression_type=COMPRESSION,
        max_batch_size=MESSAGE_BYTES_MAX,
        max_request_size=MESSAGE_BYTES_MAX,
    )
    await producer.start()
    try:
        filled = Target(producer)
        yield filled
        await filled.flush()
    finally:
        await producer.stop()


async def in_order(settings: Settings, ends: Mapping[TopicPartition, int], tell: Callable[[int], None]) -> AsyncIterator[Record]:
    """Yield the committed messages before *ends*, all partitions in the order of time.

    *tell* is called with the number of offsets passed.
    """
    async with committed_reader(settings, to_end=True) as consumer:
        begins = await consumer.beginning_offsets(list(ends)) if ends else {}
        waiting: dict[TopicPartition, deque[Record]] = {place: deque() for place, end in ends.items() if begins[place] < end}
        consumer.assign(list(waiting))
        for place in waiting:
            consumer.seek(place, begins[place])
        heads: list[tuple[int, TopicPartition, Record]] = []
        hungry, breath = set(waiting), Breath()
        while True:
            await _feed(consumer, hungry, waiting, heads, ends)
            if not heads:
                return
            _, place, record = heapq.heappop(heads)
            yield record
            tell(1)
            await breath.take()
            if waiting[place]:
                _put(heads, place, waiting[place].popleft())
            else:
                hungry.add(place)


async def _feed(
    consumer: AIOKafkaConsumer,
    hungry: set[TopicPartition],
    waiting: Mapping[TopicPartition, deque[Record]],
    heads: list[tuple[int, TopicPartition, Record]],
    ends: Mapping[TopicPartition, int],
) -> None:
    """Have the next record of each partition among the *heads*, until its end is reached."""
    while hungry:
        for place, records in (await consumer.getmany(*hungry, timeout_ms=_POLL_MS)).items():
            waiting[place].extend(record for record in records if record.offset < ends[place])
        for place in list(hungry):
            if waiting[place]:
                _put(heads, place, waiting[place].popleft())
                hungry.remove(place)
            elif await consumer.position(place) >= ends[place]:
                hungry.remove(place)


def _put(heads: list[tuple[int, TopicPartition, Record]], place: TopicPartition, record: Record) -> None:
    heapq.heappush(heads, (record.timestamp, place, record))


async def compare(settings: Settings, written: Mapping[str, Content], partitions: int) -> None:
    """Read the topics of *written* from their beginning; raise CopyDiffers."""
    for topic, content in written.items():
        places = [TopicPartition(topic, number) for number in range(partitions)]
        async with committed_reader(settings, to_end=True) as consumer:
            ends = await consumer.end_offsets(places)
        found = Content()
        async for record in in_order(settings, ends, _nothing):
            found.take(record.partition, record.timestamp, record.key, record.value, record.headers)
        if (found.messages, found.chains) != (content.messages, content.chains):
            raise CopyDiffers(topic)


def _nothing(_: int) -> None:
    return None


def places_of(topics: Iterable[str], partitions: int) -> list[TopicPartition]:
    """Return the places of *topics*."""
    return [TopicPartition(topic, number) for topic in topics for number in range(partitions)]
