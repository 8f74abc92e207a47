"""Libraries that might be."""

from datetime import date
from pathlib import Path

import pytest

from services.decision.analysis.candidate import NoSuchGuideline, candidate, guideline_of, overlaid
from services.decision.library.checks import LibraryNotSound
from services.decision.library.digest import library_digest, library_files
from tests.services.decision.whatif import written


def test_a_file_takes_the_place_of_its_guideline(tmp_path: Path) -> None:
    """By its id, whatever the file is called, with its own dates; the rest of the library is as it is."""
    live = {each.id: each for each in candidate("mtus-2009-massage").library.guidelines}
    tried = candidate(str(written(tmp_path, recommendation="Another recommendation altogether.")))
    found = {each.id: each for each in tried.library.guidelines}

    assert ("mtus-2009-massage",) == tried.changed
    assert "Another recommendation altogether." == found["mtus-2009-massage"].recommendation
    assert found["mtus-2009-massage"].in_force.since == date(2009, 7, 18)
    assert set(live) <= set(found)
    assert tried.digest != library_digest(library_files())


def test_an_edition_is_tried_as_if_it_had_always_been(tmp_path: Path) -> None:
    """By its id, or as a file with an id of its own; the other editions of its series are set aside."""
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
    tried = overlaid(tmp_path)

    assert candidate(str(tmp_path)).digest == tried.digest
    assert "Another recommendation altogether." in {each.recommendation for each in tried.library.guidelines}


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    """It is the library itself."""
    assert library_digest(library_files()) == overlaid(tmp_path).digest


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
