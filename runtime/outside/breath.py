"""Leave the event loop to other tasks during long work that never has to wait."""

import asyncio
import time

SECONDS = 0.05
"""So long a task works before others have their turn: short beside a heartbeat's pause."""


class Breath:
    """The time since a task last left the loop to others."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    async def take(self) -> None:
        """Let other tasks run if this one has worked for SECONDS; otherwise go on at once."""
        if time.monotonic() - self._since > SECONDS:
            await asyncio.sleep(0)
            self._since = time.monotonic()
