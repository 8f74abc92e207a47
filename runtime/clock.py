"""The clock at the edge; no other module asks for the time."""

from datetime import UTC, datetime, timedelta

YEARS = range(1980, 2100)
"""The years of a clock: Kafka has none before 1970; a case number has two digits of one."""

_shift = timedelta(0)


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return real() + _shift


def real() -> datetime:
    """Return the current instant of the machine, which no shift moves.

    For screens, and to tell a jump of the machine's clock from a clock that is set.
    """
    return datetime.now(UTC)  # noqa: TID251 - the one place


def at(milliseconds: int) -> datetime:
    """Return the instant *milliseconds* after 1970 by the machine's clock; at the latest now."""
    seconds = min(max(milliseconds, 0) / 1_000, real().timestamp())
    return datetime.fromtimestamp(seconds, UTC) + _shift


def shift(seconds: float) -> None:
    """Set this process's clock *seconds* ahead or back, to show a case in its own time."""
    global _shift  # noqa: PLW0603 - a process has one clock
    _shift = timedelta(seconds=seconds)


def leads_to_a_year(seconds: float) -> bool:
    """Return whether a clock *seconds* from the real one is in one of the YEARS."""
    try:
        return (real() + timedelta(seconds=seconds)).year in YEARS
    except (OverflowError, ValueError):
        return False
