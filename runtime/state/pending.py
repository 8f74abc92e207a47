"""Queue the effects that are to be attempted: at once, or not before an instant.

Looking for those that may be attempted costs as much as there are of them, however many wait.
"""

import heapq
from collections.abc import Iterable
from datetime import datetime
from itertools import islice


class Pending:
    """Keys of effects, each once; those that waited for an instant come last."""

    def __init__(self, effects: Iterable[tuple[str, datetime | None]] = ()) -> None:
        self._not_before: dict[str, datetime | None] = {}
        self._ready: dict[str, None] = {}
        self._postponed: list[tuple[datetime, str]] = []
        for key, not_before in effects:
            self.put(key, not_before)

    def put(self, key: str, not_before: datetime | None) -> None:
        """Queue *key*; if it is queued, its instant is another from now on."""
        self.discard(key)
        self._not_before[key] = not_before
        if not_before is None:
            self._ready[key] = None
        else:
            heapq.heappush(self._postponed, (not_before, key))

    def discard(self, key: str) -> None:
        """Take *key* out of the queue, if it is there."""
        self._not_before.pop(key, None)
        self._ready.pop(key, None)

    def take(self, now: datetime, most: int) -> list[str]:
        """Take out and return at most *most* keys that may be attempted at *now*."""
        while self._postponed and self._postponed[0][0] <= now:
            not_before, key = heapq.heappop(self._postponed)
            if self._not_before.get(key) == not_before:  # else it was discarded, or put for another instant
                self._ready[key] = None
        keys = list(islice(self._ready, most))
        for key in keys:
            self.discard(key)
        return keys
