"""Whether the wall clock may be believed: a jump of it must not fire the clocks of a thousand cases."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from runtime.logs import logger

log = logger("timers")

JUMP_MAX = timedelta(minutes=5)
"""A wall clock that runs away from the monotonic one by more is not believed."""


class SteadyClock:
    """The wall clock, held against the monotonic one it started with."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._anchor: tuple[datetime, float] | None = None
        self._reported = False

    def trusted(self, now: datetime) -> datetime | None:
        """*now*, or None while it is further from where it should be than a clock drifts; a restart takes the new time as right."""
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
