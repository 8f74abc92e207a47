"""End the process when the loop stands still: restarting is cheap, waiting is not.

This is a thread because a task of a blocked loop would be blocked with it.
"""

import threading
import time
from collections.abc import Callable


class Watchdog:
    """Calls *bite* with a reason when no `turn` came for *seconds_max*."""

    def __init__(self, seconds_max: float, bite: Callable[[str], None]) -> None:
        self._seconds_max = seconds_max
        self._bite = bite
        self._turned = time.monotonic()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start watching."""
        self.turn()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def turn(self) -> None:
        """Note that the loop went round."""
        self._turned = time.monotonic()

    def stop(self) -> None:
        """Stop watching."""
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.wait(self._seconds_max / 10):
            if time.monotonic() - self._turned > self._seconds_max:
                self._bite("loop_stalled")
                return
