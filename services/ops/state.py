"""The state of the live view: plain values, because faust saves tables as JSON.

A tuple comes back from a changelog as a list. Every key begins with the partition of its events,
so that counts kept in one order are saved in one changelog partition.
"""

from collections import ChainMap
from collections.abc import MutableMapping
from dataclasses import dataclass, field

from services.ops.domain.count import Count
from services.ops.domain.stages import Stage

CountKey = tuple[int, str, str, str]
"""Partition and topic, the kind of count, and its value."""

EVENT, STAGE, CASE_OUTCOME, ITEM_OUTCOME, SIGNATURE, LEFT_OUT = (
    "event",
    "stage",
    "case outcome",
    "item outcome",
    "signature",
    "left out",
)
"""The kinds of counts."""

Window = tuple[float, float]
"""The first and last instant of a minute, as faust writes a tumbling window."""

CaseKey = tuple[int, str]
"""Partition and case number."""


PlaceKey = tuple[int, str]
"""Partition and topic."""


@dataclass(frozen=True)
class LiveTables:
    """The tables; dicts in tests."""

    counts: MutableMapping[CountKey, Count] = field(default_factory=dict)
    minutes: MutableMapping[tuple[CountKey, Window], Count] = field(default_factory=dict)
    cases: MutableMapping[CaseKey, dict[Stage, float]] = field(default_factory=dict)
    positions: MutableMapping[PlaceKey, int] = field(default_factory=dict)
    """Where reading begins after a restart: everything before it is counted and saved."""


def over(tables: LiveTables, changes: LiveTables) -> LiveTables:
    """Tables that read *changes* before *tables* and write to *changes* only."""
    return LiveTables(
        counts=ChainMap(changes.counts, tables.counts),
        minutes=ChainMap(changes.minutes, tables.minutes),
        cases=ChainMap(changes.cases, tables.cases),
        positions=ChainMap(changes.positions, tables.positions),
    )


def write(tables: LiveTables, changes: LiveTables) -> None:
    """Write *changes* to *tables*: one changelog record for each key."""
    tables.counts.update(changes.counts)
    tables.minutes.update(changes.minutes)
    tables.cases.update(changes.cases)
    tables.positions.update(changes.positions)
