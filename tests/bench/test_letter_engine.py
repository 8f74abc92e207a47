"""An engine reports its figures as JSON."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.letter_inputs import write_letters
from tests.examples import ROOT


@pytest.mark.parametrize("engine", ["typst", "typst, the same letter"])
def test_an_engine_sets_every_letter_of_a_folder(engine: str, tmp_path: Path) -> None:
    """Rate, first letter, memory and size are measured in one process."""
    write_letters(tmp_path, 2)
    command = [sys.executable, "-m", "bench.letter_engine", engine, str(tmp_path)]

    figures = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)

    assert {"first_seconds", "per_second", "memory_megabytes", "bytes"} == set(figures)
    assert all(value > 0 for value in figures.values())
