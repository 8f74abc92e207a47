"""Keep Kafka's classes as Java loaded them, in a file beside the jars.

With this archive (class data sharing) a start takes half the time. The first broker that runs has
it written in the background, at the lowest priority; without it, a broker starts all the same.
Writing it takes ten seconds of a processor, so it goes on when a shorter life of the broker ends.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from runtime.broker.kafka import write_class_archive


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

    def use(self) -> Sequence[str]:
        """Return Java's options to read the archive; none while there is none."""
        return (f"-XX:SharedArchiveFile={self.path}",) if self.path.exists() else ()

    def use_or_note(self) -> Sequence[str]:
        """Return Java's options to read the archive, or to note the classes for `begin`."""
        return self.use() or (f"-XX:DumpLoadedClassList={self._notes}",)

    def begin(self, options: Sequence[str]) -> None:
        """Begin to write the archive, unless it exists or another process writes it.

        *options* are those of the broker that noted its classes. The writer outlives this process,
        and ends within two minutes.
        """
        nice = shutil.which("nice")
        if self.path.exists() or not self._notes.exists() or nice is None:
            return
        with self.path.with_suffix(".lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            notes, unfinished = self.path.with_suffix(".noted"), self.path.with_suffix(".unfinished")
            shutil.copyfile(self._notes, notes)  # the broker's folder may be gone before it is read
            subprocess.run(  # noqa: S603 - the command is ours
                (
                    *(sys.executable, "-I", "-S", write_class_archive.__file__, str(unfinished), str(self.path), str(notes)),
                    *(nice, "-n", "19", self._java, *options),
                    *("-Xshare:dump", f"-XX:SharedClassListFile={notes}", f"-XX:SharedArchiveFile={unfinished}"),
                    *("-cp", f"{self._jars}/*"),
                ),
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=(lock.fileno(),),  # the lock holds until the writer ends
            )
