"""Whether reading goes on, as the watchdog is told."""

from typing import Any, cast

from faust.exceptions import ConsumerNotStarted
from faust.types import TP

from runtime.watching.watchdog import Watchdog
from services.ops.live.live_app import LiveApp
from services.ops.live.reading import Reading

EVENTS, CHANGELOG = TP("imr.intake.events", 0), TP("imr-ops-live-counts-changelog", 0)


class Consumer:
    """A consumer with the assignment and the measurements that a test sets."""

    def __init__(self, assigned: set[TP] | None, *measures: tuple[int, int]) -> None:
        self.assigned, self.measures = assigned, list(measures)
        self.asked: list[set[TP]] = []

    def assignment(self) -> set[TP]:
        """The partitions, or faust's refusal before the start."""
        if self.assigned is None:
            raise ConsumerNotStarted("not yet")
        return self.assigned

    async def measure(self, partitions: set[TP]) -> tuple[int, int]:
        """The next measure."""
        self.asked.append(partitions)
        return self.measures.pop(0)


class App:
    """As much of a faust app as is looked at."""

    def __init__(self, consumer: Consumer, *, in_recovery: bool = False) -> None:
        self.consumer, self.in_recovery = consumer, in_recovery


async def looked(consumer: Consumer, times: int = 1, *, in_recovery: bool = False) -> Reading:
    """Reading after so many looks at *consumer*."""
    app: Any = App(consumer, in_recovery=in_recovery)
    reading = Reading(cast(LiveApp, app), Watchdog(60, bite=lambda _: None))
    for _ in range(times):
        await reading._look()
    return reading


async def test_behind_and_not_moving_is_not_current() -> None:
    """A second look at an unmoved position says so; a third that has moved takes it back."""
    assert (await looked(Consumer({EVENTS}, (5, 3)))).is_current
    assert not (await looked(Consumer({EVENTS}, (5, 3), (5, 3)), 2)).is_current
    assert (await looked(Consumer({EVENTS}, (5, 3), (5, 3), (6, 2)), 3)).is_current


async def test_caught_up_is_current() -> None:
    """With nothing left there is nowhere to move."""
    assert (await looked(Consumer({EVENTS}, (5, 0), (5, 0)), 2)).is_current


async def test_without_partitions_nothing_is_current() -> None:
    """Before the consumer starts, and without partitions, the watchdog's patience runs."""
    assert not (await looked(Consumer(None))).is_current
    assert not (await looked(Consumer(set()))).is_current


async def test_changelogs_are_looked_at_while_tables_recover() -> None:
    """Afterwards they are paused, and their growing end is no lag."""
    recovering, reading = Consumer({EVENTS, CHANGELOG}, (1, 9)), Consumer({EVENTS, CHANGELOG}, (1, 0))

    assert not (await looked(recovering, in_recovery=True)).is_current
    assert (await looked(reading)).is_current
    assert [{EVENTS, CHANGELOG}] == recovering.asked
    assert [{EVENTS}] == reading.asked
