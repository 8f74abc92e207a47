"""Follow changelogs of partitions that other workers own, into copies on disk.

When one of these partitions comes to this worker, its state is almost here: `restore` reads only
the rest of the changelog. Without a standby, that is everything since the worker last owned it.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from runtime import clock
from runtime.logs import logger
from runtime.outside.committed_reader import committed_reader
from runtime.settings import Settings
from runtime.state.changelog import open_disk
from runtime.state.disk import STALE_AFTER, Disk, DiskInUse

log = logger("standby")

_POLL_MS = 500
_BATCH_PAUSE_SECONDS = 0.02
"""The pause after each poll: the partitions that this worker owns go before a standby."""

_AGAIN_SECONDS = 5.0
_RENEW_AFTER = STALE_AFTER / 12
"""A copy of a quiet changelog is written again before it counts as stale."""


class Standby:
    """The copies of *changelog* that this worker keeps for partitions that it does not own."""

    def __init__(self, service_name: str, changelog: str, settings: Settings, owned: Callable[[], Collection[int]]) -> None:
        self._service_name, self._changelog, self._settings = service_name, changelog, settings
        self._owned = owned
        self._disks: dict[int, Disk] = {}
        self._renew_at = clock.real()
        self._changing = asyncio.Lock()

    async def run(self) -> None:
        """Follow until cancelled; does nothing without the setting. An error ends no worker."""
        while self._settings.standby:
            try:
                async with committed_reader(self._settings) as consumer:
                    while True:
                        await self.follow(consumer)
            except Exception as error:  # noqa: BLE001 - the partitions that this worker owns are none of its business
                log.warning("standby_interrupted", error_type=type(error).__name__)
                await asyncio.sleep(_AGAIN_SECONDS)
            finally:
                await self.give_up(list(self._disks))

    async def follow(self, consumer: AIOKafkaConsumer) -> None:
        """Open and assign the copies that are wanted now, and write the next records into them."""
        async with self._changing:
            await self._match(consumer)
        if not self._disks:
            await asyncio.sleep(_POLL_MS / 1_000)
            return
        for place, records in (await consumer.getmany(timeout_ms=_POLL_MS)).items():
            if (disk := self._disks.get(place.partition)) is not None:  # else it was given up meanwhile
                disk.write(_changes(records), records[-1].offset + 1)
        if clock.real() >= self._renew_at:
            self._renew_at = clock.real() + _RENEW_AFTER
            for disk in self._disks.values():
                disk.write((), disk.position)
        await asyncio.sleep(_BATCH_PAUSE_SECONDS)

    async def give_up(self, numbers: Iterable[int]) -> None:
        """Close the copies of *numbers*: their partitions are to be opened here."""
        async with self._changing:
            for number in numbers:
                if (disk := self._disks.pop(number, None)) is not None:
                    disk.close()

    async def _match(self, consumer: AIOKafkaConsumer) -> None:
        """Have a copy open of each partition that others own, and *consumer* read behind it."""
        known = set(self._disks)
        for number in range(self._settings.partitions):
            if number in self._disks or number in self._owned():
                continue
            try:
                disk = await open_disk(self._service_name, number, self._settings)
            except DiskInUse:  # this worker is about to give the partition up
                continue
            assert disk is not None, "a standby needs state on disk"
            self._disks[number] = disk
        if known == set(self._disks) == {each.partition for each in consumer.assignment()}:
            return
        places = {number: TopicPartition(self._changelog, number) for number in self._disks}
        ends = await consumer.end_offsets(list(places.values()))
        consumer.assign(list(places.values()))
        for number, place in places.items():
            if self._disks[number].position > ends[place]:  # the changelog was deleted and created again
                self._disks[number].clear()
            consumer.seek(place, self._disks[number].position)


def _changes(records: Iterable[Any]) -> list[tuple[str, bytes | None]]:
    return [(record.key.decode(), record.value) for record in records]
