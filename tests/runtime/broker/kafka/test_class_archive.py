"""The archive of Kafka's classes: written once, in the background, and never half."""

import asyncio
from pathlib import Path

import pytest

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


async def until_written(of: ClassArchive) -> None:
    """Wait for the end of the writer."""
    async with asyncio.timeout(20):
        while of.is_being_written:
            await asyncio.sleep(0.01)


async def test_the_first_broker_writes_it_and_the_next_reads_it(tmp_path: Path) -> None:
    """The noted classes become the archive, and nothing else stays."""
    first = archive(tmp_path, WRITES)
    note_classes(first)

    first.start_writing(())
    await until_written(first)

    assert (f"-XX:SharedArchiveFile={first.path}",) == archive(tmp_path, WRITES).use() == first.use_or_note()
    assert {first.path.name, first.path.with_suffix(".lock").name} == {each.name for each in tmp_path.glob("jars-*")}


@pytest.mark.parametrize("script", [FAILS, HANGS])
async def test_a_writer_that_fails_or_is_ended_leaves_none(script: str, tmp_path: Path) -> None:
    """The next broker notes the classes again."""
    broken = archive(tmp_path, script)
    note_classes(broken)

    broken.start_writing(())
    if script == FAILS:
        await until_written(broken)
    broken.discard()

    assert not broken.is_being_written
    assert () == broken.use()


async def test_one_process_at_a_time_writes_it(tmp_path: Path) -> None:
    """A second broker does not write while the first does."""
    first, second = archive(tmp_path, HANGS), archive(tmp_path, HANGS)
    for each in (first, second):
        note_classes(each)
        each.start_writing(())

    assert first.is_being_written
    assert not second.is_being_written
    first.discard()


def test_another_java_has_another_archive(tmp_path: Path) -> None:
    """An archive is good for the Java that wrote it only."""
    first = archive(tmp_path, WRITES)
    (tmp_path / "java").write_text(FAILS)

    assert first.path != archive(tmp_path, FAILS).path
