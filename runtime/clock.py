"""The clock, at the edge: nobody else asks what time it is."""

from datetime import UTC, datetime, timedelta

_shift = timedelta(0)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC) + _shift  # noqa: TID251 - the one place


def shift(seconds: float) -> None:
    """Set this process's clock *seconds* ahead (or back): demonstrations and training show a case in its own time."""
    global _shift  # noqa: PLW0603 - a process has one clock; it is set once, at the start
    _shift = timedelta(seconds=seconds)
