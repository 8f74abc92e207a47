"""Refuse a copy for which the disk of the built-in broker has no room."""

import shutil
from collections.abc import Sequence

from aiokafka import TopicPartition

from runtime.broker.errors import BrokerError
from runtime.broker.kafka.apache import DATA
from runtime.outside.disk_space import HERE, MIB
from runtime.settings import Settings


class NoRoom(BrokerError):
    """A copy would fill the disk."""

    def __init__(self, free: int, copy: int, spare: int) -> None:
        super().__init__(
            f"the copy needs {copy} MiB, and {spare} MiB must stay free; the disk of the broker has {free} MiB left: make room first"
        )


def refuse_no_room(settings: Settings, places: Sequence[TopicPartition]) -> None:
    """Raise NoRoom if a second copy of *places* leaves less than IMR_DISK_FREE_MIN_MIB free.

    A broker elsewhere is not asked: its disks are not seen from here.
    """
    data = settings.data_dir / "broker" / DATA
    if settings.kafka_bootstrap.rpartition(":")[0] not in HERE or not data.is_dir():
        return
    folders = [data / f"{place.topic}-{place.partition}" for place in places]
    segments = [file for folder in folders if folder.is_dir() for file in folder.iterdir() if file.suffix == ".log"]
    copy = sum(file.stat().st_size for file in segments) // MIB + 1
    free = shutil.disk_usage(data).free // MIB
    if free < copy + settings.disk_free_min_mib:
        raise NoRoom(free, copy, settings.disk_free_min_mib)
