"""Read a file of the library as YAML, strictly by its form, with the line of each problem."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from reading.files import read_file
from reading.models import fit
from reading.problems import NotReadable
from reading.yaml_text import LineNumbers, read_yaml
from services.decision.library.errors import Fault, Problem, Step
from services.decision.library.forms import Form

F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class FileRead(Generic[F]):
    """A file by its form, or *form* None and the problems; *places* knows its lines."""

    name: str
    form: F | None
    places: LineNumbers
    problems: tuple[Problem, ...] = ()

    def problem(self, fault: Fault) -> Problem:
        """Return the *fault* with its line in this file."""
        return Problem(fault.file, self.places.line(fault.path), _where(fault.path), fault.reason)


def read(form: type[F], path: Path) -> FileRead[F]:
    """Read the file at *path*."""
    places = LineNumbers()
    try:
        document = read_yaml(read_file(path))
        places = document.lines
        return FileRead(path.name, fit(form, document.data, places), places)
    except NotReadable as error:
        problems = (Problem(path.name, each.line or 1, _name(each.pointer), each.detail) for each in error.problems)
        return FileRead(path.name, None, places, tuple(problems))


def plain_data(content: bytes) -> dict[str, Any]:
    """Return the data of *content* by no form; nothing if it is not readable as a mapping."""
    try:
        data = read_yaml(content).data
    except NotReadable:
        return {}
    return data if isinstance(data, dict) else {}


def _name(pointer: str) -> str:
    return _where(tuple(pointer.split("/")[1:]))


def _where(path: tuple[Step, ...]) -> str:
    return ".".join(map(str, path)) or "the file"
