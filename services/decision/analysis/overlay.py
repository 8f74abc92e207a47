"""Guideline files laid over the library of the program: what is checked is the library as it would be with them."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from services.decision.library.checks import LibraryNotSound, Problem
from services.decision.library.library import HERE, Library, assemble, guideline_files, vocabulary_files


def overlaid_library(given: Sequence[Path], base: Path = HERE) -> Library:
    """The library of *base* with the files and folders *given* laid over it; raises LibraryNotSound.

    A file with the id of a guideline takes the place of that guideline's file. A folder stands for its guidelines and its vocabulary.
    """
    folders = [path for path in given if path.is_dir()]
    vocabularies = vocabulary_files(base)
    for folder in folders:
        vocabularies |= {name: path for name, path in vocabulary_files(folder).items() if path.is_file()}
    files = [path for path in given if not path.is_dir()] + [path for folder in folders for path in _guidelines_in(folder)]
    _refuse_same_names(files)
    ids = {_id(path) for path in files}
    kept = [path for path in guideline_files(base) if _id(path) not in ids and path.name not in {file.name for file in files}]
    return assemble(vocabularies, [*kept, *files])


def _guidelines_in(folder: Path) -> list[Path]:
    """The guidelines of a folder, which may be shaped like the library or simply hold them."""
    inner = folder / "guidelines"
    return sorted((inner if inner.is_dir() else folder).glob("*.yaml"))


def _refuse_same_names(files: Sequence[Path]) -> None:
    seen: set[str] = set()
    for path in files:
        if path.name in seen:
            raise LibraryNotSound(Problem(path.name, 1, "the file", "two files of this name were given"))
        seen.add(path.name)


def _id(path: Path) -> str:
    """The id of the guideline in the file at *path*; the name of a file that cannot be read."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return path.name
    return str(data.get("id")) if isinstance(data, dict) else path.name
