"""Keep Kafka's classes as Java loaded them, in a file beside the jars.

With this archive (class data sharing) a start takes half the time. The first broker that runs for
ten seconds writes it, at the lowest priority; without it, a broker starts all the same.
"""

import asyncio
import fcntl
import hashlib
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL
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

    def use(self) -> Sequence[str]:
        """Return Java's options to read the archive; none while there is none."""
        return (f"-XX:SharedArchiveFile={self.path}",) if self.path.exists() else ()

    def use_or_note(self) -> Sequence[str]:
        """Return Java's options to read the archive, or to note the classes for `write`."""
        return self.use() or (f"-XX:DumpLoadedClassList={self._notes}",)

    async def write(self, options: Sequence[str]) -> None:
        """Write the archive, unless it exists or another process writes it.

        *options* are those of the broker that noted its classes. If this is cancelled, its process
        ends, and the next one writes over what it left.
        """
        nice = shutil.which("nice")
        if self.path.exists() or not self._notes.exists() or nice is None:
            return
        with self.path.with_suffix(".lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            writer = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), nice, "-n", "19", self._java, *options),
                *("-Xshare:dump", f"-XX:SharedClassListFile={self._notes}", f"-XX:SharedArchiveFile={self._unfinished}"),
                *("-cp", f"{self._jars}/*"),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
                start_new_session=True,
                pass_fds=(lock.fileno(),),  # the lock holds until the writer ends
            )
        try:
            status = await writer.wait()
        except asyncio.CancelledError:
            writer.kill()
            await writer.wait()
            raise
        if status == 0 and self._unfinished.exists():
            self._unfinished.replace(self.path)
