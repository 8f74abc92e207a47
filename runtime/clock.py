"""The clock at the edge; no other module asks for the time."""

from datetime import UTC, datetime, timedelta

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
