"""The contents of the tables."""

import json
from collections.abc import MutableMapping
from datetime import timedelta
from typing import TypeVar

from services.ops.domain.count import Count
from services.ops.live.counting import take
from services.ops.live.live import live_view
from services.ops.state import LiveTables, over, write
from tests.services.ops.lives import NOON, found, life

K = TypeVar("K")
V = TypeVar("V")

CASE = "CM26-4170001"
NOW = NOON.timestamp()


def read_back(table: MutableMapping[K, V]) -> dict[K, V]:
    """Return *table* as restored from its changelog.

    JSON makes tuples lists; faust makes keys hashable again.
    """
    return {key: json.loads(json.dumps(value)) for key, value in table.items()}


def test_counting_goes_on_after_a_changelog() -> None:
    """Tables read back show the same, know the same repeats and count on."""
    records = found((message, NOON + timedelta(seconds=second)) for second, message in enumerate(life(CASE)))
    straight = LiveTables()
    for record in records[:3]:
        take(record, straight, NOW)
    restored = LiveTables(counts=read_back(straight.counts), minutes=read_back(straight.minutes), cases=read_back(straight.cases))

    assert live_view(straight, NOW, 0) == live_view(restored, NOW, 0)

    for record in records[1:]:
        take(record, straight, NOW)
        take(record, restored, NOW)

    assert live_view(straight, NOW, 0) == live_view(restored, NOW, 0)
    assert {Count(*count).number for count in restored.counts.values()} == {1}
    assert [len(records)] == [len(instants) for instants in restored.cases.values()]


def test_changes_are_read_before_they_are_written() -> None:
    """A batch reads its own changes; the tables get them only when they are written."""
    tables, changes = LiveTables(), LiveTables()
    key = (1, "imr.intake.events", "event", "imr.test")
    tables.counts[key] = Count(1, 0)

    over(tables, changes).counts[key] = Count(2, 1)

    assert Count(2, 1) == over(tables, changes).counts[key]
    assert Count(1, 0) == tables.counts[key]


def test_a_batch_and_single_messages_leave_the_same_tables() -> None:
    """How messages are put together changes nothing."""
    single, together, changes = LiveTables(), LiveTables(), LiveTables()
    for record in found((message, NOON) for message in life(CASE)):
        take(record, single, NOW)
        take(record, over(together, changes), NOW)

    write(together, changes)

    assert single == together
