"""Libraries that might be."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from services.decision.analysis.candidate import NoSuchGuideline, NothingToRead, candidate, candidate_edition, guideline_of
from services.decision.library.archive import library_digest, library_files
from services.decision.library.errors import LibraryNotSound
from services.decision.library.library import HERE, load
from tests.services.decision.whatif import written


def test_a_file_takes_the_place_of_its_guideline(tmp_path: Path) -> None:
    """A file replaces the guideline with its id; the file's name does not matter."""
    live = {each.id: each for each in candidate("mtus-2009-massage").library.guidelines}
    tried = candidate(str(written(tmp_path, recommendation="Another recommendation altogether.")))
    found = {each.id: each for each in tried.library.guidelines}

    assert ("mtus-2009-massage",) == tried.changed
    assert "Another recommendation altogether." == found["mtus-2009-massage"].recommendation
    assert found["mtus-2009-massage"].in_force.since == date(2009, 7, 18)
    assert set(live) <= set(found)
    assert tried.digest != library_digest(library_files())


def test_an_edition_is_tried_as_if_it_had_always_been(tmp_path: Path) -> None:
    """A named edition, or a file with its own id, replaces all editions of its series."""
    for name in (
        "mtus-2009-massage",
        "mtus-2016-massage",
        "mtus-2009-physical-medicine",
        str(written(tmp_path, id="mtus-2099-massage")),
    ):
        tried = candidate(name)
        (edition,) = (each for each in tried.library.guidelines if each.id in tried.changed)
        assert name.endswith(("changed.yaml", edition.id))
        assert (edition.in_force.since, edition.in_force.until) == (date(1900, 1, 1), None)
        assert [edition.id] == [each.id for each in tried.library.guidelines if each.series == edition.series]


def test_a_folder_lies_over_the_library(tmp_path: Path) -> None:
    """Each of its guidelines takes its place, with the dates it has."""
    written(tmp_path / "guidelines", recommendation="Another recommendation altogether.")
    tried = candidate_edition([tmp_path])

    assert candidate(str(tmp_path)).digest == tried.digest
    assert "Another recommendation altogether." in {each.recommendation for each in tried.library.guidelines}


def test_the_same_vocabulary_changes_nothing() -> None:
    """It is the library itself."""
    assert library_digest(library_files()) == candidate_edition([HERE]).digest


def test_what_is_not_sound_is_refused(tmp_path: Path) -> None:
    """As it would be in the library, by file and place."""
    with pytest.raises(LibraryNotSound):
        candidate(str(written(tmp_path, criteria=[])))
    (tmp_path / "broken.yaml").write_text("[")
    with pytest.raises(LibraryNotSound):
        candidate(str(tmp_path / "broken.yaml"))


def test_what_is_neither_edition_nor_file_is_named() -> None:
    """With some that are."""
    for find in (candidate, guideline_of):
        with pytest.raises(NoSuchGuideline, match="mtus-2009-massage"):
            find("mtus-1999-massage")


def test_a_guideline_is_found_as_it_is(tmp_path: Path) -> None:
    """An edition with its own dates; a file with those it says."""
    assert guideline_of("mtus-2009-massage").in_force.since == date(2009, 7, 18)
    assert guideline_of(str(written(tmp_path))).in_force.since == date(2009, 7, 18)


MASSAGE = HERE / "guidelines" / "mtus-2009-massage.yaml"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ((), "has no .yaml files"),
        (("notes.txt", "deeper/x.yaml"), "has no .yaml files"),
        (("x.yml",), "x.yml is not read; files of the library end in .yaml"),
        (("x.yaml", "guidelines/y.yml"), "guidelines/y.yml is not read"),
        (("x.yaml", "vocabulary/facts.yml"), "vocabulary/facts.yml is not read"),
    ],
)
def test_a_folder_of_which_something_would_be_left_out_is_refused(files: tuple[str, ...], told: str, tmp_path: Path) -> None:
    """It would be called sound, or without effect, unread."""
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")

    for find in (lambda: candidate_edition([tmp_path]), lambda: candidate(str(tmp_path))):
        with pytest.raises(NothingToRead, match=re.escape(told)):
            find()


def test_nothing_laid_over() -> None:
    """Without files it is the library itself."""
    assert load().files == candidate_edition([]).library.files


def test_a_file_under_another_name_replaces_its_guideline(tmp_path: Path) -> None:
    """A revised guideline under another file name replaces the one with its id."""
    revised = tmp_path / "revised.yaml"
    revised.write_text(MASSAGE.read_text().replace("The MTUS supports massage", "The revised text supports massage"))
    library = candidate_edition([revised]).library

    assert "mtus-2009-massage.yaml" not in library.files
    assert library.files["revised.yaml"].id == "mtus-2009-massage"
    assert len(library.files) == len(load().files)


def test_a_folder_brings_its_vocabulary(tmp_path: Path) -> None:
    """A folder shaped like the library replaces the parts of the vocabulary it has."""
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "guidelines").mkdir()
    facts = (HERE / "vocabulary" / "facts.yaml").read_text()
    new = "  sauna_at_home:\n    type: bool\n    meaning: There is a sauna at home.\n    sources: [medical-record]\n"
    (tmp_path / "vocabulary" / "facts.yaml").write_text(facts + new)
    shutil.copy(MASSAGE, tmp_path / "guidelines")

    assert "sauna_at_home" in candidate_edition([tmp_path]).library.vocabulary


def test_a_folder_of_files(tmp_path: Path) -> None:
    """A plain folder stands for the guidelines in it."""
    shutil.copy(MASSAGE, tmp_path / "again.yaml")

    assert "again.yaml" in candidate_edition([tmp_path]).library.files


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """Two files with the same name are refused: messages could not tell them apart."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copy(MASSAGE, tmp_path / name)

    with pytest.raises(LibraryNotSound, match="two files of this name"):
        candidate_edition([tmp_path / "one", tmp_path / "two"])


def test_a_clash_with_the_library_is_told(tmp_path: Path) -> None:
    """A new guideline for a question that another guideline answers is refused."""
    (tmp_path / "mine.yaml").write_text(
        MASSAGE.read_text()
        .replace("id: mtus-2009-massage", "id: mine")
        .replace("id: mtus-2016-massage", "id: mine-too")
        .replace("series: ", "series: my-")
    )
    with pytest.raises(LibraryNotSound, match=r"mine\.yaml:\d+: applies_to: mine and mtus-2009-massage"):
        candidate_edition([tmp_path / "mine.yaml"])
