"""Measure a worker's lag in the background, so that answers never wait."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schemas.message import Part

KNOWN_SECONDS_MAX = 15.0
"""The age at which a measurement says nothing.

The broker is away then, or the worker stands still.
"""

Place = tuple[str, int]
"""A topic and a partition number."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """The handled position and the end of a place, and the time of its oldest buffered record."""

    position: int
    end: int
    oldest_ms: int | None


class Behind(Part):
    """The number of unhandled messages and the age of the oldest in seconds."""

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

    def measure(self, standings: Mapping[Place, Backlog]) -> None:
        """Take in a new measurement."""
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
        """Forget the measurement of a former assignment."""
        self._measured_at, self._places, self._noticed = None, {}, {}

    @property
    def measured_seconds_ago(self) -> float | None:
        """The age of the measurement; None without one."""
        return None if self._measured_at is None else self._monotonic() - self._measured_at

    def known_for(self, numbers: frozenset[int]) -> bool:
        """Whether every partition in *numbers* was measured recently."""
        age = self.measured_seconds_ago
        return age is not None and age <= KNOWN_SECONDS_MAX and numbers <= {number for _, number in self._places}

    def by_topic(self) -> dict[str, Behind]:
        """Return the lag of each topic: the sum of messages, the oldest age."""
        topics: dict[str, list[Behind]] = defaultdict(list)
        for (topic, _), behind in sorted(self._places.items()):
            topics[topic].append(behind)
        return {topic: _together(each) for topic, each in topics.items()}

    def total(self) -> Behind:
        """Return the lag over all topics."""
        return _together(list(self._places.values()))

    def _behind(self, standing: Backlog, noticed_seconds: float) -> Behind:
        """Return the lag of one place.

        A record that is not polled yet is at least as old as the time it was seen waiting.
        """
        messages = max(standing.end - standing.position, 0)
        if not messages:
            return Behind(messages=0, seconds=0.0)
        age = noticed_seconds if standing.oldest_ms is None else max(self._wall() - standing.oldest_ms / 1_000, 0.0)
        return Behind(messages=messages, seconds=round(age, 3))


def _together(behind: list[Behind]) -> Behind:
    return Behind(messages=sum(each.messages for each in behind), seconds=max((each.seconds for each in behind), default=0.0))
