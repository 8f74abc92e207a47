"""How far behind a worker is: measured in the background, so that whoever asks waits for nobody."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schemas.message import Part

KNOWN_SECONDS_MAX = 15.0
"""A measurement that is older says nothing: the broker is away, or the worker stands still."""

Place = tuple[str, int]
"""A topic and a partition of it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a place was handled, where it ends, and when its oldest unhandled message was written, if that message is in hand."""

    position: int
    end: int
    oldest_ms: int | None


class Behind(Part):
    """Messages that are not handled yet, and the age of the oldest in seconds."""

    messages: int
    seconds: float


class Lag:
    """The newest measurement of all places of a worker."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        self._monotonic = monotonic
        self._wall = wall
        self._measured_at: float | None = None
        self._places: dict[Place, Behind] = {}
        self._noticed: dict[Place, tuple[int, float]] = {}

    def measure(self, standings: Mapping[Place, Standing]) -> None:
        """Take in what was just measured."""
        now = self._monotonic()
        noticed: dict[Place, tuple[int, float]] = {}
        for place, standing in standings.items():
            before = self._noticed.get(place)
            since = before[1] if before and before[0] == standing.position else now
            if standing.position < standing.end:
                noticed[place] = (standing.position, since)
            self._places[place] = self._behind(standing, now - since)
        self._noticed, self._measured_at = noticed, now
        self._places = {place: self._places[place] for place in standings}

    def forget(self) -> None:
        """What was measured belongs to an assignment that is over."""
        self._measured_at, self._places, self._noticed = None, {}, {}

    @property
    def measured_seconds_ago(self) -> float | None:
        """The age of the measurement; None without one."""
        return None if self._measured_at is None else self._monotonic() - self._measured_at

    def known_for(self, numbers: frozenset[int]) -> bool:
        """Whether every partition in *numbers* was measured a short time ago."""
        age = self.measured_seconds_ago
        return age is not None and age <= KNOWN_SECONDS_MAX and numbers <= {number for _, number in self._places}

    def by_topic(self) -> dict[str, Behind]:
        """Messages added up, the oldest of all partitions."""
        topics: dict[str, list[Behind]] = defaultdict(list)
        for (topic, _), behind in sorted(self._places.items()):
            topics[topic].append(behind)
        return {topic: _together(each) for topic, each in topics.items()}

    def total(self) -> Behind:
        """The same over all topics."""
        return _together(list(self._places.values()))

    def _behind(self, standing: Standing, noticed_seconds: float) -> Behind:
        """The age of a message that is not in hand yet is at least the time for which it was seen waiting."""
        messages = max(standing.end - standing.position, 0)
        if not messages:
            return Behind(messages=0, seconds=0.0)
        age = noticed_seconds if standing.oldest_ms is None else max(self._wall() - standing.oldest_ms / 1_000, 0.0)
        return Behind(messages=messages, seconds=round(age, 3))


def _together(behind: list[Behind]) -> Behind:
    return Behind(messages=sum(each.messages for each in behind), seconds=max((each.seconds for each in behind), default=0.0))
