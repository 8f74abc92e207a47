"""Whether a worker gets on: something to read and nothing read for too long means that a restart is due."""

from collections.abc import Callable, Hashable, Mapping


class Progress:
    """Positions and ends of what a worker reads, over time; a partition in which it stands still with more to read stalls."""

    def __init__(self, seconds_max: float, monotonic: Callable[[], float]) -> None:
        self._seconds_max = seconds_max
        self._monotonic = monotonic
        self._behind: dict[Hashable, tuple[int, float]] = {}
        self.lag = 0

    def stalled(self, places: Mapping[Hashable, tuple[int, int]]) -> bool:
        """Note the position and the end of each place; True if one has stood still, short of its end, for the bound."""
        now = self._monotonic()
        self.lag = sum(max(end - position, 0) for position, end in places.values())
        behind: dict[Hashable, tuple[int, float]] = {}
        for place, (position, end) in places.items():
            if position < end:
                before, since = self._behind.get(place, (position, now))
                behind[place] = (position, since if position == before else now)
        self._behind = behind
        return any(now - since > self._seconds_max for _, since in behind.values())
