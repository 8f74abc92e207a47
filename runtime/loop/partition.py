"""Own one partition number across all input topics: state, producer and lock.

Events, state changes and input offsets of a batch are committed together or not at all.
"""

import asyncio
import heapq
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from aiokafka import AIOKafkaProducer, TopicPartition

from runtime import clock
from runtime.logs import logger
from runtime.loop.consume import Consumption, Result
from runtime.loop.effects import Permit, perform, resolve
from runtime.loop.input_time import InputTime
from runtime.loop.origin import find_on_broker
from runtime.loop.transaction_ends import TransactionEnds, refuse_lost_end
from runtime.outside.breath import Breath
from runtime.record import Record
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.changelog import open_disk, restore
from runtime.state.disk import Disk
from runtime.state.state import Effect, State
from schemas.topics import COMPRESSION, MESSAGE_BYTES_MAX
from schemas.wire.codec import Sealed

log = logger("partition")

_TRANSACTION_TIMEOUT_MS = 15_000
_PRODUCER_BATCH_BYTES = 1024 * 1024
_TIMERS_AT_ONCE = 200
_EFFECTS_AT_ONCE = 16
_ROUND_ENDS_SECONDS = 2.0
_WAIT_SECONDS = 0.05
_RETRY_PAUSES_SECONDS = (0.1, 0.3, 1.0, 2.0)


F = TypeVar("F")


class Partition:
    """The owner of partition *number*, assigned at *since*; usable between `open` and `close`."""

    def __init__(self, number: int, service: Service, settings: Settings, since: datetime | None = None) -> None:
        self.number = number
        self.results: dict[Result, int] = dict.fromkeys(Result, 0)
        self.stuck = 0  # timers and effects whose handlers raised
        self._service = service
        self._settings = settings
        self._disk: Disk | None = None
        self._state = State()
        self._handlers = service.create_handlers(self._state)
        self._round: asyncio.Task[None] | None = None
        self._in_hand: Sequence[Record] = ()
        self._waits = False  # the first of them, for a timer that may not fire yet
        self._input_time = InputTime((TopicPartition(topic, number) for topic in service.inputs), since)
        self._lock = asyncio.Lock()
        self._giving_up = False
        self._producer = AIOKafkaProducer(
            bootstrap_servers=settings.kafka_bootstrap,
            transactional_id=f"{service.group}-{number}",
            transaction_timeout_ms=_TRANSACTION_TIMEOUT_MS,
            compression_type=COMPRESSION,
            max_batch_size=_PRODUCER_BATCH_BYTES,
            max_request_size=MESSAGE_BYTES_MAX,
            linger_ms=0,
        )

        self._ends = TransactionEnds(self._producer)

    async def open(self, turn: Callable[[], None]) -> None:
        """Take over: fence the former owner, then read the changelog to its end.

        Fencing aborts the transaction that the former owner left open. *turn* is called after each
        part of the changelog, so that a long one does not look like a stall.
        """
        await self._producer.start()
        began = time.monotonic()
        self._disk = await open_disk(self._service.name, self.number, self._settings)
        self._state = State(self._disk)
        self._handlers = self._service.create_handlers(self._state)
        records, _ = await asyncio.gather(
            restore(self._state, self._disk, self._service.changelog, self.number, self._settings, turn),
            refuse_lost_end(self._producer, self.number, self._settings),
        )
        log.info("partition_opened", partition=self.number, records=records, seconds=round(time.monotonic() - began, 3))

    async def close(self) -> None:
        """Give up the partition: finish the current batch, leave the rest to the next owner.

        Running effects get a short time to finish.
        """
        await self._end_round()
        if self._round is not None:
            self._round.cancel()
        async with self._lock:
            await self._producer.stop()
            if self._disk is not None:
                self._disk.close()

    async def rest(self) -> bool:
        """Finish the batch, forget buffered records; return whether `resume` may follow.

        It may not while an effect is under way: the partition has to be closed.
        """
        await self._end_round()
        if self._round is not None and not self._round.done():
            return False
        async with self._lock:
            self._in_hand = ()
        return True

    def resume(self, since: datetime | None) -> None:
        """Go on after `rest`, as the owner since *since*; its records are polled again."""
        self._input_time = InputTime((TopicPartition(topic, self.number) for topic in self._service.inputs), since)
        self._giving_up = False

    async def _end_round(self) -> None:
        """Take up nothing more; the first time, give running effects a short time to finish."""
        was_working, self._giving_up = not self._giving_up, True
        if was_working and self._round is not None:
            await asyncio.wait([self._round], timeout=_ROUND_ENDS_SECONDS)

    @property
    def is_idle(self) -> bool:
        """Whether every buffered record is committed."""
        return not self._in_hand

    @property
    def wanted(self) -> Sequence[str]:
        """The topics to poll: all without a buffered record; while one waits, the others."""
        if self._in_hand and not self._waits:
            return ()
        in_hand = {record.topic for record in self._in_hand}
        return [topic for topic in self._service.inputs if topic not in in_hand]

    async def take_in_hand(self, batches: Sequence[Sequence[Record]], consumer: Any) -> None:
        """Buffer the records that *consumer* polled, by topic, in the order they were written."""
        self._in_hand = list(heapq.merge(self._in_hand, *batches, key=_written))
        await self._input_time.note(consumer, self._in_hand)

    async def process(self, now: datetime | None) -> None:
        """Handle buffered records, then fire the timers that ran out before the rest of them.

        A timer that ran out before one of the records shares their transaction, the others have one
        of their own. No timer fires without *now*. Records left when the partition is given up were
        not committed, so the next owner reads them.
        """
        async with self._lock:
            if self._giving_up:
                return
            self._waits = False
            if self._in_hand:
                self._in_hand = self._in_hand[await self._transact(self._in_hand, now) :]
            if self._waits:
                await asyncio.sleep(_WAIT_SECONDS)  # meanwhile other topics are fetched
            due = self._state.due(self._input_time.until(now, self.next_in_hand), _TIMERS_AT_ONCE)
            await self._follow_up(due, Consumption.fire)

    @property
    def next_in_hand(self) -> Record | None:
        """The buffered record that is handled next."""
        return next(iter(self._in_hand), None)

    def oldest_in_hand(self) -> dict[str, Record]:
        """Return the first polled and uncommitted record of each topic."""
        oldest: dict[str, Record] = {}
        for record in self._in_hand:
            oldest.setdefault(record.topic, record)
        return oldest

    def parked_by_reason(self) -> Counter[str]:
        """Return the number of parked messages by reason."""
        return self._state.parked_by_reason()

    def overdue(self) -> int:
        """Return the number of timers that have run out and have not fired."""
        return self._state.overdue(clock.now())

    def tend_effects(self, now: datetime) -> None:
        """Start a round of effects if one is due and none is running.

        Raises the error that ended the last round.
        """
        if self._round is not None and self._round.done():
            self._round.result()
            self._round = None
        if self._round is None and not self._giving_up:
            interrupted, self._state.interrupted = self._state.interrupted, []
            intended = self._state.intended(now, _EFFECTS_AT_ONCE)
            if interrupted or intended:
                self._round = asyncio.create_task(self._perform(interrupted, intended))

    async def _perform(self, interrupted: Sequence[Effect], intended: Sequence[Effect]) -> None:
        """Commit *attempted*, perform outside a transaction, commit *done*."""
        async with self._lock:
            if self._giving_up:  # it may resume, and performs them then
                self._state.give_back(interrupted, intended)
                return
            permit = Permit()
            await self._follow_up(intended, Consumption.attempt)
        handlers, effects = self._handlers.effects, self._state.effects
        attempted = [effect for each in intended if (effect := effects[each.id]).stage == "attempted"]
        outcomes = await asyncio.gather(
            *(resolve(effect, handlers[effect.kind]) for effect in interrupted),
            *(perform(effect, handlers[effect.kind], permit) for effect in attempted),
        )
        async with self._lock:
            await self._follow_up(outcomes, Consumption.settle)

    async def _follow_up(self, what: Sequence[F], step: Callable[[Consumption, F], bool]) -> None:
        """Take *step* with each object, in a transaction of their own."""
        if what:
            consumption = self._consumption()
            self.stuck += sum(not step(consumption, each) for each in what)
            await self._commit(consumption, {})

    async def _transact(self, records: Sequence[Record], now: datetime | None) -> int:
        """Handle the first of *records* in one transaction; return how many.

        It goes up to its size and time limits. Timers that ran out before a record fire before it,
        and a record waits for those that may not fire yet.
        """
        began, breath = time.monotonic(), Breath()
        consumption, offsets = self._consumption(), {}
        taken = fired = 0
        for record in records[: self._settings.batch_messages_max]:
            if self._is_timer_before(record, now):
                fired += self._fire(consumption, self._input_time.until(now, record))
            self._waits = fired < _TIMERS_AT_ONCE and self._input_time.keeps_waiting(record, now, self._state.is_due)
            if fired >= _TIMERS_AT_ONCE or self._waits:
                break
            self.results[await self._take(consumption, record)] += 1
            offsets[TopicPartition(record.topic, record.partition)] = record.offset + 1
            taken += 1
            if time.monotonic() - began > self._settings.batch_seconds_max:
                break
            await breath.take()
        if taken or fired:
            await self._commit(consumption, offsets)
        return taken

    def _fire(self, consumption: Consumption, until: datetime) -> int:
        """Fire timers that ran out by *until*, a bounded number; return how many."""
        due = self._state.due(until, _TIMERS_AT_ONCE)
        self.stuck += sum(not consumption.fire(timer) for timer in due)
        return len(due)

    def _is_timer_before(self, record: Record, now: datetime | None) -> bool:
        """Whether a timer may have run out before *record*, whose time is read only if need be."""
        state, until = self._state, self._input_time.until
        return state.is_due(until(now)) and state.is_due(until(now, record))

    async def _take(self, consumption: Consumption, record: Record) -> Result:
        """Consume *record*, retrying a bounded number of times when a dependency is down."""
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
        """Commit messages, changed state and offsets in one transaction.

        Only then does the batch become the state. Raises EndInDoubt after a commit whose answer was
        lost: it counts, and the next owner finds it.
        """
        changes = self._state.changes()
        topic = self._service.changelog
        changelog = [Sealed(topic, self.number, key.encode(), value, ()) for key, value in changes.items()]
        async with self._producer.transaction():
            written = await asyncio.gather(*await self._send([*consumption.outgoing, *changelog]))
            if offsets:
                await self._producer.send_offsets_to_transaction(offsets, self._service.group)
        self._ends.check()
        last = max((place.offset for place in written if place.topic == topic), default=None)
        self._state.commit(changes, None if last is None else last + 1)

    async def _send(self, messages: Iterable[Sealed]) -> list[Awaitable[Any]]:
        """Send whole batches; return the confirmations to wait for.

        Batches are half again as fast as single messages.
        """
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
        find_original = partial(find_on_broker, self._settings)
        return Consumption(
            self._service.name, self._handlers, self._state, self.number, self._settings.partitions, clock.now(), find_original
        )


def _written(record: Record) -> int:
    return record.timestamp
