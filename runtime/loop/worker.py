"""Own the same partition numbers of every topic that a service reads.

Anything unexpected ends the process without a commit: a restart begins where the last transaction
ended. The order of steps when a partition is taken over (docs/decisions/0004) keeps messages from
being lost or handled twice.
"""

import asyncio
import gc
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.consumer.fetcher import OffsetResetStrategy
from aiokafka.errors import KafkaError

from runtime import clock
from runtime.broker.topics.topics import check_topics
from runtime.logs import logger
from runtime.loop.assignment.assignor import NumberAssignor
from runtime.loop.assignment.kept import KeptPartitions
from runtime.loop.assignment.membership import instance_id
from runtime.loop.assignment.offsets import committed_offsets, fall_back_to, refuse_gone, stable_offsets
from runtime.loop.partition import Partition
from runtime.loop.polling import poll
from runtime.outside.deployment import check_deployment
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.standby import Standby
from runtime.state.timers import SteadyClock
from runtime.watching.lag import Backlog, Lag
from runtime.watching.progress import Place, Progress, watched
from runtime.watching.report import Attention, Health
from runtime.watching.watchdog import Watchdog
from schemas.topics import DEPLOYMENT, MESSAGE_BYTES_MAX

log = logger("worker")

EXIT_UNEXPECTED = 70
"""The exit status after an end without a commit (EX_SOFTWARE); a supervisor restarts it."""

_LOOK_SECONDS = 5.0
_WORK_SECONDS = 0.2  # then those that are done are polled again
_TRANSACTION_SECONDS_MAX = 60.0  # ours end after fifteen, or are ended by Kafka


class Worker(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    """One process's share of a service."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self.partitions: dict[int, Partition] = {}
        self.stopping = asyncio.Event()
        self._service = service
        self._settings = settings
        self._at_work: dict[Partition, asyncio.Task[None]] = {}
        self._assigned, self._opening = frozenset[int](), frozenset[int]()
        self._generation = 0
        self._clock = SteadyClock()
        self._standby = Standby(service.name, service.changelog, settings, lambda: self._assigned | self._opening)
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap,
            group_id=service.group,
            group_instance_id=instance_id(service.group, settings.slot, service.inputs),
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=settings.session_timeout_ms // 6,
            # One alone: aiokafka 0.14 sends a JoinGroup for each, and two such workers may rebalance for ever.
            partition_assignment_strategy=[NumberAssignor(settings.slot)],
            max_poll_records=settings.batch_messages_max,
            max_partition_fetch_bytes=MESSAGE_BYTES_MAX,
        )
        self._kept = KeptPartitions(self._consumer)
        self._lag = Lag()
        self._attention = Attention()
        self._unfinished: Mapping[Place, int] = {}
        self._since: datetime | None = None
        self._opened = asyncio.Event()
        self._watchdog = Watchdog(settings.stall_seconds_max, self.die)

    @property
    def health(self) -> Health:
        """Return the worker's health as last measured; this waits for nothing."""
        is_open = self._since is not None and self._assigned == frozenset(self.partitions)
        known = is_open and self._lag.known_for(self._assigned)
        return Health(
            status="ready" if known else "not ready",
            service=self._service.name,
            since=self._since,
            assigned=sorted(self._assigned),
            partitions=sorted(self.partitions),
            lag=self._lag.total() if known else None,
            lag_by_topic=self._lag.by_topic() if known else {},
            attention=self._attention,
            measured_seconds_ago=self._lag.measured_seconds_ago,
        )

    async def run(self) -> None:
        """Work until `stopping` is set, then finish the current batch and leave."""
        self._watchdog.start()  # first, for joining the group can stall too
        topics = (*self._service.inputs, self._service.changelog, DEPLOYMENT.name)
        settings = self._settings
        await check_topics(settings.kafka_bootstrap, topics, settings.partitions, ends_trusted=settings.kafka_ends_trusted)
        await check_deployment(settings)
        watching, following = asyncio.create_task(self._watch_progress()), asyncio.create_task(self._standby.run())
        self._consumer.subscribe(list(self._service.inputs), listener=self)
        await self._consumer.start()
        log.info("worker_started", service=self._service.name)
        while not self.stopping.is_set():
            self._watchdog.turn()
            if watching.done():
                watching.result()  # a watch that ended watches no longer: end with it
            if self._assigned - frozenset(self.partitions) or (self._kept and self._since):
                await self._open_assigned()
            else:
                await self._work()
        watching.cancel()
        following.cancel()
        await asyncio.wait([following])
        await asyncio.gather(self._kept.close(), *(partition.close() for partition in self.partitions.values()))
        await self._finish_work()
        await self._consumer.stop()
        self._watchdog.stop()
        log.info("worker_stopped", service=self._service.name)

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:  # noqa: ARG002 - aiokafka revokes everything
        """Finish the current batches and rest, within a bound: no heartbeat is sent meanwhile."""
        try:
            self._generation += 1
            fall_back_to(self._consumer, OffsetResetStrategy.EARLIEST)
            self._since = None
            self._lag.forget()
            self._assigned, gone, self.partitions = frozenset(), self.partitions, {}
            async with asyncio.timeout(self._settings.session_timeout_ms / 1_000):
                await self._kept.keep(gone)
        except BaseException:  # noqa: BLE001 - aiokafka would only log it
            self.die("giving_up_failed")

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Note the assignment and leave opening to the loop: no heartbeat is sent meanwhile.

        A number is this worker's if the partitions of all its topics are: beside a version that
        reads other topics, partitions without the others of their number wait.
        """
        try:
            places = list(assigned)
            topics_of = Counter(each.partition for each in places)
            self._assigned = frozenset(number for number, topics in topics_of.items() if topics == len(self._service.inputs))
            if waiting := [each for each in places if each.partition not in self._assigned]:
                self._consumer.pause(*waiting)
                log.warning("partitions_wait", places=sorted(f"{each.topic}/{each.partition}" for each in waiting))
            self._since = clock.now()
            self._opened.set()  # measure at once
            log.info("partitions_assigned", partitions=sorted(self._assigned), generation=self._generation)
        except BaseException:  # noqa: BLE001 - aiokafka would only log it
            self.die("assignment_failed")

    async def _open_assigned(self) -> None:
        """Open the assigned partitions, but for those kept open, and seek to committed offsets.

        A partition that is revoked meanwhile is given up.
        """
        generation = self._generation
        self._opening = frozenset(numbers := sorted(self._assigned - frozenset(self.partitions)))
        back = await self._kept.take(numbers, self._since)
        await self._standby.give_up(numbers)
        new = [back.get(number) or Partition(number, self._service, self._settings, self._since) for number in numbers]
        await asyncio.gather(*(partition.open(self._watchdog.turn) for partition in new if partition.number not in back))
        if places := [TopicPartition(topic, each.number) for each in new for topic in self._service.inputs]:
            await self._seek_to_committed(places, generation)
        if generation == self._generation:
            self.partitions.update((partition.number, partition) for partition in new)
            gc.freeze()  # the program and the state that was read stay; a full collection need not look at them
            self._opened.set()
        else:
            await asyncio.gather(*(partition.close() for partition in new))
        self._opening = frozenset()

    async def _seek_to_committed(self, places: Sequence[TopicPartition], generation: int) -> None:
        """Fetch the committed offsets anew, seek, and discard records polled before.

        Offsets fetched at the rebalance may be older. Partitions without a committed offset are
        sought together, because each search waits for the fetch that the one before started. From
        then on an offset that is not there ends the worker. Raises MessagesGone.
        """
        committed = await committed_offsets(self._consumer._coordinator, places)  # noqa: SLF001 - see there
        begins = await self._consumer.beginning_offsets(places)
        if generation != self._generation:
            return
        for place in places:
            if (offset := committed[place]) is not None:
                refuse_gone(place, offset, begins[place])
                self._consumer.seek(place, offset)
        if never := [place for place in places if committed[place] is None]:
            await self._consumer.seek_to_beginning(*never)
        if generation == self._generation:  # the next assignment asks before it seeks, too
            fall_back_to(self._consumer, OffsetResetStrategy.NONE)

    async def _work(self) -> None:
        """Poll each partition, have it process its records and fire its due timers.

        A partition that takes longer, for a service that it needs is away, works on by itself while
        the others are polled again. Raises the error that ended the work of one.
        """
        generation, partitions = self._generation, list(self.partitions.values())
        wanted = {each.number: topics for each in partitions if each not in self._at_work and (topics := each.wanted)}
        may_wait = len(wanted) == len(partitions) and all(partition.is_idle for partition in partitions)
        polled = await poll(self._consumer, wanted, may_wait=may_wait)
        if generation != self._generation:
            return  # the poll spans a rebalance: the new owner starts at the committed offsets
        for number, batches in polled.items():
            await self.partitions[number].take_in_hand(batches, self._consumer)
        is_trusted = self._clock.trusted(clock.real()) is not None  # the machine's clock: one that is set is meant
        now = clock.now() if is_trusted else None
        for partition in partitions:
            if partition not in self._at_work:
                self._at_work[partition] = asyncio.create_task(partition.process(now))
        await self._finish_work(_WORK_SECONDS)
        if now is not None:
            for partition in self.partitions.values():
                partition.tend_effects(now)

    async def _finish_work(self, seconds: float | None = None) -> None:
        """Wait until every partition has processed its records, for *seconds* at most."""
        if self._at_work:
            done, _ = await asyncio.wait(self._at_work.values(), timeout=seconds)
            self._at_work = {partition: task for partition, task in self._at_work.items() if task not in done}
            for task in done:
                task.result()

    async def _watch_progress(self) -> None:
        """End the process if the broker stays silent or waiting records stay unread."""
        bound = self._settings.stall_seconds_max
        progress, transactions = Progress(bound, time.monotonic), Progress(_TRANSACTION_SECONDS_MAX, time.monotonic)
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._opened.wait(), _LOOK_SECONDS)
            self._opened.clear()
            try:
                async with asyncio.timeout(bound):
                    places = await self._places()
            except TimeoutError:
                self.die("broker_silent")
            standings = {(each.topic, each.partition): standing for each, standing in places.items()}
            if progress.stalled(watched(standings, self._next_in_hand())):
                self.die("no_progress")
            self._note_unfinished(transactions.stalled(stable_offsets(self._consumer, places)))
            self._measure(places)

    def _note_unfinished(self, unfinished: Mapping[Place, int]) -> None:
        """Report transactions that never end, once in the log and in `health`.

        Consumers behind such a transaction wait, and lag does not show it.
        """
        for place, offset in unfinished.items():
            if place not in self._unfinished:
                log.error("transaction_unfinished", topic=place[0], partition=place[1], offset=offset)
        self._unfinished = unfinished

    def _next_in_hand(self) -> dict[int, tuple[str, int]]:
        """Return topic and offset of the next uncommitted record of each partition with a buffer."""
        following = {number: partition.next_in_hand for number, partition in self.partitions.items()}
        return {number: (record.topic, record.offset) for number, record in following.items() if record is not None}

    def _measure(self, places: Mapping[TopicPartition, tuple[int, int]]) -> None:
        """Measure lag and waiting work for `health`; buffered records count as not handled."""
        in_hand = {number: partition.oldest_in_hand() for number, partition in self.partitions.items()}
        standings = {}
        for (topic, number), (position, end) in places.items():
            oldest = in_hand.get(number, {}).get(topic)
            polled = Backlog(position, end, None)
            standings[topic, number] = Backlog(oldest.offset, end, oldest.timestamp) if oldest else polled
        self._lag.measure(standings)
        partitions = list(self.partitions.values())
        self._attention = Attention(
            parked=dict(sum((partition.parked_by_reason() for partition in partitions), Counter())),
            unfinished={f"{topic}/{number}": offset for (topic, number), offset in self._unfinished.items()},
            timers_due=sum(partition.overdue() for partition in partitions),
            stuck=sum(partition.stuck for partition in partitions),
        )

    async def _places(self) -> dict[TopicPartition, tuple[int, int]]:
        """Return position and end of every open partition, once the broker answers."""
        while True:
            assigned = [each for each in self._consumer.assignment() if each.partition in self.partitions]
            try:
                await self._consumer.topics()  # a worker that owns nothing must hear of its broker too
                ends = await self._consumer.end_offsets(assigned) if assigned else {}
                return {
                    each: (await self._consumer.position(each), end)
                    for each, end in ends.items()
                    if each.partition in self.partitions
                }
            except (KafkaError, AssertionError):  # the broker is away, or the assignment changed: the caller has the bound
                await asyncio.sleep(_LOOK_SECONDS)

    def die(self, reason: str) -> None:
        """End at once without a commit.

        A worker that may own nothing must not finish any work.
        """
        log.critical("worker_died", reason=reason, service=self._service.name, exc_info=sys.exc_info()[0] is not None)
        sys.stderr.flush()
        os._exit(EXIT_UNEXPECTED)


async def work(worker: Worker) -> None:
    """Run *worker* until it is told to stop; any failure ends the process."""
    try:
        await worker.run()
    except BaseException as error:  # noqa: BLE001 - fenced, timed out, a bug: all the same
        worker.die(type(error).__name__)
