"""The state of a partition: tables in three layers, their changelog, and timers."""

import shutil
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from runtime.state.disk import Disk
from runtime.state.state import Parked, State, Timer, Waiting
from schemas.message import Part

DUE_AT = datetime(2015, 5, 5, tzinfo=UTC)


class Count(Part):
    """An object that holds a number."""

    number: int


KEYS = st.sampled_from(["a", "b", "c"])
NUMBERS = st.integers(0, 9)


class TableAgainstDict(RuleBasedStateMachine):
    """A table behaves as a dict that is copied for each batch and each handler."""

    def __init__(self) -> None:
        super().__init__()
        self.state = self.new_state()
        self.table = self.state.table("counts", Count)
        self.committed: dict[str, int] = {}
        self.batch: dict[str, int] = {}
        self.message: dict[str, int] = {}
        self.changelog: dict[str, bytes | None] = {}
        self.position = self.written = 0

    def new_state(self) -> State:
        """Return the state of a new worker."""
        return State()

    @rule(key=KEYS, number=NUMBERS)
    def write(self, key: str, number: int) -> None:
        """Write as a handler does."""
        self.table[key] = Count(number=number)
        self.message[key] = number

    @rule(key=KEYS)
    def delete(self, key: str) -> None:
        """Delete as a handler does; the key may be missing."""
        if key in self.message:
            del self.table[key]
            del self.message[key]
        else:
            with pytest.raises(KeyError):
                del self.table[key]

    @rule()
    def keep(self) -> None:
        """Keep the writes of a handler that returned."""
        self.state.keep()
        self.batch = dict(self.message)

    @rule()
    def drop(self) -> None:
        """Drop the writes of a handler that raised."""
        self.state.drop()
        self.message = dict(self.batch)

    @rule()
    def abandon(self) -> None:
        """Drop a batch whose transaction failed."""
        self.state.abandon()
        self.batch, self.message = dict(self.committed), dict(self.committed)

    @rule()
    def commit(self) -> None:
        """Commit a batch whose last handler returned."""
        self.keep()
        self.position += 1
        changes = self.state.changes()
        self.changelog.update(changes)
        self.state.commit(changes, self.position)
        self.written = self.position
        self.committed = dict(self.batch)

    @rule()
    def restart(self) -> None:
        """Start another worker from the changelog alone."""
        self.state = self.new_state()
        self.table = self.state.table("counts", Count)
        self.state.restore(self.changelog.items(), self.position)
        self.written = self.position
        self.state.restored()
        self.batch, self.message = dict(self.committed), dict(self.committed)

    @invariant()
    def same(self) -> None:
        """The table reads as the dict."""
        assert self.message == {key: record.number for key, record in self.table.items()}
        assert len(self.message) == len(self.table)


class TableOnDiskAgainstDict(TableAgainstDict):
    """The same with state on disk, to which a restarted worker may return."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.disk: Disk | None = None
        super().__init__()

    def new_state(self) -> State:
        """Return the state of a worker on a new machine."""
        if self.disk is not None:
            self.disk.clear()
            self.disk.close()
        self.disk = Disk(self.folder / "state", "cluster")
        self.written = 0
        return State(self.disk)

    @rule()
    def come_back(self) -> None:
        """Start the same worker again; it needs no changelog for committed state."""
        assert self.disk is not None
        self.disk.close()
        self.disk = Disk(self.folder / "state", "cluster")
        self.state = State(self.disk)
        self.table = self.state.table("counts", Count)
        self.batch, self.message = dict(self.committed), dict(self.committed)
        assert self.disk.position == self.written

    def teardown(self) -> None:
        """Delete the folder."""
        assert self.disk is not None
        self.disk.close()
        shutil.rmtree(self.folder)


TestTableAgainstDict = TableAgainstDict.TestCase
TestTableOnDiskAgainstDict = TableOnDiskAgainstDict.TestCase
TestTableOnDiskAgainstDict.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)


def _timer(subject: str, due_at: datetime = DUE_AT) -> Timer:
    return Timer(clock="records-due", subject=subject, due_at=due_at)


def _with_timers(timers: Iterable[Timer]) -> State:
    state = State()
    for timer in timers:
        state.timers[f"{timer.subject}/{timer.clock}"] = timer
    state.keep()
    state.commit(state.changes(), 1)
    return state


@pytest.mark.parametrize(("seconds", "fired"), [(-1, 0), (0, 1), (1, 1)])
def test_a_timer_is_due_at_its_instant(seconds: int, fired: int) -> None:
    """A timer is due from its instant on, and not before."""
    state = _with_timers([_timer("a")])

    assert fired == len(state.due(DUE_AT + timedelta(seconds=seconds), most=10))


@given(st.lists(st.integers(0, 100), max_size=20, unique=True), st.integers(0, 100), st.integers(1, 5))
def test_due_timers_come_in_order_and_none_is_left(minutes: list[int], now: int, most: int) -> None:
    """Due timers are taken once each, earliest first; later ones stay.

    Their number does not matter.
    """
    state = _with_timers([_timer(str(minute), DUE_AT + timedelta(minutes=minute)) for minute in minutes])

    found: list[int] = []
    while due := state.due(DUE_AT + timedelta(minutes=now), most):
        found += [int(timer.subject) for timer in due]

    assert sorted(minute for minute in minutes if minute <= now) == found


def test_a_stopped_or_moved_timer_does_not_fire_at_its_old_instant() -> None:
    """A stopped or moved timer does not fire at its old instant.

    Its old entry in the queue is skipped.
    """
    state = _with_timers([_timer("stopped"), _timer("moved")])
    del state.timers["stopped/records-due"]
    state.timers["moved/records-due"] = _timer("moved", DUE_AT + timedelta(days=1))
    state.keep()
    state.commit(state.changes(), 1)

    assert [] == state.due(DUE_AT, most=10)
    assert ["moved"] == [timer.subject for timer in state.due(DUE_AT + timedelta(days=1), most=10)]


def test_timers_are_restored() -> None:
    """Timers are restored from the changelog like any object."""
    state = State()
    state.restore([("timers/a/records-due", _timer("a").model_dump_json().encode())], 1)
    state.restored()

    assert [_timer("a")] == state.due(DUE_AT, most=10)


@given(st.lists(st.integers(0, 20), max_size=30), st.integers(-1, 21), st.sets(st.integers(0, 29)))
def test_overdue_timers_are_counted_without_firing(minutes: list[int], now: int, stopped: set[int]) -> None:
    """Counting overdue timers leaves out stopped ones and changes nothing."""
    state = _with_timers(_timer(str(number), DUE_AT + timedelta(minutes=minute)) for number, minute in enumerate(minutes))
    for number in stopped & set(range(len(minutes))):
        del state.timers[f"{number}/{_timer('x').clock}"]
    state.keep()
    state.commit(state.changes(), None)
    instant = DUE_AT + timedelta(minutes=now)

    expected = sum(minute <= now for number, minute in enumerate(minutes) if number not in stopped)

    assert [expected, expected] == [state.overdue(instant), state.overdue(instant)]
    assert expected == len(state.due(instant, most=100))


def test_parked_messages_are_counted_by_reason() -> None:
    """Parked messages are counted by reason over all queues."""
    state = State()
    for subject, reasons in (("a", ("unhandled", "behind", "behind")), ("b", ("unreadable",))):
        messages = tuple(Waiting(id=f"{subject}{number}", reason=reason, attempt=1) for number, reason in enumerate(reasons))
        state.parked[subject] = Parked(messages=messages)

    assert {"unhandled": 1, "behind": 2, "unreadable": 1} == dict(state.parked_by_reason())
