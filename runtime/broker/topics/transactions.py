"""Transactions whose end Kafka lost: which there are, how they were decided, and ending them so.

A coordinator writes down that a transaction is committed or aborted, then writes its end into every partition that it touched. Kafka 4.3
leaves out a partition that has no leader at that moment, as if it were deleted, and says that all is done (docs/decisions/0027). Whoever
reads `read_committed` stands there, for ever or until the same producer ends another transaction there, and then takes the one for the
other. How it was decided is in the coordinator's own log: the last transaction of that producer which touched the partition, for a later
one would have ended it. The same producer, started anew, ends it by another transaction that touches the partition.
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
_FETCH_BYTES = 1024 * 1024

_KEY = Schema(("version", Int16), ("transactional_id", String("utf-8")))
_VALUE = Schema(("producer_id", Int64), ("epoch", Int16), ("timeout_ms", Int32), ("state", Int8))
_TOUCHED = (
    Array(("topic", String("utf-8")), ("partitions", Array(Int32))),
    CompactArray(("topic", CompactString("utf-8")), ("partitions", CompactArray(Int32)), ("tags", TaggedFields)),
)
"""The partitions that a transaction touched, before and since the format is compact."""


@dataclass(frozen=True)
class Unfinished:
    """A transaction that stands open at *place* from *offset* on; *outcome* is None where its coordinator's log does not tell."""

    place: TopicPartition
    offset: int
    transactional_id: str | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Step:
    """What a coordinator put down about a transaction of *producer_id*: its state, and which partitions it had touched."""

    transactional_id: str
    producer_id: int
    state: int
    places: frozenset[TopicPartition]


async def find_unfinished(bootstrap: str, topics: Iterable[str], seconds: float) -> Sequence[Unfinished]:
    """Transactions on *topics* that stand open for *seconds* and that no coordinator is about to end; waits only if any are open."""
    async with (
        AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed", enable_auto_commit=False) as committed,
        AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False) as uncommitted,
    ):
        partitions = await partitions_of(bootstrap)
        places = _places(topics, partitions)
        open_now = await _open(committed, uncommitted, places)
        if not open_now:
            return []
        await asyncio.sleep(seconds)
        still = await _open(committed, uncommitted, list(open_now))
        standing = {place: offset for place, offset in still.items() if open_now[place] == offset}
        if not standing:
            return []
        steps = [step async for step in _steps(uncommitted, _places([_LOG_OF_COORDINATORS], partitions))]
        found = [judged(place, at, await _producer_at(uncommitted, place, at), steps) for place, at in standing.items()]
        return [each for each in found if each is not None]


async def end(
    bootstrap: str, unfinished: Unfinished, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]]
) -> None:
    """End *unfinished* as it was decided, by a record that its reader passes over; who holds the transactional id is fenced."""
    if unfinished.transactional_id is None or unfinished.outcome is None:
        raise ValueError("nobody knows how this transaction was decided")
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


def _group(transactional_id: str) -> str:
    """The group of a worker's producer (runtime/loop/partition.py)."""
    return transactional_id.rpartition("-")[0]


def judged(place: TopicPartition, offset: int, producer_id: int, steps: Sequence[Step]) -> Unfinished | None:
    """What the coordinator's log says of the transaction that stands at *place*; None if it is still to be ended."""
    of_it = [step for step in steps if step.producer_id == producer_id]
    touching = [number for number, step in enumerate(of_it) if place in step.places]
    if not touching:
        return Unfinished(place, offset, of_it[-1].transactional_id if of_it else None, None)
    last = of_it[touching[-1]]
    if last.state not in _DECIDED or not any(step.state in _STATES_OF_THE_END for step in of_it[touching[-1] :]):
        return None  # the coordinator still has it in hand
    return Unfinished(place, offset, last.transactional_id, _DECIDED[last.state])


async def _open(
    committed: AIOKafkaConsumer, uncommitted: AIOKafkaConsumer, places: Sequence[TopicPartition]
) -> dict[TopicPartition, int]:
    """Where a transaction is open, from which offset on."""
    stable, ends = await committed.end_offsets(places), await uncommitted.end_offsets(places)
    return {place: stable[place] for place in places if stable[place] < ends[place]}


async def _producer_at(consumer: AIOKafkaConsumer, place: TopicPartition, offset: int) -> int:
    """The id of the producer that wrote the batch at *offset*; no client tells it, so the batch itself is asked for."""
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


async def _steps(consumer: AIOKafkaConsumer, places: Sequence[TopicPartition]) -> AsyncIterator[Step]:
    """All that the coordinators put down at *places*, in the order of each transactional id."""
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
    """What a record of `__transaction_state` says: Kafka's TransactionLogKey and TransactionLogValue in their versions 0 and 1."""
    _version, transactional_id = _KEY.decode(BytesIO(key))
    data = BytesIO(value)
    version = Int16.decode(data)
    producer_id, _epoch, _timeout_ms, state = _VALUE.decode(data)
    touched = (_TOUCHED[version > 0]).decode(data) or ()
    places = frozenset(TopicPartition(topic, number) for topic, numbers, *_ in touched for number in numbers)
    return Step(transactional_id, producer_id, state, places)
