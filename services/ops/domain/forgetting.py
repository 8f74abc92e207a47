"""Which cases a live view forgets, so that its memory is bounded by the open cases."""

from collections.abc import Mapping
from typing import TypeVar

from services.ops.domain.minutes import HOUR
from services.ops.domain.stages import CLOSED, Instants, current_stage, is_whole

K = TypeVar("K")

CLOSED_CASES_MAX = 10_000
"""Closed cases kept, however many close within the hour."""


def closed_long_ago(instants: Instants, now: float) -> bool:
    """Return whether a case reached its end over an hour ago."""
    return current_stage(instants) in CLOSED and max(instants.values()) <= now - HOUR


def forgettable(cases: Mapping[K, Instants], now: float) -> list[K]:
    """Return the keys of cases to forget.

    Closed over an hour ago, or beyond the youngest 10,000.

    Only whole cases are forgotten. If a closed case lacks a stage, its earlier events are still to
    come (topics are read side by side), and they would bring it back as an open one.
    """
    closed_at = {key: max(instants.values()) for key, instants in cases.items() if is_whole(instants)}
    oldest_first = sorted(closed_at, key=closed_at.__getitem__)
    surplus = max(0, len(closed_at) - CLOSED_CASES_MAX)
    return [key for place, key in enumerate(oldest_first) if place < surplus or closed_at[key] <= now - HOUR]
