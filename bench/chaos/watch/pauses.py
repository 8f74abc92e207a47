"""The pause of a service after one of its workers was killed.

For each partition with work, it lasts until the service's next message there.
"""

import time
from collections.abc import Collection

from bench.chaos.plan import PARTITIONS


class Pause:
    """The pause after one kill of a worker of *service*.

    *said* counts its messages by service and partition at the time of the kill.
    """

    def __init__(self, service: str, said: dict[tuple[str, int], int]) -> None:
        self._service, self._said = service, dict(said)
        self._began = time.monotonic()
        self._silent = set(range(PARTITIONS))
        self._heard: dict[int, float] = {}

    @property
    def is_over(self) -> bool:
        """Whether every partition with work has a new message."""
        return not self._silent

    def let_rest(self, with_work: Collection[int]) -> None:
        """Stop waiting for partitions that are not in *with_work*."""
        self._silent &= set(with_work)

    @property
    def seconds(self) -> float:
        """The longest silence of a partition; 0 where none was measured."""
        return max(self._heard.values(), default=0.0)

    def told(self) -> dict[str, object]:
        """Return the silence of each partition, for the log of acts."""
        return {"seconds_silent": {number: round(seconds, 1) for number, seconds in sorted(self._heard.items())}}

    @property
    def lasts_seconds(self) -> float:
        """Seconds since the kill."""
        return time.monotonic() - self._began

    def look(self, said: dict[tuple[str, int], int]) -> None:
        """Note the partitions in which *said* has grown since the kill."""
        for number in list(self._silent):
            if said.get((self._service, number), 0) > self._said.get((self._service, number), 0):
                self._silent.discard(number)
                self._heard[number] = self.lasts_seconds
