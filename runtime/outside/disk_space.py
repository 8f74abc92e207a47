"""The free space of the built-in broker's disk, below which nothing new is taken in."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from runtime.settings import Settings

MIB = 1024 * 1024
HERE = ("127.0.0.1", "localhost", "[::1]")
"""The hosts at which the built-in broker listens."""


@dataclass(frozen=True)
class LowDisk:
    """A disk with too little room: its folder, what is free and what is needed, in MiB."""

    folder: Path
    free: int
    needed: int

    def __str__(self) -> str:
        return f"the disk of {self.folder} has {self.free} MiB left, and below {self.needed} nothing new is taken in; make room"


def low_disk(settings: Settings) -> LowDisk | None:
    """Return the disk of the built-in broker if it has less room than IMR_DISK_FREE_MIN_MIB.

    None also for a broker elsewhere, whose disk we do not see.
    """
    host = settings.kafka_bootstrap.rpartition(":")[0]
    if host not in HERE or not (settings.data_dir / "broker").is_dir():
        return None
    free = shutil.disk_usage(settings.data_dir).free // MIB
    return LowDisk(settings.data_dir, free, settings.disk_free_min_mib) if free < settings.disk_free_min_mib else None
