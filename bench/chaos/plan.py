"""How much is done to how many cases."""

from dataclasses import dataclass
from pathlib import Path

PARTITIONS = 4


@dataclass(frozen=True)
class Plan:
    """A run: *cases* through all four services, *kills* of workers, the other acts in proportion; *seed* decides which and when.

    *hard* acts are those that take long (pauses beyond the session, the broker restarted or killed, a third worker): how many of each.
    *still_seconds*: without any progress for so long a run has failed.
    """

    cases: int
    kills: int
    seed: int
    folder: Path
    hard: int = 1
    poison_share: float = 0.01
    channels_at_once: int = 5
    still_seconds: float = 180.0

    @property
    def in_flight(self) -> int:
        """Cases under way at most: so few that they are still fed while everything is done to them."""
        return max(25, min(150, self.cases // 10))

    @property
    def reviewers_room(self) -> int:
        """Room of each reviewer, so that all together sometimes have none for a moment."""
        return max(5, self.in_flight // 8)
