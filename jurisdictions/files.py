"""The files of the jurisdictions, beside this module, and how one is read."""

import hashlib
from functools import cache
from pathlib import Path

from jurisdictions.model import Jurisdiction
from reading.models import fit
from reading.problems import NotReadable, Problem
from reading.yaml_text import read_yaml

_FOLDER = Path(__file__).parent


class UnknownJurisdiction(LookupError):
    """A name that no file carries; says which names exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no jurisdiction {name[:100]!r}; there is: {', '.join(names())}")
        self.name = name


class JurisdictionNotSound(ValueError):
    """A file that cannot be used; the message has a line for each problem, with its place."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        told = (f"{file}:{each.line or 1}: {each.pointer or '/'}: {each.detail}" for each in problems)
        super().__init__("\n".join(told))
        self.problems = problems


def names() -> tuple[str, ...]:
    """The jurisdictions there are."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@cache
def files_digest() -> str:
    """A digest of all files, to tell whether an end that was counted before still holds."""
    digest = hashlib.sha256()
    for name in names():
        digest.update((_FOLDER / f"{name}.yaml").read_bytes())
    return digest.hexdigest()[:12]


@cache
def load_jurisdiction(name: str) -> Jurisdiction:
    """The rules of the jurisdiction *name*; raises UnknownJurisdiction, JurisdictionNotSound."""
    if name not in names():
        raise UnknownJurisdiction(name)
    return read(f"{name}.yaml", (_FOLDER / f"{name}.yaml").read_bytes())


def read(file: str, content: bytes) -> Jurisdiction:
    """Return the rules in *content* of a jurisdiction's *file*; raise JurisdictionNotSound.

    A key that is not read, a value of another kind and a name that leads nowhere are refused, each
    with its line.
    """
    try:
        document = read_yaml(content)
        return fit(Jurisdiction, document.data, document.lines)
    except NotReadable as error:
        raise JurisdictionNotSound(file, error.problems) from None
