"""Guard against a jump of the wall clock, which must not fire a thousand timers."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from runtime.logs import logger

log = logger("timers")

JUMP_MAX = timedelta(minutes=5)
"""The largest difference to the monotonic clock at which the wall clock is believed."""


class SteadyClock:
    """The wall clock, compared with the monotonic clock since the start."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._anchor: tuple[datetime, float] | None = None
        self._reported = False

    def trusted(self, now: datetime) -> datetime | None:
        """Return *now*, or None while it is further from the expected time than clocks drift.

        A restart takes the new time as right.
        """
        elapsed = self._monotonic()
        if self._anchor is None:
            self._anchor = (now, elapsed)
        wall, start = self._anchor
        jump = now - wall - timedelta(seconds=elapsed - start)
        if abs(jump) <= JUMP_MAX:
            self._reported = False
            return now
        if not self._reported:
            log.error("clock_jumped", seconds=jump.total_seconds())
            self._reported = True
        return None
