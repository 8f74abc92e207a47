"""Libraries are kept under their digest."""

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from services.decision.library.archive import archive_folder, find_library, keep_library, library_digest, library_files
from services.decision.library.library import HERE, load

FILES = st.dictionaries(st.text(max_size=5), st.binary(max_size=8), max_size=4)


@given(FILES, FILES)
def test_another_library_has_another_digest(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """Names and contents, wherever one ends and the next begins."""
    assert (library_digest(one) == library_digest(other)) == (one == other)


def test_the_library_has_both_parts() -> None:
    """Guidelines and the vocabulary they are read by."""
    names = list(library_files())

    assert "vocabulary/facts.yaml" in names
    assert any(name.startswith("guidelines/") for name in names)


def another_library(folder: Path) -> Path:
    """A copy of the library with one word changed."""
    for part in ("vocabulary", "guidelines"):
        shutil.copytree(HERE / part, folder / part)
    file = folder / "guidelines/mtus-2009-tens.yaml"
    file.write_text(f"# changed\n{file.read_text()}")
    return folder


def test_a_library_is_kept_and_found(tmp_path: Path) -> None:
    """By its digest, whole, and as sound as it was; kept twice it is there once."""
    library = another_library(tmp_path / "library")
    digest = keep_library(tmp_path / "data", library)

    assert keep_library(tmp_path / "data", library) == digest
    found = find_library(tmp_path / "data", digest)
    assert found == archive_folder(tmp_path / "data", digest)
    assert library_files(found) == library_files(library)
    assert load(found).vocabulary
    assert [found.name] == [each.name for each in found.parent.iterdir()]


def test_our_own_needs_no_keeping(tmp_path: Path) -> None:
    """The library of the program is found where it is."""
    assert find_library(tmp_path, library_digest(library_files())) == HERE


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    """Neither a library that was never kept, nor one that was altered where it is kept."""
    digest = keep_library(tmp_path, another_library(tmp_path / "library"))
    (archive_folder(tmp_path, digest) / "guidelines/mtus-2009-tens.yaml").write_text("altered")

    assert find_library(tmp_path, digest) is None
    assert find_library(tmp_path, "0" * 64) is None
