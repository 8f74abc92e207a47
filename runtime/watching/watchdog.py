"""A thread that ends the process when the loop stands still: restarting is cheap, waiting is not.

A thread, not a task: a task of a blocked loop would wait with it.
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
        """Watch from now on."""
        self.turn()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def turn(self) -> None:
        """The loop went round."""
        self._turned = time.monotonic()

    def stop(self) -> None:
        """Watch no longer."""
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.wait(self._seconds_max / 10):
            if time.monotonic() - self._turned > self._seconds_max:
                self._bite("loop_stalled")
                return
