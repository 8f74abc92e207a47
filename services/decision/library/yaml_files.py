"""How a file of the library is read: as YAML, strictly by its form, with the line of whatever is wrong in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import yaml
from pydantic import ValidationError

from services.decision.library.checks import Fault, Problem
from services.decision.library.forms import Form
from services.decision.library.places import Places, Step, compose

F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class FileRead(Generic[F]):
    """A file as its form reads it, or *form* None and what is wrong; *places* knows its lines."""

    name: str
    form: F | None
    places: Places
    problems: tuple[Problem, ...] = ()

    def problem(self, fault: Fault) -> Problem:
        """The *fault* with its line in this file."""
        return Problem(fault.file, self.places.line(fault.path), _where(fault.path), fault.reason)


def read(form: type[F], path: Path) -> FileRead[F]:
    """Read the file at *path*."""
    try:
        text = path.read_text(encoding="utf-8")
        places = compose(text)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return FileRead(path.name, None, Places(), (_unreadable(path.name, error),))
    try:
        # Through JSON, so that lists and dates may be what YAML makes of them while everything else stays strict.
        return FileRead(path.name, form.model_validate_json(json.dumps(data, default=str)), places)
    except ValidationError as error:
        return FileRead(path.name, None, places, tuple(_problems(path.name, places, error)))


def _unreadable(file: str, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or str(error)
    return Problem(file, 1 if mark is None else mark.line + 1, "the file", " ".join(reason.split()))


def _problems(file: str, places: Places, error: ValidationError) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        path = tuple(step for step in each["loc"] if not _is_of_the_form(step))
        yield Problem(file, places.line(path), _where(path), each["msg"].removeprefix("Value error, "))


def _is_of_the_form(step: Step) -> bool:
    """Whether *step* names an alternative of the form and nothing in the file."""
    return isinstance(step, str) and ("[" in step or step in {"WordingForm", "bool", "int", "float", "str"})


def _where(path: tuple[Step, ...]) -> str:
    return ".".join(map(str, path)) or "the file"
