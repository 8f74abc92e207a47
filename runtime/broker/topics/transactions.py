"""Find transactions whose end Kafka lost, how they were decided, and end them so.

A coordinator logs that a transaction is committed or aborted, then writes its end into every
partition the transaction touched. Kafka 4.3 omits a partition that has no leader at that moment,
as if it were deleted, and reports success (docs/decisions/0027). A `read_committed` consumer stops
there, for ever or until the same producer ends another transaction in that partition, and then
takes the one for the other.

The coordinator's log holds the decision: it belongs to the last transaction of that producer that
touched the partition, since a later one would have ended it. The same producer, started anew, ends
it by another transaction that touches the partition.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.consumer.fetcher import READ_UNCOMMITTED
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.types import Array, CompactArray, CompactString, Int8, Int16, Int32, Int64, Schema, String, TaggedFields
from aiokafka.record.memory_records import MemoryRecords

from runtime.broker.topics.topics import partitions_of

Outcome = Literal["committed", "aborted"]

_LOG_OF_COORDINATORS = "__transaction_state"
_DECIDED: Mapping[int, Outcome] = {2: "committed", 3: "aborted"}
_STATES_OF_THE_END = {4, 5}
_TRANSACTION_TIMEOUT_MS = 15_000
_END_SECONDS = 30
_PAUSE_SECONDS = 0.1
_FETCH_BYTES = 1024 * 1024

_KEY = Schema(("version", Int16), ("transactional_id", String("utf-8")))
_VALUE = Schema(("producer_id", Int64), ("epoch", Int16), ("timeout_ms", Int32), ("state", Int8))
_TOUCHED = (
    Array(("topic", String("utf-8")), ("partitions", Array(Int32))),
    CompactArray(("topic", CompactString("utf-8")), ("partitions", CompactArray(Int32)), ("tags", TaggedFields)),
)
"""The partitions that a transaction touched, in both encodings of the format."""


@dataclass(frozen=True)
class Unfinished:
    """A transaction that is open at *place* from *offset* on.

    *outcome* is None where the coordinator's log does not tell.
    """

    place: TopicPartition
    offset: int
    transactional_id: str | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Step:
    """A coordinator's log entry about a transaction: producer, state, touched partitions."""

    transactional_id: str
    producer_id: int
    state: int
    places: frozenset[TopicPartition]


async def find_unfinished(bootstrap: str, topics: Iterable[str], seconds: float) -> Sequence[Unfinished]:
    """Return transactions on *topics* that stay open for *seconds* with no end in sight.

    It waits only if a transaction is open.
    """
    async with AIOKafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level="read_committed", enable_auto_commit=False
    ) as consumer:
        partitions = await partitions_of(bootstrap)
        places = _places(topics, partitions)
        open_now = await _open(consumer, places)
        if not open_now:
            return []
        await asyncio.sleep(seconds)
        still = await _open(consumer, list(open_now))
        standing = {place: offset for place, offset in still.items() if open_now[place] == offset}
        if not standing:
            return []
        steps = [step async for step in _steps(bootstrap, _places([_LOG_OF_COORDINATORS], partitions))]
        found = [judged(place, at, await producer_at(consumer, place, at), steps) for place, at in standing.items()]
        return [each for each in found if each is not None]


async def end(
    bootstrap: str, unfinished: Unfinished, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]]
) -> None:
    """End *unfinished* as it was decided, by a record that its reader passes over.

    The current holder of the transactional id is fenced. Returns once readers get past it; raises
    TimeoutError if they do not within 30 seconds.
    """
    if unfinished.transactional_id is None or unfinished.outcome is None:
        raise ValueError("it is unknown how this transaction was decided")
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, transactional_id=unfinished.transactional_id, transaction_timeout_ms=_TRANSACTION_TIMEOUT_MS
    )
    await producer.start()
    try:
        await producer.begin_transaction()
        place = unfinished.place
        await producer.send_and_wait(place.topic, value, key=key, partition=place.partition, headers=list(headers))
        if unfinished.outcome == "committed":
            await producer.commit_transaction()
        else:
            # Its offsets may stand open as well: the next transaction that commits would commit them with its own.
            await producer.send_offsets_to_transaction({place: 0}, _group(unfinished.transactional_id))
            await producer.abort_transaction()
    finally:
        await producer.stop()
    async with asyncio.timeout(_END_SECONDS):
        await _passed(bootstrap, unfinished)


async def _passed(bootstrap: str, unfinished: Unfinished) -> None:
    """Wait for the end of *unfinished*, which the coordinator writes after it has answered."""
    place = unfinished.place
    async with AIOKafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level="read_committed", enable_auto_commit=False
    ) as consumer:
        while True:
            if (await consumer.end_offsets([place]))[place] > unfinished.offset:
                return
            await asyncio.sleep(_PAUSE_SECONDS)


def _group(transactional_id: str) -> str:
    """Return the group of a worker's producer (runtime/loop/partition.py)."""
    return transactional_id.rpartition("-")[0]


def judged(place: TopicPartition, offset: int, producer_id: int, steps: Sequence[Step]) -> Unfinished | None:
    """Return the transaction at *place* with its decision; None if it is still to be ended."""
    of_it = [step for step in steps if step.producer_id == producer_id]
    touching = [number for number, step in enumerate(of_it) if place in step.places]
    if not touching:
        return Unfinished(place, offset, of_it[-1].transactional_id if of_it else None, None)
    last = of_it[touching[-1]]
    if last.state not in _DECIDED or not any(step.state in _STATES_OF_THE_END for step in of_it[touching[-1] :]):
        return None  # the coordinator still has it in hand
    return Unfinished(place, offset, last.transactional_id, _DECIDED[last.state])


async def _open(consumer: AIOKafkaConsumer, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
    """Return the places with an open transaction, and its first offset."""
    return {place: stable for place, (stable, end) in (await stable_and_end(consumer, places)).items() if stable < end}


async def stable_and_end(consumer: AIOKafkaConsumer, places: Sequence[TopicPartition]) -> dict[TopicPartition, tuple[int, int]]:
    """Return the last stable offset and the end of each of *places*.

    A transaction is open between them. *consumer* reads `read_committed`, and has no assignment: it
    would fetch uncommitted records.
    """
    assert not consumer.assignment(), "it would fetch uncommitted records"
    await consumer._client.set_topics({place.topic for place in places})  # noqa: SLF001 - else it asks for one after another
    fetcher = consumer._fetcher  # noqa: SLF001 - the public question knows one isolation level only
    committed = fetcher._isolation_level  # noqa: SLF001
    stable = await consumer.end_offsets(places)
    fetcher._isolation_level = READ_UNCOMMITTED  # noqa: SLF001
    try:
        ends = await consumer.end_offsets(places)
    finally:
        fetcher._isolation_level = committed  # noqa: SLF001
    return {place: (int(stable[place]), int(ends[place])) for place in places}


async def producer_at(consumer: AIOKafkaConsumer, place: TopicPartition, offset: int) -> int:
    """Return the id of the producer that wrote the batch at *offset*, read from the batch.

    No client library exposes it.
    """
    client = consumer._client  # noqa: SLF001 - see above
    wanted = [(place.topic, [(place.partition, offset, _FETCH_BYTES)])]
    answer = await client.send(
        client.cluster.leader_for_partition(place), FetchRequest(500, 1, _FETCH_BYTES, READ_UNCOMMITTED, wanted)
    )
    ((_topic, (partition,)),) = answer.topics
    records = MemoryRecords(bytes(partition[-1]))
    batch = records.next_batch()
    if batch is None:
        raise LookupError(f"{place.topic}/{place.partition} has nothing at {offset}")
    return int(batch.producer_id)


def _places(topics: Iterable[str], partitions: Mapping[str, int]) -> list[TopicPartition]:
    return [TopicPartition(topic, number) for topic in topics for number in range(partitions.get(topic, 0))]


async def _steps(bootstrap: str, places: Sequence[TopicPartition]) -> AsyncIterator[Step]:
    """Yield every log entry of the coordinators at *places*, in order by transactional id."""
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False) as consumer:
        ends = await consumer.end_offsets(places)
        consumer.assign(places)
        for place in places:
            consumer.seek(place, 0)
        while any([await consumer.position(place) < ends[place] for place in places]):
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    if record.value is not None:
                        yield step_of(record.key, record.value)


def step_of(key: bytes, value: bytes) -> Step:
    """Decode a record of `__transaction_state`.

    Its forms are Kafka's TransactionLogKey and TransactionLogValue, versions 0 and 1.
    """
    _version, transactional_id = _KEY.decode(BytesIO(key))
    data = BytesIO(value)
    version = Int16.decode(data)
    producer_id, _epoch, _timeout_ms, state = _VALUE.decode(data)
    touched = (_TOUCHED[version > 0]).decode(data) or ()
    places = frozenset(TopicPartition(topic, number) for topic, numbers, *_ in touched for number in numbers)
    return Step(transactional_id, producer_id, state, places)
