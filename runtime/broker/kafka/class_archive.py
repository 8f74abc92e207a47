"""Keep Kafka's classes as Java loaded them, in a file beside the jars.

With this archive (class data sharing) a start takes half the time. The first broker that runs for
ten seconds writes it, at the lowest priority; without it, a broker starts all the same.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from runtime.broker.process import tether


class ClassArchive:
    """The archive for *jars* on this *java*; another Java has another archive.

    A broker without an archive notes its classes in the file *notes*.
    """

    def __init__(self, jars: Path, java: str, notes: Path) -> None:
        program = Path(java).resolve()
        found = program.stat()
        version = hashlib.sha256(f"{program}\0{found.st_mtime_ns}\0{found.st_size}".encode()).hexdigest()[:12]
        self.path = jars.with_name(f"{jars.name}-{version}.jsa")
        self._jars, self._java = jars, java
        self._notes = notes
        self._unfinished = self.path.with_suffix(".unfinished")
        self._writer: subprocess.Popen[bytes] | None = None
        self._waiting: threading.Thread | None = None

    def use(self) -> Sequence[str]:
        """Return Java's options to read the archive; none while there is none."""
        return (f"-XX:SharedArchiveFile={self.path}",) if self.path.exists() else ()

    def use_or_note(self) -> Sequence[str]:
        """Return Java's options to read the archive, or to note the classes for `begin`."""
        return self.use() or (f"-XX:DumpLoadedClassList={self._notes}",)

    def begin(self, options: Sequence[str]) -> None:
        """Begin to write the archive, unless it exists or another process writes it.

        *options* are those of the broker that noted its classes.
        """
        nice = shutil.which("nice")
        if self.path.exists() or not self._notes.exists() or nice is None:
            return
        with self.path.with_suffix(".lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._writer = subprocess.Popen(  # noqa: S603 - the command is ours
                (
                    *(sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), nice, "-n", "19", self._java, *options),
                    *("-Xshare:dump", f"-XX:SharedClassListFile={self._notes}", f"-XX:SharedArchiveFile={self._unfinished}"),
                    *("-cp", f"{self._jars}/*"),
                ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=(lock.fileno(),),  # the lock holds until the writer ends
            )
        # A thread, not a task: a broker may be started in one event loop and stopped in another.
        self._waiting = threading.Thread(target=self._finish, args=(self._writer,), name=self.path.name, daemon=True)
        self._waiting.start()

    def end(self) -> None:
        """End the writing; the next one writes over what it left."""
        if self._writer is not None and self._waiting is not None:
            self._writer.kill()
            self._waiting.join()

    def _finish(self, writer: subprocess.Popen[bytes]) -> None:
        if writer.wait() == 0 and self._unfinished.exists():
            self._unfinished.replace(self.path)
