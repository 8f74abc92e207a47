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


def watched(places: Mapping[Place, tuple[int, int]], next_in_hand: Mapping[int, tuple[str, int]]) -> dict[Place, tuple[int, int]]:
    """Return the *places* that must move, by position and end.

    *next_in_hand* gives topic and offset of the next buffered record by partition. A partition that
    works off its buffer moves without polling, one record after the other: only the next one must
    move, and the records of other topics wait behind it.
    """
    found = {}
    for (topic, number), (position, end) in places.items():
        next_topic, next_offset = next_in_hand.get(number, (topic, position))
        if topic == next_topic:
            found[topic, number] = (next_offset, end)
    return found
