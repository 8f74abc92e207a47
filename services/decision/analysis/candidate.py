"""Libraries that might be: the one in force with some guidelines put over it, checked and compiled as if it were."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from services.decision.domain.guidelines.guideline import Guideline
from services.decision.library.digest import library_digest, library_files
from services.decision.library.library import HERE, Library, load

_ALWAYS = {"from": date(1900, 1, 1)}


class NoSuchGuideline(LookupError):
    """Neither an edition of the library nor a file or folder."""

    def __init__(self, name: str, known: list[str]) -> None:
        near = [each for each in known if name.rsplit("-", maxsplit=1)[-1] in each][:5] or known[:5]
        super().__init__(f"{name!r} is no edition of the library and no file or folder; editions are {', '.join(near)} and others")


@dataclass(frozen=True)
class Candidate:
    """A library, its digest, and the ids of the guidelines that make it another."""

    library: Library
    digest: str
    changed: tuple[str, ...]


def candidate(name: str, base: Path = HERE) -> Candidate:
    """The library of *base* with *name* over it; raises NoSuchGuideline and LibraryNotSound.

    A folder's guidelines, or a file with the id of a guideline of the library, take the place of that guideline, with their own
    dates. Another file, or an edition of the library by its id, is tried as if it had always been in force, and the other editions
    of its series are set aside: that is how an edition is held against cases of other years.
    """
    path = Path(name)
    if path.is_dir():
        return overlaid(path, base)
    if path.is_file():
        return _with(base, lambda folder: _put(folder, path, _editions(base)))
    editions = _editions(base)
    if name not in editions:
        raise NoSuchGuideline(name, sorted(editions))
    return _with(base, lambda folder: _put_always(folder, base / "guidelines" / editions[name], name))


def overlaid(overlay: Path, base: Path = HERE) -> Candidate:
    """The library of *base* with the files of *overlay* over it, each with its own dates: guidelines by their id, vocabulary by name."""

    def put(folder: Path) -> tuple[str, ...]:
        known = _editions(base)
        for path in sorted((overlay / "vocabulary").glob("*.yaml")):
            shutil.copy(path, folder / "vocabulary" / path.name)
        files = sorted([*overlay.glob("*.yaml"), *(overlay / "guidelines").glob("*.yaml")])
        identifiers = tuple(str(_read(path).get("id")) for path in files)
        for path, identifier in zip(files, identifiers, strict=True):
            shutil.copy(path, folder / "guidelines" / known.get(identifier, path.name))
        return identifiers

    return _with(base, put)


def guideline_of(name: str, base: Path = HERE) -> Guideline:
    """The guideline that *name* is: an edition of the library as it is, or the one in a file; raises as `candidate` does."""
    if Path(name).is_file():
        found = candidate(name, base)
        (identifier,) = found.changed
        return next(each for each in found.library.guidelines if each.id == identifier)
    editions = {each.id: each for each in load(base).guidelines}
    if name not in editions:
        raise NoSuchGuideline(name, sorted(editions))
    return editions[name]


def _with(base: Path, put: Callable[[Path], tuple[str, ...]]) -> Candidate:
    """Copy the library of *base*, let *put* change the copy, and load that."""
    with TemporaryDirectory(prefix="imr-library-") as name:
        folder = Path(name)
        for part in ("vocabulary", "guidelines"):
            shutil.copytree(base / part, folder / part, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        changed = put(folder)
        return Candidate(load(folder), library_digest(library_files(folder)), changed)


def _put(folder: Path, path: Path, editions: dict[str, str]) -> tuple[str, ...]:
    """Put the file at *path* in the place of the guideline with its id, or, with an id of its own, as an edition of all times."""
    identifier = str(_read(path).get("id"))
    if identifier not in editions:
        return _put_always(folder, path, identifier)
    shutil.copy(path, folder / "guidelines" / editions[identifier])
    return (identifier,)


def _put_always(folder: Path, path: Path, identifier: str) -> tuple[str, ...]:
    """Put the edition *identifier* of the file at *path* into *folder* as if it had always been in force, alone in its series."""
    data = _read(path)
    later: dict[str, Any] = next((each for each in data.get("also_in") or () if each.get("id") == identifier), {})
    for other in (folder / "guidelines").glob("*.yaml"):
        if _read(other).get("series") == data.get("series"):
            other.unlink()
    always = {**data, **later, "in_force": _ALWAYS}
    always.pop("also_in", None)
    (folder / "guidelines" / path.name).write_text(yaml.safe_dump(always, sort_keys=False, allow_unicode=True))
    return (identifier,)


def _editions(base: Path) -> dict[str, str]:
    """The file of each edition of the library, by the edition's id; a file may hold several."""
    found = {}
    for path in sorted((base / "guidelines").glob("*.yaml")):
        data = _read(path)
        for each in (data, *(data.get("also_in") or ())):
            found[str(each.get("id"))] = path.name
    return found


def _read(path: Path) -> dict[str, Any]:
    """The plain data of a file; nothing where it is none, for `load` says what is wrong with it."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return data if isinstance(data, dict) else {}
