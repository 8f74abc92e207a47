"""Editions of a guideline: the one in force on the day of the request applies.

The day of the decision does not matter (8 CCR 9792.21).
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The request dates of an edition, both inclusive; *until* None is open-ended."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Return whether the edition is in force for a request of *day*."""
        return self.since <= day and (self.until is None or day <= self.until)


def changes(periods: Sequence[Period]) -> tuple[date, ...]:
    """Return the days, in order, from which other editions of *periods* are in force."""
    ended = (each.until + _A_DAY for each in periods if each.until is not None and each.until < date.max)
    return tuple(sorted({*(each.since for each in periods), *ended}))


def stretch(changes: Sequence[date], day: date) -> int:
    """Return the number of *changes* until *day*; days of one number share their editions."""
    return bisect_right(changes, day)


def breaks(periods: Sequence[Period]) -> list[str]:
    """Return the gaps and overlaps between the editions of one series.

    Each edition must begin on the day after the one before it ends.
    """
    ordered = sorted(periods, key=lambda period: period.since)
    return [problem for earlier, later in pairwise(ordered) if (problem := _break_between(earlier, later)) is not None]


def _break_between(earlier: Period, later: Period) -> str | None:
    if earlier.until is None or earlier.until >= later.since:
        return f"two editions are in force on {later.since}"
    expected = earlier.until + timedelta(days=1)
    return None if expected == later.since else f"no edition is in force from {expected} to {later.since - timedelta(days=1)}"
