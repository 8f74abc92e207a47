"""The plan of a chaos run."""

from dataclasses import dataclass
from pathlib import Path

PARTITIONS = 4


@dataclass(frozen=True)
class Plan:
    """The size of a run: *cases* through all four services and *kills* of workers.

    Other acts come in proportion to the kills; *seed* decides their order and targets. *hard*
    is the number of each slow act: a pause longer than the session, a broker restart, a broker
    kill, a third worker. With three *brokers* they are killed and paused one by one. Workers begin
    with the code of the checkout *upgrade_from* and get that of this one, one after the other. A
    run without progress for *still_seconds* has failed.
    """

    cases: int
    kills: int
    seed: int
    folder: Path
    hard: int = 1
    brokers: int = 1
    upgrade_from: Path | None = None
    poison_share: float = 0.01
    channels_at_once: int = 5
    still_seconds: float = 180.0

    @property
    def in_flight(self) -> int:
        """Maximum number of open cases, low enough that feeding lasts until the last act."""
        return max(25, min(150, self.cases // 10))

    @property
    def reviewers_room(self) -> int:
        """Open cases per reviewer, so few that now and then no reviewer has room."""
        return max(5, self.in_flight // 8)
