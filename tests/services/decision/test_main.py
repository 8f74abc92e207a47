"""The start of the decision service."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.settings import Settings
from services.decision.__main__ import main, start
from services.decision.assessment.config import rules_of
from services.decision.library.archive import archive_folder, library_digest, library_files
from services.decision.library.library import HERE, load


@pytest.fixture
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a library with one wrong expression in place of the program's own."""
    for part in ("vocabulary", "guidelines"):
        shutil.copytree(HERE / part, tmp_path / part, ignore=shutil.ignore_patterns("*.py"))
    path = tmp_path / "guidelines" / "mtus-2009-massage.yaml"
    path.write_text(path.read_text().replace("home_exercise || adj", "home_exercise || || adj"))
    monkeypatch.setattr(load, "__defaults__", (tmp_path,))
    monkeypatch.setenv("IMR_KAFKA_BOOTSTRAP", "localhost:1")
    monkeypatch.setenv("IMR_DATA_DIR", str(tmp_path / "data"))
    rules_of.cache_clear()
    yield path
    rules_of.cache_clear()


def test_an_unsound_library_ends_the_start(spoilt: Path) -> None:
    """The service does not start with a faulty file; it names file, line and fault."""
    with pytest.raises(SystemExit) as ended:
        main()

    line = next(number for number, text in enumerate(spoilt.read_text().splitlines(), start=1) if "|| ||" in text)
    assert str(ended.value).startswith(f'mtus-2009-massage.yaml:{line}: criteria.adjunct.expression: has "||" where a fact')


def test_what_runs_keeps_its_library(spoilt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A running service keeps its rules when a file becomes faulty."""
    monkeypatch.setattr(load, "__defaults__", (HERE,))
    running = rules_of("ca-workers-comp")
    monkeypatch.setattr(load, "__defaults__", (spoilt.parent.parent,))

    assert running is rules_of("ca-workers-comp")
    assert "mtus-2009-massage.yaml" in rules_of("ca-workers-comp").library.files


def test_the_library_is_kept_before_anything_is_assessed(tmp_path: Path) -> None:
    """The library is kept in the data folder under its digest."""
    start(Settings(data_dir=tmp_path))

    assert archive_folder(tmp_path, library_digest(library_files())).is_dir()


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """The service starts even if the data folder is not writable, as in a container."""
    (tmp_path / "file").write_text("no folder")

    assert "decision" == start(Settings(data_dir=tmp_path / "file")).name
