"""How long a service says nothing after a worker of it was killed, although it has work: per partition, until its next event there."""

import time
from collections.abc import Collection

from bench.chaos.plan import PARTITIONS


class Pause:
    """Measures one kill of a worker of *service*, which had said so much in each partition when it died."""

    def __init__(self, service: str, said: dict[tuple[str, int], int]) -> None:
        self._service, self._said = service, dict(said)
        self._began = time.monotonic()
        self._silent = set(range(PARTITIONS))
        self._heard: dict[int, float] = {}

    @property
    def is_over(self) -> bool:
        """Whether every partition was heard of again."""
        return not self._silent

    def let_rest(self, with_work: Collection[int]) -> None:
        """Only the partitions *with_work* are silent wrongly."""
        self._silent &= set(with_work)

    @property
    def seconds(self) -> float:
        """How long the partition was silent that was heard of last."""
        return max(self._heard.values(), default=0.0)

    def told(self) -> dict[str, object]:
        """How long each partition was silent, for the record."""
        return {"seconds_silent": {number: round(seconds, 1) for number, seconds in sorted(self._heard.items())}}

    @property
    def lasts_seconds(self) -> float:
        """How long it lasts already."""
        return time.monotonic() - self._began

    def look(self, said: dict[tuple[str, int], int]) -> None:
        """See which partitions were heard of since."""
        for number in list(self._silent):
            if said.get((self._service, number), 0) > self._said.get((self._service, number), 0):
                self._silent.discard(number)
                self._heard[number] = self.lasts_seconds
