"""The archive of Kafka's classes: written once, in the background, and never half."""

import threading
from pathlib import Path

from runtime.broker.kafka.class_archive import ClassArchive

WRITES = """#!/bin/sh
for option in "$@"; do
  case $option in -XX:SharedArchiveFile=*) echo archive > "${option#*=}" ;; esac
done
"""
FAILS = "#!/bin/sh\nexit 1\n"
HANGS = "#!/bin/sh\nexec sleep 60\n"


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
    """Wait until the writing has ended by itself."""
    for waiting in threading.enumerate():
        if waiting.name == by.path.name:
            waiting.join(20)
            assert not waiting.is_alive()


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


def test_one_process_at_a_time_writes_it_until_it_is_ended(tmp_path: Path) -> None:
    """While the first broker writes, a second does not; after its end the next may."""
    first = archive(tmp_path, HANGS)
    note_classes(first)
    first.begin(())
    second = archive(tmp_path, HANGS)
    second.begin(())
    second.end()  # nothing to end, and not the other's

    first.end()
    assert () == first.use()
    next_one = archive(tmp_path, HANGS)
    (tmp_path / "java").write_text(WRITES)
    next_one.begin(())
    wait_until_written(next_one)

    assert next_one.use()


def test_ending_twice_or_after_it_was_written_keeps_it(tmp_path: Path) -> None:
    """A broker that stops late, or is killed after it stopped, does no harm."""
    first = archive(tmp_path, WRITES)
    first.end()
    note_classes(first)
    first.begin(())
    wait_until_written(first)

    first.end()
    first.end()

    assert first.use()


def test_another_java_has_another_archive(tmp_path: Path) -> None:
    """An archive is good for the Java that wrote it only."""
    first = archive(tmp_path, WRITES)
    (tmp_path / "java").write_text(FAILS)

    assert first.path != archive(tmp_path, FAILS).path
