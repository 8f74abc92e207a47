"""The data folder of a broker: one user at a time; port and log are kept between starts."""

import fcntl
import os
import shutil
from pathlib import Path

from runtime.broker.errors import DataFolderInUse, DiskFull

FREE_BYTES_MIN = 256 * 1024 * 1024

_TAIL_BYTES = 3_000


class DataFolder:
    """Keeps the broker's data, its `port`, its `broker.log` and the `lock`.

    The broker inherits the open lock file, so the lock holds until both we and the broker are
    gone.
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
        """Make the folder and lock it; raise DataFolderInUse."""
        self.path.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            user = os.pread(lock, 20, 0).decode(errors="replace").strip()
            os.close(lock)
            raise DataFolderInUse(self.path, user) from None
        self._lock = lock
        self.begin_log()
        self.name_user(os.getpid())

    def begin_log(self) -> None:
        """Let the lines from now on be the log of this start."""
        self._log_start = self.log.stat().st_size if self.log.exists() else 0

    def name_user(self, pid: int) -> None:
        """Write the id of the process that uses the folder into the lock."""
        os.ftruncate(self.lock, 0)
        os.pwrite(self.lock, str(pid).encode(), 0)

    def release(self) -> None:
        """Release the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def check_space(self, needed_bytes: int = FREE_BYTES_MIN) -> None:
        """Check that there is enough disk space; raise DiskFull.

        On a full disk a broker ends, and with it every service.
        """
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
        """Keep *port* for the next start."""
        (self.path / "port").write_text(f"{port}\n")

    def log_says(self, words: str) -> bool:
        """Return whether *words* are in the log of this start."""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return words.encode() in log.read()

    def log_tail(self) -> str:
        """Return the end of the log of this start."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(self._log_start, self.log.stat().st_size - _TAIL_BYTES))
            return log.read().decode(errors="replace").strip()
