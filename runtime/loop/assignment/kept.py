"""Keep partitions over a rebalance until it is known whether they come back.

aiokafka takes all partitions from all workers at each rebalance and gives most of them back. For a
worker that stayed in its group, one that comes back had no other owner, so its state and its
producer are still good. Only a second rebalance that overtakes the first can lend it to another
worker in between. That worker's fence then ends this one at its next commit, before it has done
anything.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from runtime.logs import logger
from runtime.loop.partition import Partition

log = logger("kept")


class KeptPartitions:
    """The partitions that a worker owned before the last rebalance of the group of *consumer*."""

    def __init__(self, consumer: Any) -> None:
        self._consumer = consumer
        self._partitions: dict[int, Partition] = {}
        self._member = ""

    async def keep(self, partitions: Mapping[int, Partition]) -> None:
        """Have *partitions* rest; close those kept before, and those that cannot rest."""
        await self.close()
        self._member = self._member_id()
        rested = await asyncio.gather(*(partition.rest() for partition in partitions.values()))
        self._partitions = {number: each for (number, each), rests in zip(partitions.items(), rested, strict=True) if rests}
        await asyncio.gather(*(each.close() for number, each in partitions.items() if number not in self._partitions))

    async def take(self, numbers: Iterable[int], since: datetime | None) -> dict[int, Partition]:
        """Resume the kept partitions among *numbers* and return them; close the others.

        They are this worker's again from *since*. A worker that its group expelled gets none.
        """
        back: dict[int, Partition] = {}
        if self._member and self._member == self._member_id():
            back = {number: self._partitions.pop(number) for number in numbers if number in self._partitions}
        for partition in back.values():
            partition.resume(since)
        await self.close()
        if back:
            log.info("partitions_kept", partitions=sorted(back))
        return back

    async def close(self) -> None:
        """Close all that are kept."""
        kept, self._partitions = self._partitions, {}
        await asyncio.gather(*(partition.close() for partition in kept.values()))

    def __bool__(self) -> bool:
        """Whether any partition is kept."""
        return bool(self._partitions)

    def _member_id(self) -> str:
        """Return the group's name for this worker; a new one, or none, after it was expelled."""
        coordinator = self._consumer._coordinator  # noqa: SLF001 - aiokafka tells it nowhere else
        return "" if coordinator is None else str(coordinator.member_id)  # None before the start
