"""The archive of Kafka's classes: written once, in the background, and never half."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.broker.kafka.class_archive import ClassArchive

WRITES = """#!/bin/sh
for option in "$@"; do
  case $option in -XX:SharedArchiveFile=*) echo archive > "${option#*=}" ;; esac
done
"""
FAILS = "#!/bin/sh\nexit 1\n"
WAITS = """#!/bin/sh
read line < go
""" + WRITES.partition("\n")[2]
"""It writes once somebody opens `go`, a pipe in its folder."""


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """Return the pipe a Java that WAITS reads from."""
    path = tmp_path / "go"
    os.mkfifo(path)
    return path


def archive(folder: Path, script: str) -> ClassArchive:
    """Return an archive of no jars, for a Java that is a shell script."""
    jars = folder / "jars"
    jars.mkdir(exist_ok=True)
    java = folder / "java"
    if not java.exists():
        java.write_text(script)
        java.chmod(0o755)
    return ClassArchive(jars, str(java), folder / "notes")


def note_classes(of: ClassArchive) -> None:
    """Note the classes as a broker would."""
    (option,) = of.use_or_note()
    name, _, path = option.partition("=")
    assert name == "-XX:DumpLoadedClassList"
    Path(path).write_text("java/lang/Object\n")


def wait_until_written(by: ClassArchive) -> None:
    """Wait until the writer has ended: it holds the lock until then, for two minutes at most."""
    with by.path.with_suffix(".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)


def test_the_first_broker_writes_it_and_the_next_reads_it(tmp_path: Path) -> None:
    """The noted classes become the archive, and nothing else stays."""
    first = archive(tmp_path, WRITES)
    note_classes(first)

    first.begin(())
    wait_until_written(first)

    assert (f"-XX:SharedArchiveFile={first.path}",) == archive(tmp_path, WRITES).use() == first.use_or_note()
    assert {first.path.name, first.path.with_suffix(".lock").name} == {each.name for each in tmp_path.glob("jars-*")}


def test_a_writer_that_fails_leaves_none(tmp_path: Path) -> None:
    """The next broker notes the classes again."""
    broken = archive(tmp_path, FAILS)
    note_classes(broken)

    broken.begin(())
    wait_until_written(broken)

    assert () == broken.use()


def test_one_process_at_a_time_writes_it(tmp_path: Path, waiting: Path) -> None:
    """While the first broker's is written, a second broker does not begin another."""
    first = archive(tmp_path, WAITS.replace("go", str(waiting)))
    note_classes(first)
    first.begin(())
    note_classes(first)  # were they taken a second time, they would lie beside the archive

    archive(tmp_path, "").begin(())
    assert () == first.use()
    waiting.write_text("go\n")
    wait_until_written(first)

    assert first.use()


def test_it_is_written_to_its_end_when_the_broker_and_its_folder_are_gone(tmp_path: Path, waiting: Path) -> None:
    """A demo ends before its archive is written; the next demo has it."""
    first = archive(tmp_path, WAITS.replace("go", str(waiting)))
    note_classes(first)
    begin = (
        "from pathlib import Path; from runtime.broker.kafka.class_archive import ClassArchive;"
        f"ClassArchive(Path({str(tmp_path / 'jars')!r}), {str(tmp_path / 'java')!r}, Path({str(tmp_path / 'notes')!r})).begin(())"
    )
    subprocess.run((sys.executable, "-c", begin), check=True)
    (tmp_path / "notes").unlink()

    waiting.write_text("go\n")
    wait_until_written(first)

    assert first.use()


def test_another_java_has_another_archive(tmp_path: Path) -> None:
    """An archive is good for the Java that wrote it only."""
    first = archive(tmp_path, WRITES)
    (tmp_path / "java").write_text(FAILS)

    assert first.path != archive(tmp_path, FAILS).path
