"""Detect a worker that stands still while records wait, and a transaction that never ends.

A worker behind an open transaction reads nothing and seems to have nothing left to read.
"""

from collections.abc import Callable, Mapping

Place = tuple[str, int]
"""A topic and a partition number."""


class Progress:
    """Positions and ends over time; a partition that stands still short of its end stalls."""

    def __init__(self, seconds_max: float, monotonic: Callable[[], float]) -> None:
        self._seconds_max = seconds_max
        self._monotonic = monotonic
        self._behind: dict[Place, tuple[int, float]] = {}
        self.lag = 0

    def stalled(self, places: Mapping[Place, tuple[int, int]]) -> Mapping[Place, int]:
        """Note each position and end; return the places that stood still for the limit."""
        now = self._monotonic()
        self.lag = sum(max(end - position, 0) for position, end in places.values())
        behind: dict[Place, tuple[int, float]] = {}
        for place, (position, end) in places.items():
            if position < end:
                before, since = self._behind.get(place, (position, now))
                behind[place] = (position, since if position == before else now)
        self._behind = behind
        return {place: position for place, (position, since) in behind.items() if now - since > self._seconds_max}


def watched(places: Mapping[Place, tuple[int, int]], in_hand: Mapping[int, Mapping[str, int]]) -> dict[Place, tuple[int, int]]:
    """Return the *places* that must move, by position and end.

    *in_hand* gives the oldest buffered offset by partition and topic. A partition that works off
    its buffer moves without polling: there the oldest buffered record counts, and its other topics
    may stand still.
    """
    found = {}
    for (topic, number), (position, end) in places.items():
        oldest = in_hand.get(number, {})
        if topic in oldest or not oldest:
            found[topic, number] = (oldest.get(topic, position), end)
    return found
