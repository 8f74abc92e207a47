"""Files laid over the library."""

import shutil
from pathlib import Path

import pytest

from services.decision.analysis.overlay import overlaid_library
from services.decision.library.checks import LibraryNotSound
from services.decision.library.library import HERE, load

MASSAGE = HERE / "guidelines" / "mtus-2009-massage.yaml"


def test_nothing_laid_over() -> None:
    """Without files it is the library itself."""
    assert load().files == overlaid_library([]).files


def test_a_file_takes_the_place_of_its_guideline(tmp_path: Path) -> None:
    """A revised guideline under another file name replaces the one with its id."""
    revised = tmp_path / "revised.yaml"
    revised.write_text(MASSAGE.read_text().replace("The MTUS supports massage", "The revised text supports massage"))
    library = overlaid_library([revised])

    assert "mtus-2009-massage.yaml" not in library.files
    assert library.files["revised.yaml"].id == "mtus-2009-massage"
    assert len(library.files) == len(load().files)


def test_a_folder_brings_its_vocabulary(tmp_path: Path) -> None:
    """A folder shaped like the library is laid over it with the parts of the vocabulary it has."""
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "guidelines").mkdir()
    facts = (HERE / "vocabulary" / "facts.yaml").read_text()
    new = "  sauna_at_home:\n    type: bool\n    meaning: There is a sauna at home.\n    sources: [medical-record]\n"
    (tmp_path / "vocabulary" / "facts.yaml").write_text(facts + new)
    shutil.copy(MASSAGE, tmp_path / "guidelines")

    assert "sauna_at_home" in overlaid_library([tmp_path]).vocabulary


def test_a_folder_of_files(tmp_path: Path) -> None:
    """A plain folder stands for the guidelines in it."""
    shutil.copy(MASSAGE, tmp_path / "again.yaml")

    assert "again.yaml" in overlaid_library([tmp_path]).files


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """Two files that could not be told apart in what is said of them are refused."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copy(MASSAGE, tmp_path / name)

    with pytest.raises(LibraryNotSound, match="two files of this name"):
        overlaid_library([tmp_path / "one", tmp_path / "two"])


def test_a_clash_with_the_library_is_told(tmp_path: Path) -> None:
    """A new guideline that answers what one of the library answers is refused."""
    (tmp_path / "mine.yaml").write_text(
        MASSAGE.read_text()
        .replace("id: mtus-2009-massage", "id: mine")
        .replace("id: mtus-2016-massage", "id: mine-too")
        .replace("series: ", "series: my-")
    )
    with pytest.raises(LibraryNotSound, match=r"mine\.yaml:\d+: applies_to: mine and mtus-2009-massage"):
        overlaid_library([tmp_path / "mine.yaml"])
