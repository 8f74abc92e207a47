"""The process that writes the class archive goes on by itself and leaves all or nothing."""

import subprocess
import sys
from pathlib import Path

from runtime.broker.kafka import write_class_archive


def write(folder: Path, *command: str) -> list[str]:
    """Have *command* write, wait for its end, and return the files that are left."""
    (folder / "notes").write_text("java/lang/Object\n")
    paths = (str(folder / name) for name in ("unfinished", "archive", "notes"))
    started = subprocess.run(
        (sys.executable, "-I", "-S", write_class_archive.__file__, *paths, *command),
        check=True,
        stdout=subprocess.PIPE,  # it is read to its end, and the writer in the background has it too
        timeout=60,
    )
    assert started.stdout == b""
    return sorted(each.name for each in folder.iterdir())


def test_an_archive_that_was_written_is_moved_to_its_place(tmp_path: Path) -> None:
    """Nothing else stays."""
    assert ["archive"] == write(tmp_path, "cp", str(tmp_path / "notes"), str(tmp_path / "unfinished"))
    assert (tmp_path / "archive").read_text() == "java/lang/Object\n"


def test_a_program_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Not even the half that it had written."""
    assert [] == write(tmp_path, "sh", "-c", f"echo half > {tmp_path / 'unfinished'}; exit 1")


def test_a_program_that_says_it_succeeded_and_wrote_nothing_leaves_nothing(tmp_path: Path) -> None:
    """The next broker tries again."""
    assert [] == write(tmp_path, "true")
