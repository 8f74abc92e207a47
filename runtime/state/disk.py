"""Keep a partition's committed state in RocksDB, with its position in the changelog.

The copy saves reading the changelog from the beginning. It is written only after a commit, state
and position at once. Missing changes are read from the changelog, and a copy in doubt is deleted
and made anew.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from rocksdict import AccessType, Options, Rdict, WriteBatch

from runtime import clock
from runtime.files import private_folder
from runtime.logs import logger

log = logger("disk")

STALE_AFTER = timedelta(hours=12)
"""The age at which a copy is no longer trusted.

Compaction forgets a deletion after a day (`delete.retention.ms`), so an old copy might keep
deleted state.
"""

_PLACE = b"\x00place"  # sorts before any table


class DiskInUse(OSError):
    """Another process has the folder open.

    It is the owner being replaced, or a second worker with the same slot.
    """

    retriable = True

    def __init__(self, folder: Path) -> None:
        super().__init__(f"the state in {folder} is open in another process; give each worker a slot of its own (IMR_SLOT)")
        self.folder = folder


class Position(NamedTuple):
    """The position of a copy: cluster, next offset of the changelog, time of writing."""

    cluster: str
    position: int
    written_at: datetime


class Disk:
    """State by `table/key` in *folder*: a copy of the changelog of *cluster*."""

    def __init__(self, folder: Path, cluster: str) -> None:
        self._folder = folder
        self._cluster = cluster
        self._records = _open(folder)
        place = self._place()
        if place is not None and (place.cluster != cluster or clock.now() - place.written_at > STALE_AFTER):
            self.clear()

    @property
    def position(self) -> int:
        """The changelog offset up to which the copy is complete; 0 for an empty copy."""
        place = self._place()
        return place.position if place else 0

    def read(self, key: str) -> bytes:
        """Return the bytes under *key*; raise KeyError."""
        record = self._records.get(key.encode())
        if record is None:
            raise KeyError(key)
        return bytes(record)

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield the keys that begin with *prefix*, without it, in order."""
        start = prefix.encode()
        for key in self._records.keys(from_key=start):
            found = bytes(key)  # type: ignore[arg-type]  # in raw mode keys are bytes
            if not found.startswith(start):
                return
            yield found[len(start) :].decode()

    def write(self, changes: Iterable[tuple[str, bytes | None]], position: int) -> None:
        """Apply *changes* (None deletes) and the new *position*, all or nothing."""
        batch = WriteBatch(raw_mode=True)
        for key, record in changes:
            if record is None:
                batch.delete(key.encode())
            else:
                batch.put(key.encode(), record)
        batch.put(_PLACE, json.dumps([self._cluster, position, clock.now().isoformat()]).encode())
        self._records.write(batch)

    def clear(self) -> None:
        """Delete everything."""
        self._records.close()
        Rdict.destroy(str(self._folder), _options())
        self._records = _open(self._folder)

    def close(self) -> None:
        """Close the folder."""
        self._records.close()

    def _place(self) -> Position | None:
        stored = self._records.get(_PLACE)
        if stored is None:
            return None
        cluster, position, written_at = json.loads(bytes(stored))
        return Position(cluster, position, datetime.fromisoformat(written_at))


def _open(folder: Path) -> Rdict:
    private_folder(folder.parent)
    try:
        return Rdict(str(folder), _options(), access_type=AccessType.read_write())
    except Exception as error:  # rocksdict raises nothing else
        if "lock" in str(error).lower():
            raise DiskInUse(folder) from error
        log.warning("state_on_disk_unreadable", reason="made anew from the changelog", exc_info=True)
        Rdict.destroy(str(folder), _options())
        return Rdict(str(folder), _options(), access_type=AccessType.read_write())


def _options() -> Options:
    options = Options(raw_mode=True)
    options.create_if_missing(True)
    options.set_keep_log_file_num(2)
    return options
