"""The minutes a live view shows: the last hour, this minute included."""

MINUTE = 60
MINUTES_SHOWN = 60
HOUR = MINUTE * MINUTES_SHOWN


def minute_of(instant: float) -> int:
    """The start of the minute of *instant*, in seconds since 1970."""
    return int(instant // MINUTE) * MINUTE


def last_minutes(now: float) -> list[int]:
    """The starts of the minutes shown *now*, oldest first."""
    this = minute_of(now)
    return list(range(this - (MINUTES_SHOWN - 1) * MINUTE, this + MINUTE, MINUTE))


def is_shown(instant: float, now: float) -> bool:
    """Return whether the minute of *instant* is shown now, or within a minute.

    Clocks of two machines may differ a little.
    """
    return minute_of(now) - HOUR < minute_of(instant) <= minute_of(now) + MINUTE
