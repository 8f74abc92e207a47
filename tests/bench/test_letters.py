"""The table of engines says why a figure is missing."""

import sys
from pathlib import Path

from bench import letters
from bench.letter_engine import ENGINES


def test_every_engine_has_a_description() -> None:
    """The last column is never empty."""
    assert set(ENGINES) == set(letters.WRITES)


def test_an_engine_without_its_environment_is_skipped(tmp_path: Path) -> None:
    """The reason names the command that makes the environment."""
    assert "`make bench`" in str(letters._missing("weasyprint", tmp_path / "python"))


def test_an_engine_that_cannot_be_imported_is_skipped() -> None:
    """The reason is Python's own; ours is part of the project."""
    assert "No module named 'no_such_engine'" in str(letters._missing("no_such_engine", Path(sys.executable)))
    assert letters._missing("typst", Path(sys.executable)) is None
