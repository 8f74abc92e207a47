"""Candidate editions: the library in force with guideline files laid over it."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reading.files import read_file
from reading.problems import NotReadable
from services.decision.domain.guidelines.guideline import Guideline
from services.decision.library.archive import library_digest
from services.decision.library.errors import LibraryNotSound, Problem
from services.decision.library.forms import GuidelineForm
from services.decision.library.library import HERE, Library, assemble, guideline_files, load
from services.decision.library.yaml_files import plain_data, read

_ALWAYS = {"from": date(1900, 1, 1)}


class NoSuchGuideline(LookupError):
    """Neither an edition of the library nor a file or folder."""

    def __init__(self, name: str, known: list[str]) -> None:
        near = [each for each in known if name.rsplit("-", maxsplit=1)[-1] in each][:5] or known[:5]
        super().__init__(f"{name!r} is no edition of the library and no file or folder; editions are {', '.join(near)} and others")


class NothingToRead(LookupError):
    """A folder from which no guideline would be read, or not each of them."""

    def __init__(self, folder: Path, other: Path | None) -> None:
        why = f"{other} is not read; files of the library end in .yaml" if other else f"{folder} has no .yaml files"
        super().__init__(why)


@dataclass(frozen=True)
class CandidateEdition:
    """A library with files laid over it, its digest, the ids of those, and its files."""

    library: Library
    digest: str
    changed: tuple[str, ...]
    files: tuple[Path, ...] = ()


def candidate_edition(given: Sequence[Path], base: Path = HERE) -> CandidateEdition:
    """Lay the files and folders *given* over the library of *base*.

    A file with the id of an edition takes the place of that edition's file, with its own dates. A
    folder stands for its guidelines, and for its vocabulary by file name. Raises LibraryNotSound,
    and NothingToRead for a folder that stands for nothing.
    """
    folders = [path for path in given if path.is_dir()]
    vocabularies = _vocabularies(base)
    for folder in folders:
        _require_files(folder)
        vocabularies |= _vocabularies(folder)
    files = [path for path in given if not path.is_dir()] + [path for folder in folders for path in _guidelines_in(folder)]
    _refuse_same_names(files)
    editions = _editions(base)
    identifiers = tuple(str(_read(path).get("id", path.name)) for path in files)
    replaced = {editions[each] for each in identifiers if each in editions} | {path.name for path in files}
    kept = [path for path in guideline_files(base) if path.name not in replaced]
    names = {path: editions.get(each, path.name) for path, each in zip(files, identifiers, strict=True)}
    return _loaded(vocabularies, kept, names, identifiers)


def candidate(name: str, base: Path = HERE) -> CandidateEdition:
    """Lay *name*, a file, folder or edition of the library, over the library of *base*.

    A folder, and a file with the id of an edition, keep their own dates. Another file, or an
    edition by its id, is tried as if it had always been in force, alone in its series: so an
    edition is compared on cases of other years. Raises NoSuchGuideline, NothingToRead and
    LibraryNotSound.
    """
    path, editions = Path(name), _editions(base)
    if path.is_dir():
        return candidate_edition([path], base)
    if path.is_file():
        form = read(GuidelineForm, path).form
        if form is None or form.id in editions:
            return candidate_edition([path], base)  # which tells the problems
        return _always(path, form.id, base)
    if name not in editions:
        raise NoSuchGuideline(name, sorted(editions))
    return _always(base / "guidelines" / editions[name], name, base)


def guideline_of(name: str, base: Path = HERE) -> Guideline:
    """Return the guideline *name*: an edition of the library, or the one in a file.

    Raises NoSuchGuideline and LibraryNotSound.
    """
    if Path(name).is_file():
        found = candidate(name, base)
        (identifier,) = found.changed
        return next(each for each in found.library.guidelines if each.id == identifier)
    editions = {each.id: each for each in load(base).guidelines}
    if name not in editions:
        raise NoSuchGuideline(name, sorted(editions))
    return editions[name]


def _always(path: Path, identifier: str, base: Path) -> CandidateEdition:
    """Lay an edition of a file over *base* as if always in force, alone in its series."""
    data = _read(path)
    later: dict[str, Any] = next((each for each in data.get("also_in") or () if each.get("id") == identifier), {})
    always = {**data, **later, "in_force": _ALWAYS}
    always.pop("also_in", None)
    kept = [each for each in guideline_files(base) if _heading_of(each).series != data.get("series")]
    with tempfile.TemporaryDirectory(prefix="imr-library-") as folder:
        written = Path(folder) / path.name
        written.write_text(yaml.safe_dump(always, sort_keys=False, allow_unicode=True))
        return _loaded(_vocabularies(base), kept, {written: path.name}, (identifier,))


def _loaded(
    vocabularies: dict[str, Path], kept: Sequence[Path], laid_over: dict[Path, str], identifiers: tuple[str, ...]
) -> CandidateEdition:
    """Load a library; *laid_over* gives the name that each file has in the digest."""
    contents = {f"vocabulary/{path.name}": path.read_bytes() for path in vocabularies.values()}
    contents |= {f"guidelines/{path.name}": path.read_bytes() for path in kept}
    contents |= {f"guidelines/{name}": path.read_bytes() for path, name in laid_over.items() if path.is_file()}
    library = assemble(vocabularies, [*kept, *laid_over])
    return CandidateEdition(library, library_digest(contents), identifiers, (*kept, *laid_over))


def _vocabularies(folder: Path) -> dict[str, Path]:
    """Return the files of the vocabulary that a folder has, by name."""
    return {path.stem: path for path in sorted((folder / "vocabulary").glob("*.yaml"))}


def _guidelines_in(folder: Path) -> list[Path]:
    """Return the guidelines of a folder that is shaped like the library or simply holds them."""
    return sorted([*folder.glob("*.yaml"), *(folder / "guidelines").glob("*.yaml")])


def _require_files(folder: Path) -> None:
    """Refuse a folder of which not everything would be read; raise NothingToRead."""
    if other := sorted(path for place in (folder, folder / "guidelines", folder / "vocabulary") for path in place.glob("*.yml")):
        raise NothingToRead(folder, other[0])
    if not _guidelines_in(folder) and not _vocabularies(folder):
        raise NothingToRead(folder, None)


def _refuse_same_names(files: Sequence[Path]) -> None:
    seen: set[str] = set()
    for path in files:
        if path.name in seen:
            raise LibraryNotSound(Problem(path.name, 1, "the file", "two files of this name were given"))
        seen.add(path.name)


def _editions(base: Path) -> dict[str, str]:
    """Return the file name of each edition by its id; a file may hold several editions."""
    found = {}
    for path in guideline_files(base):
        for identifier in _heading_of(path).identifiers:
            found[identifier] = path.name
    return found


@dataclass(frozen=True, slots=True)
class _Heading:
    """The ids of the editions in a file, and their series."""

    identifiers: tuple[str, ...]
    series: Any


def _heading_of(path: Path) -> _Heading:
    try:
        return _heading(read_file(path))
    except NotReadable:
        return _heading(b"")


@lru_cache(maxsize=1024)
def _heading(content: bytes) -> _Heading:
    """Return the heading of a file; a command on editions asks for it several times."""
    data = plain_data(content)
    identifiers = tuple(str(each.get("id")) for each in (data, *(data.get("also_in") or ())))
    return _Heading(identifiers, data.get("series"))


def _read(path: Path) -> dict[str, Any]:
    """Return the plain data of a file; nothing if it is unreadable, which loading reports."""
    try:
        return plain_data(read_file(path))
    except NotReadable:
        return {}
