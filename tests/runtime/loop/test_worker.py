"""A worker's assignment: opened in order, given up in time, ended on any failure."""

import asyncio
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import OffsetResetStrategy
from aiokafka.consumer.group_coordinator import CoordinatorGroupRebalance
from aiokafka.errors import GroupLoadInProgressError, ProducerFenced

from runtime import clock
from runtime.handlers import Handlers
from runtime.loop import worker as worker_module
from runtime.loop.assignment.membership import instance_id
from runtime.loop.assignment.offsets import MessagesGone
from runtime.loop.worker import EXIT_UNEXPECTED, Worker, work
from runtime.service import Service
from runtime.settings import Settings
from schemas.topics import INTAKE_EVENTS, TRIAGE_EVENTS

SERVICE = Service("decision", (INTAKE_EVENTS, TRIAGE_EVENTS), lambda _state: Handlers())
SETTINGS = Settings(kafka_bootstrap="127.0.0.1:9", partitions=2)


class Died(BaseException):
    """The process would have ended for this reason."""


class FakeConsumer:
    """A consumer that notes its seeks."""

    begins = 0

    async def meanwhile(self) -> None:
        """Do nothing."""

    def __init__(self, calls: list[str], **settings: Any) -> None:
        self.calls = calls
        self.settings = settings
        self._coordinator = SimpleNamespace(member_id="one")
        self._fetcher = SimpleNamespace(_default_reset_strategy=OffsetResetStrategy.EARLIEST)

    async def beginning_offsets(self, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the first kept offset of each place."""
        return dict.fromkeys(places, self.begins)

    def seek(self, place: TopicPartition, offset: int) -> None:
        """Note the seek."""
        self.calls.append(f"seek {place.topic}/{place.partition} {offset}")

    def pause(self, *places: TopicPartition) -> None:
        """Note the places."""
        self.calls.append(" ".join(["pause", *(f"{each.topic}/{each.partition}" for each in places)]))

    async def getmany(self, *_places: TopicPartition, timeout_ms: int) -> dict[TopicPartition, Any]:
        """Return no records."""
        return {}

    async def seek_to_beginning(self, *places: TopicPartition) -> None:
        """Note the places, sought together; `FakeConsumer.meanwhile` is called."""
        self.calls.append(f"beginning {len(places)}")
        await self.meanwhile()


class FakePartition:
    """A partition that notes opening, closing and the days on which it works.

    *meanwhile* is called while it opens.
    """

    meanwhile: Callable[[], None] = staticmethod(lambda: None)
    stuck = 0
    is_idle = True
    wanted = (INTAKE_EVENTS.name, TRIAGE_EVENTS.name)

    def __init__(self, calls: list[str], number: int) -> None:
        self.calls = calls
        self.number = number

    async def open(self, _turn: Callable[[], None]) -> None:
        """Note the opening."""
        self.calls.append(f"open {self.number}")
        FakePartition.meanwhile()

    async def close(self) -> None:
        """Note the closing."""
        self.calls.append(f"close {self.number}")

    async def rest(self) -> bool:
        """Note the rest."""
        self.calls.append(f"rest {self.number}")
        return True

    def resume(self, since: datetime | None) -> None:
        """Note that it goes on."""
        assert since is not None
        self.calls.append(f"resume {self.number}")

    async def take_in_hand(self, batches: Iterable[Sequence[Any]], _consumer: FakeConsumer) -> None:
        """Take no records."""
        assert not list(batches)

    async def process(self, now: datetime | None) -> None:
        """Note the day."""
        self.calls.append(f"process {now:%Y-%m-%d}" if now else "process without timers")

    def tend_effects(self, now: datetime) -> None:
        """Have no effects."""

    def oldest_in_hand(self) -> dict[str, Any]:
        """Return no record: all are handled."""
        return {}

    def parked_by_reason(self) -> Counter[str]:
        """Return no parked message."""
        return Counter()

    def overdue(self) -> int:
        """Return no overdue timer."""
        return 0


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return all calls, in order."""
    noted: list[str] = []

    async def committed(_coordinator: object, places: Sequence[TopicPartition]) -> dict[TopicPartition, int | None]:
        noted.append("committed offsets")
        return {place: 7 if place.topic == INTAKE_EVENTS.name else None for place in places}

    def die(_worker: Worker, reason: str) -> None:
        raise Died(reason)

    monkeypatch.setattr(worker_module, "AIOKafkaConsumer", lambda **settings: FakeConsumer(noted, **settings))
    monkeypatch.setattr(worker_module, "Partition", lambda number, *_: FakePartition(noted, number))
    monkeypatch.setattr(worker_module, "committed_offsets", committed)
    monkeypatch.setattr(Worker, "die", die)
    monkeypatch.setattr(FakePartition, "meanwhile", staticmethod(lambda: None))
    return noted


def places(*numbers: int, but: str = "") -> Iterable[TopicPartition]:
    """Return partitions *numbers* of every input topic; none of the topic *but*."""
    return [TopicPartition(topic, number) for topic in SERVICE.inputs for number in numbers if topic != but]


async def test_opened_first_then_offsets_fetched_then_sought(calls: list[str]) -> None:
    """A partition is opened before its offsets are fetched.

    Offsets fetched before the former owner is fenced may miss its last commit.
    """
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))

    await worker._open_assigned()

    assert ["open 0", "committed offsets", f"seek {INTAKE_EVENTS.name}/0 7", "beginning 2"] == calls
    assert {0} == set(worker.partitions)


async def test_a_worker_asks_once_to_join_its_group(calls: list[str]) -> None:
    """With two assignors aiokafka 0.14 asks twice, and each time the others join anew."""
    asked: list[object] = []

    async def send(request: object) -> Any:
        asked.append(request)
        return SimpleNamespace(error_code=GroupLoadInProgressError.errno)

    settings = Worker(SERVICE, SETTINGS)._consumer.settings
    member = SimpleNamespace(member_id="", _group_instance_id=None, _rebalance_timeout_ms=1, _send_req=send)
    subscription = SimpleNamespace(topics=["imr.example"], active=True)
    join = CoordinatorGroupRebalance(
        member, settings["group_id"], 1, subscription, settings["partition_assignment_strategy"], 6_000, 0
    )
    await join.perform_group_join()

    assert 1 == len(asked)


async def test_an_open_partition_is_not_looked_through_for_garbage(calls: list[str]) -> None:
    """A full collection of all that a worker has read would take longer than its batches."""
    gc.unfreeze()
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))

    await worker._open_assigned()

    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert 10_000 < frozen


async def test_messages_that_retention_removed_unread_end_the_worker(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It would go on behind them without a word; a topic read to its removed end is all right."""
    for begins, is_gone in ((7, False), (8, True)):
        monkeypatch.setattr(FakeConsumer, "begins", begins)
        worker = Worker(SERVICE, SETTINGS)
        await worker.on_partitions_assigned(places(0))
        with pytest.raises(MessagesGone, match="read to offset 7 and begins at 8") if is_gone else nullcontext():
            await worker._open_assigned()
        assert is_gone is (worker.partitions == {})


async def test_only_at_an_assignment_does_reading_fall_back_to_the_beginning(calls: list[str]) -> None:
    """Once its offsets are sought, an offset that is not there ends the worker."""
    worker = Worker(SERVICE, SETTINGS)
    fetcher = worker._consumer._fetcher
    await worker.on_partitions_assigned(places(0))
    await worker._open_assigned()
    assert OffsetResetStrategy.NONE == fetcher._default_reset_strategy

    await worker.on_partitions_revoked(places(0))
    assert OffsetResetStrategy.EARLIEST == fetcher._default_reset_strategy


async def test_a_rebalance_while_seeking_keeps_the_fall_back_of_the_next(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An assignment that is revoked while it seeks leaves the next one its beginning."""
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))
    monkeypatch.setattr(worker._consumer, "meanwhile", lambda: worker.on_partitions_revoked(places(0)))

    await worker._open_assigned()

    assert OffsetResetStrategy.EARLIEST == worker._consumer._fetcher._default_reset_strategy


async def test_a_number_whose_topics_are_not_all_assigned_waits(calls: list[str]) -> None:
    """The messages of a case are committed together; beside an older version it waits."""
    worker = Worker(SERVICE, SETTINGS)

    await worker.on_partitions_assigned([*places(0), *places(1, but=TRIAGE_EVENTS.name)])
    await worker._open_assigned()

    assert {0} == worker._assigned == set(worker.partitions)
    assert calls[0] == f"pause {INTAKE_EVENTS.name}/1 imr.decision.desk/1"


async def test_a_revoked_partition_rests_and_is_forgotten(calls: list[str]) -> None:
    """A revoked partition rests; a worker without partitions is not ready."""
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0, 1))
    await worker._open_assigned()
    calls.clear()

    await worker.on_partitions_revoked(places(0, 1))

    assert ["rest 0", "rest 1"] == sorted(calls)
    assert ({}, frozenset(), "not ready") == (worker.partitions, worker._assigned, worker.health.status)


async def test_a_partition_that_stays_is_not_opened_again(calls: list[str]) -> None:
    """Of two partitions one stays over a rebalance: the other is closed, and one is new."""
    worker = Worker(SERVICE, Settings(kafka_bootstrap="127.0.0.1:9", partitions=3))
    await worker.on_partitions_assigned(places(0, 1))
    await worker._open_assigned()
    kept = worker.partitions[1]
    await worker.on_partitions_revoked(places(0, 1))
    calls.clear()

    await worker.on_partitions_assigned(places(1, 2))
    await worker._open_assigned()

    assert ["resume 1", "close 0", "open 2", "committed offsets"] == calls[:4]
    assert "seek imr.intake.events/1 7" in calls
    assert (kept, {1, 2}) == (worker.partitions[1], set(worker.partitions))


async def test_a_partition_that_may_have_had_another_owner_is_opened_again(calls: list[str]) -> None:
    """The group expelled the worker and took it in again: its partitions open anew."""
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))
    await worker._open_assigned()
    await worker.on_partitions_revoked(places(0))
    calls.clear()

    worker._consumer._coordinator.member_id = "other"
    await worker.on_partitions_assigned(places(0))
    await worker._open_assigned()

    assert ["close 0", "open 0"] == calls[:2]


async def test_a_partition_that_another_worker_gets_is_closed_before_the_next_turn(calls: list[str]) -> None:
    """A worker that has no partition left closes those that it kept."""
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))
    await worker._open_assigned()
    await worker.on_partitions_revoked(places(0))
    calls.clear()

    await worker.on_partitions_assigned(())
    assert worker._kept
    await worker._open_assigned()

    assert (["close 0"], False) == ([each for each in calls if each.startswith("close")], bool(worker._kept))


async def test_a_rebalance_while_opening_gives_the_partition_up(calls: list[str]) -> None:
    """A partition that is revoked while it opens is closed and not owned."""
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))

    def revoke() -> None:
        worker._generation += 1

    FakePartition.meanwhile = staticmethod(revoke)
    await worker._open_assigned()

    assert ["open 0", "committed offsets", "close 0"] == calls
    assert {} == worker.partitions


async def test_a_standby_leaves_alone_what_is_being_opened(calls: list[str]) -> None:
    """A rebalance meanwhile takes the partition, but its state on disk is still to be opened."""
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))
    owned: list[object] = []

    def revoke() -> None:
        worker._generation, worker._assigned = worker._generation + 1, frozenset()
        owned.append(set(worker._standby._owned()))

    FakePartition.meanwhile = staticmethod(revoke)
    await worker._open_assigned()

    assert [{0}, set()] == [*owned, set(worker._standby._owned())]


async def test_giving_up_that_fails_ends_the_process(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure to give up a partition ends the process.

    aiokafka would only log the error, and two owners would write.
    """
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))
    await worker._open_assigned()

    async def rest(_partition: FakePartition) -> bool:
        raise RuntimeError

    monkeypatch.setattr(FakePartition, "rest", rest)
    with pytest.raises(Died, match="giving_up_failed"):
        await worker.on_partitions_revoked(places(0))


async def test_a_worker_is_ready_once_its_lag_is_known(calls: list[str]) -> None:
    """A worker is ready only after its partitions are open and its lag is measured."""
    worker = Worker(SERVICE, SETTINGS)
    await worker.on_partitions_assigned(places(0))
    assert ("not ready", [0], []) == (worker.health.status, worker.health.assigned, worker.health.partitions)

    await worker._open_assigned()
    assert ("not ready", [0]) == (worker.health.status, worker.health.partitions)

    worker._measure(dict.fromkeys(places(0), (9, 9)))
    assert "ready" == worker.health.status


async def test_any_failure_ends_the_process(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Any failure ends the process at once; the reason is the error's type."""
    worker = Worker(SERVICE, SETTINGS)

    async def run(_worker: Worker) -> None:
        raise KeyError("CM26-4170023")

    monkeypatch.setattr(Worker, "run", run)
    with pytest.raises(Died, match="KeyError"):
        await work(worker)


def test_the_exit_status_tells_a_supervisor_to_restart() -> None:
    """The exit status is EX_SOFTWARE, so that a supervisor restarts the worker."""
    assert 70 == EXIT_UNEXPECTED


async def test_a_slot_makes_membership_static(calls: list[str]) -> None:
    """With a slot, membership is static; without one there is no instance id."""
    with_slot = Worker(SERVICE, SETTINGS.model_copy(update={"slot": "1"}))._consumer.settings
    without = Worker(SERVICE, SETTINGS)._consumer.settings

    assert instance_id("imr-decision", "1", SERVICE.inputs) == with_slot["group_instance_id"]
    assert without["group_instance_id"] is None
    assert ("read_committed", False) == (without["isolation_level"], without["enable_auto_commit"])


async def test_timers_fire_after_the_clock_was_set_on(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is set on purpose is believed; one of the machine that jumps is not."""
    worker = Worker(SERVICE, SETTINGS)
    worker.partitions = {0: FakePartition(calls, 0)}  # type: ignore[dict-item]
    real = datetime(2026, 1, 2, tzinfo=UTC)
    monkeypatch.setattr(clock, "real", lambda: real)
    try:
        for day in (0, 40):
            clock.shift(timedelta(days=day).total_seconds())
            await worker._work()
        real += timedelta(days=1)
        await worker._work()
    finally:
        clock.shift(0)

    assert ["process 2026-01-02", "process 2026-02-11", "process without timers"] == calls


class SlowPartition(FakePartition):
    """A partition whose work takes until *go* is set."""

    def __init__(self, calls: list[str], number: int) -> None:
        super().__init__(calls, number)
        self.go = asyncio.Event()

    async def process(self, now: datetime | None) -> None:
        """Wait, and note the end."""
        await self.go.wait()
        await super().process(now)


async def test_a_slow_partition_holds_up_no_other(calls: list[str]) -> None:
    """The others are polled and go on, and the slow one is not begun twice."""
    worker, slow = Worker(SERVICE, SETTINGS), SlowPartition(calls, 1)
    worker.partitions = {0: FakePartition(calls, 0), 1: slow}  # type: ignore[dict-item]

    for _ in range(3):
        await worker._work()
    assert 3 == len(calls)
    slow.go.set()
    await worker._work()

    assert 5 == len(calls)
    assert {} == worker._at_work


async def test_an_error_in_the_work_of_a_partition_ends_the_worker(calls: list[str]) -> None:
    """It is raised although others are still at work, and also if the partition was given up."""
    worker, slow, broken = Worker(SERVICE, SETTINGS), SlowPartition(calls, 0), SlowPartition(calls, 1)
    worker.partitions = {0: slow, 1: broken}  # type: ignore[dict-item]
    await worker._work()
    await worker.on_partitions_revoked([])

    async def fenced(_now: datetime | None) -> None:
        raise ProducerFenced

    worker._at_work[broken] = asyncio.create_task(fenced(None))  # type: ignore[index]
    with pytest.raises(ProducerFenced):
        await worker._work()
    slow.go.set()
    await worker._finish_work()
