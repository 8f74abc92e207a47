"""One owned partition number, over all input topics: its state, its transactional producer, its lock.

Events, state changes and input offsets of a batch are committed together or not at all.
"""

import asyncio
import heapq
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from runtime import clock
from runtime.consume import Consumption, Result
from runtime.logs import logger
from runtime.record import Record
from runtime.service import Service
from runtime.settings import Settings
from runtime.state import State
from schemas.codec import Sealed
from schemas.topics import MESSAGE_BYTES_MAX

log = logger("partition")

_TRANSACTION_TIMEOUT_MS = 15_000
_PRODUCER_BATCH_BYTES = 1024 * 1024
_BREATH_SECONDS = 0.05  # handling holds the loop no longer than this before heartbeats get their turn
_TIMERS_AT_ONCE = 200
_RETRY_PAUSES_SECONDS = (0.1, 0.3, 1.0, 2.0)


class Partition:
    """Owner of partition *number*; usable between `open` and `close`."""

    def __init__(self, number: int, service: Service, settings: Settings) -> None:
        self.number = number
        self.results: dict[Result, int] = dict.fromkeys(Result, 0)
        self._service = service
        self._settings = settings
        self._state = State()
        self._handlers = service.create_handlers(self._state)
        self._lock = asyncio.Lock()
        self._giving_up = False
        self._producer = AIOKafkaProducer(
            bootstrap_servers=settings.kafka_bootstrap,
            transactional_id=f"{service.group}-{number}",
            transaction_timeout_ms=_TRANSACTION_TIMEOUT_MS,
            max_batch_size=_PRODUCER_BATCH_BYTES,
            max_request_size=MESSAGE_BYTES_MAX,
            linger_ms=0,
        )

    async def open(self, turn: Callable[[], None]) -> None:
        """Take over: fence the former owner, which aborts what it left open; only then read the changelog to its end.

        A long changelog is no stall: *turn* is called whenever some of it was read.
        """
        await self._producer.start()
        began = time.monotonic()
        records = await self._restore(turn)
        log.info("partition_opened", partition=self.number, records=records, seconds=round(time.monotonic() - began, 3))

    async def close(self) -> None:
        """Give up: the batch in hand ends first, the rest is left to the next owner."""
        self._giving_up = True
        async with self._lock:
            await self._producer.stop()

    async def process(self, batches: Sequence[Sequence[Record]]) -> None:
        """Handle what was polled (one sequence a topic) in transactions of bounded size and time.

        What is left when the partition is given up was not committed, so the next owner reads it.
        """
        remaining = list(heapq.merge(*batches, key=_written))
        async with self._lock:
            while remaining and not self._giving_up:
                remaining = remaining[await self._transact(remaining) :]

    async def fire_timers(self, now: datetime) -> None:
        """Fire the timers that have run out at *now*, in a transaction of their own."""
        async with self._lock:
            due = [] if self._giving_up else self._state.due(now, _TIMERS_AT_ONCE)
            if due:
                consumption = self._consumption()
                for timer in due:
                    consumption.fire(timer)
                    log.debug(
                        "timer_fired",
                        clock=timer.clock,
                        case_id=timer.subject,
                        due_at=timer.due_at.isoformat(),
                        partition=self.number,
                    )
                await self._commit(consumption, {})

    async def _transact(self, records: Sequence[Record]) -> int:
        """Handle the first of *records* in one transaction; return how many."""
        began = breath = time.monotonic()
        consumption, offsets = self._consumption(), {}
        for taken, record in enumerate(records[: self._settings.batch_messages_max], start=1):  # noqa: B007 - read after the loop
            self.results[await self._take(consumption, record)] += 1
            offsets[TopicPartition(record.topic, record.partition)] = record.offset + 1
            now = time.monotonic()
            if now - began > self._settings.batch_seconds_max:
                break
            if now - breath > _BREATH_SECONDS:
                await asyncio.sleep(0)
                breath = time.monotonic()
        await self._commit(consumption, offsets)
        return taken

    async def _take(self, consumption: Consumption, record: Record) -> Result:
        """Consume *record*; what a dependency that is down refuses is tried again a bounded number of times."""
        for pause in _RETRY_PAUSES_SECONDS:
            try:
                return await consumption.take(record)
            except Exception as error:
                if not getattr(error, "retriable", False):
                    raise
                log.warning("dependency_unavailable", error_type=type(error).__name__, topic=record.topic, offset=record.offset)
                await asyncio.sleep(pause)
        return await consumption.take(record)

    async def _commit(self, consumption: Consumption, offsets: Mapping[TopicPartition, int]) -> None:
        """One transaction: messages, changed records, offsets; only then the batch becomes the state."""
        changelog = [Sealed(self._service.changelog, self.number, key.encode(), value, ()) for key, value in self._state.changes()]
        async with self._producer.transaction():
            await asyncio.gather(*await self._send([*consumption.outgoing, *changelog]))
            if offsets:
                await self._producer.send_offsets_to_transaction(offsets, self._service.group)
        self._state.commit()

    async def _send(self, messages: Iterable[Sealed]) -> list[Awaitable[Any]]:
        """Queue whole batches, which is half again as fast as single messages; return what to wait for."""
        confirmations: list[Awaitable[Any]] = []
        by_place: dict[tuple[str, int], list[Sealed]] = defaultdict(list)
        for message in messages:
            by_place[message.topic, message.partition].append(message)
        for (topic, partition), group in by_place.items():
            batch = self._producer.create_batch()
            for message in group:
                if batch.append(timestamp=None, key=message.key, value=message.value, headers=list(message.headers)) is None:
                    confirmations.append(await self._producer.send_batch(batch, topic, partition=partition))
                    batch = self._producer.create_batch()
                    batch.append(timestamp=None, key=message.key, value=message.value, headers=list(message.headers))
            confirmations.append(await self._producer.send_batch(batch, topic, partition=partition))
        return confirmations

    def _consumption(self) -> Consumption:
        return Consumption(self._service.name, self._handlers, self._state, self.number, self._settings.partitions, clock.now())

    async def _restore(self, turn: Callable[[], None]) -> int:
        """Read the changelog from its beginning to its end, committed records only; return how many there were."""
        records = 0
        changelog = TopicPartition(self._service.changelog, self.number)
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._settings.kafka_bootstrap,
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=MESSAGE_BYTES_MAX,
        )
        await consumer.start()
        try:
            consumer.assign([changelog])
            await consumer.seek_to_beginning(changelog)
            end = (await consumer.end_offsets([changelog]))[changelog]
            while await consumer.position(changelog) < end:
                for found in (await consumer.getmany(timeout_ms=200)).values():
                    records += len(found)
                    turn()
                    for record in found:
                        self._state.restore(record.key.decode(), record.value)
        finally:
            await consumer.stop()
        self._state.restored()
        return records


def _written(record: Record) -> int:
    return record.timestamp
