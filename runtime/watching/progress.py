"""Whether a worker gets on: something to read and nothing read for too long means that a restart is due.

And whether what it reads gets on: behind a transaction that never ends nothing is read, and nothing seems to be left to read.
"""

from collections.abc import Callable, Mapping

Place = tuple[str, int]
"""A topic and a partition number."""


class Progress:
    """Positions and ends of what a worker reads, over time; a partition in which it stands still with more to read stalls."""

    def __init__(self, seconds_max: float, monotonic: Callable[[], float]) -> None:
        self._seconds_max = seconds_max
        self._monotonic = monotonic
        self._behind: dict[Place, tuple[int, float]] = {}
        self.lag = 0

    def stalled(self, places: Mapping[Place, tuple[int, int]]) -> Mapping[Place, int]:
        """Note the position and the end of each place; those that have stood still, short of their end, for the bound, and where."""
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
    """What of *places* (position and end) must move, when *in_hand* says of each partition the oldest offset in hand by topic.

    A partition that works off what it polled gets on by that, although it polls nothing meanwhile: there the oldest message in hand counts,
    and its other topics stand rightly.
    """
    found = {}
    for (topic, number), (position, end) in places.items():
        oldest = in_hand.get(number, {})
        if topic in oldest or not oldest:
            found[topic, number] = (oldest.get(topic, position), end)
    return found
