"""How long a service says nothing after a worker of it was killed: per partition, until its next event there."""

import time

from bench.chaos.plan import PARTITIONS


class Pause:
    """Measures one kill of a worker of *service*, which had said so much in each partition when it died."""

    def __init__(self, service: str, said: dict[tuple[str, int], int]) -> None:
        self._service, self._said = service, dict(said)
        self._began = time.monotonic()
        self._silent = set(range(PARTITIONS))
        self.seconds = 0.0

    @property
    def is_over(self) -> bool:
        """Whether every partition was heard of again."""
        return not self._silent

    @property
    def lasts_seconds(self) -> float:
        """How long it lasts already."""
        return time.monotonic() - self._began

    def look(self, said: dict[tuple[str, int], int]) -> None:
        """See which partitions were heard of since."""
        for number in list(self._silent):
            if said.get((self._service, number), 0) > self._said.get((self._service, number), 0):
                self._silent.discard(number)
                self.seconds = self.lasts_seconds
