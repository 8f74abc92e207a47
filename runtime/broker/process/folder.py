"""The folder of a broker on this machine: one user at a time, and what is kept from one start to the next."""

import fcntl
import os
import shutil
from pathlib import Path

from runtime.broker.errors import DataFolderInUse, DiskFull

FREE_BYTES_MIN = 256 * 1024 * 1024

_TAIL_BYTES = 3_000


class DataFolder:
    """Keeps the broker's data, its `port`, its `broker.log` and the `lock`.

    The lock is on the open file, which the broker inherits: it holds until both we and the broker are gone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.log = self.path / "broker.log"
        self._lock: int | None = None
        self._log_start = 0

    @property
    def lock(self) -> int:
        """The descriptor of the lock, for the broker to inherit."""
        if self._lock is None:
            raise RuntimeError(f"the data folder {self.path} was not claimed")
        return self._lock

    def claim(self) -> None:
        """Make the folder and lock it; raises DataFolderInUse."""
        self.path.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            user = os.pread(lock, 20, 0).decode(errors="replace").strip()
            os.close(lock)
            raise DataFolderInUse(self.path, user) from None
        self._lock = lock
        self._log_start = self.log.stat().st_size if self.log.exists() else 0
        self.name_user(os.getpid())

    def name_user(self, pid: int) -> None:
        """Tell those who find the folder locked by whom."""
        os.ftruncate(self.lock, 0)
        os.pwrite(self.lock, str(pid).encode(), 0)

    def release(self) -> None:
        """Let go of the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def check_space(self, needed_bytes: int = FREE_BYTES_MIN) -> None:
        """See that there is room; raises DiskFull. The embedded broker on a full disk confirms, saves nothing and does not say so."""
        free_bytes = shutil.disk_usage(self.path).free
        if free_bytes < needed_bytes:
            raise DiskFull(self.path, free_bytes, needed_bytes)

    @property
    def kept_port(self) -> int | None:
        """The port of the last start, if it can be read."""
        try:
            return int((self.path / "port").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def keep_port(self, port: int) -> None:
        """Remember *port* for the next start."""
        (self.path / "port").write_text(f"{port}\n")

    def log_tail(self) -> str:
        """The end of what was logged since the folder was claimed."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(self._log_start, self.log.stat().st_size - _TAIL_BYTES))
            return log.read().decode(errors="replace").strip()
