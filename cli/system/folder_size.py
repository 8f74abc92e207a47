"""The size of a data folder on the disk: its topics, the services' state, and the letters."""

import asyncio
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PAUSE_SECONDS = 30.0
_PAUSE_FACTOR = 20
"""A folder with millions of files is measured less often, for a twentieth of the time."""

_BLOCK_BYTES = 512
_STEP = 1024
_UNITS = ("KiB", "MiB", "GiB", "TiB")
_PARTS = {"letters": "letters", "outbox": "letters", "state": "state"}
"""The part of each folder; the broker's files have two parts, and others are "other"."""


class FolderSize:
    """The size of *folder*, measured again and again in a thread."""

    def __init__(self, folder: Path) -> None:
        self.told = ""
        self._folder = folder
        self._stopped = threading.Event()

    async def measure(self) -> str:
        """Measure once, without holding the loop; return the size for people.

        If it is cancelled, the walk ends too, so that it does not outlast the system.
        """
        try:
            self.told = told(await asyncio.to_thread(self._measure))
        except asyncio.CancelledError:
            self._stopped.set()
            raise
        return self.told

    async def keep_measuring(self) -> None:
        """Measure until cancelled."""
        while True:
            began = time.monotonic()
            await self.measure()
            await asyncio.sleep(max(PAUSE_SECONDS, _PAUSE_FACTOR * (time.monotonic() - began)))

    def _measure(self) -> Counter[str]:
        """Return the bytes by part; a part without a file is missing."""
        sizes: Counter[str] = Counter()
        for path, size in _files(str(self._folder)):
            if self._stopped.is_set():
                break
            sizes[_part(path[len(str(self._folder)) + 1 :])] += size
        return sizes


def told(sizes: Counter[str]) -> str:
    """Return *sizes* for people, such as `data 202 MiB: topics 12 MiB, letters 190 MiB`."""
    parts = ", ".join(f"{part} {human(sizes[part])}" for part in ("topics", "state", "letters", "other") if sizes[part])
    return f"data {human(sizes.total())}" + (f": {parts}" if parts else "")


def human(size: float) -> str:
    """Return a number of bytes in the unit in which it is easily read."""
    unit = "B"
    for larger in _UNITS:
        if size < _STEP:
            break
        size, unit = size / _STEP, larger
    return f"{size:.1f} {unit}" if unit in _UNITS[2:] else f"{size:.0f} {unit}"


def _part(path: str) -> str:
    """Return the part that the file at *path* in the data folder belongs to."""
    first, *rest = path.split("/")
    if first == "broker" and len(rest) > 2:  # noqa: PLR2004 - broker, kind of broker, partition, segment
        return "state" if "changelog" in rest[1] else "topics"
    return _PARTS.get(first, "other")


def _files(folder: str) -> Iterator[tuple[str, int]]:
    """Yield each file below *folder* with the bytes that it takes up; links are not followed.

    Files may vanish meanwhile. Those of Kafka's indexes are mostly holes, so blocks are counted.
    """
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        yield entry.path, _size(entry)
        except OSError:
            continue


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_blocks * _BLOCK_BYTES
    except OSError:
        return 0
