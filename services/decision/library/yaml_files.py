"""Read a file of the library as YAML, strictly by its form, with the line of each problem."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import yaml
from pydantic import ValidationError

from reading.yaml_text import LineNumbers
from services.decision.library.errors import Fault, Problem, Step
from services.decision.library.forms import Form

F = TypeVar("F", bound=Form)


def compose(text: str) -> LineNumbers:
    """The places of *text*; raises yaml.YAMLError where it is no YAML or says something twice."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    _refuse_repetition(root)
    return LineNumbers(root)


def _refuse_repetition(node: yaml.Node | None) -> None:
    """Refuse a repeated key, which would hide the first."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands here twice", problem_mark=key.start_mark)
            seen.add(key.value)
            _refuse_repetition(value)
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            _refuse_repetition(entry)


@dataclass(frozen=True, slots=True)
class FileRead(Generic[F]):
    """A file by its form, or *form* None and the problems; *places* knows its lines."""

    name: str
    form: F | None
    places: LineNumbers
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
        return FileRead(path.name, None, LineNumbers(), (_unreadable(path.name, error),))
    try:
        # Through JSON: lists and dates may have YAML's types, everything else stays strict.
        return FileRead(path.name, form.model_validate_json(json.dumps(data, default=str)), places)
    except ValidationError as error:
        return FileRead(path.name, None, places, tuple(_problems(path.name, places, error)))


def _unreadable(file: str, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or str(error)
    return Problem(file, 1 if mark is None else mark.line + 1, "the file", " ".join(reason.split()))


def _problems(file: str, places: LineNumbers, error: ValidationError) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        path = tuple(step for step in each["loc"] if not _is_of_the_form(step))
        yield Problem(file, places.line(path), _where(path), each["msg"].removeprefix("Value error, "))


def _is_of_the_form(step: Step) -> bool:
    """Whether *step* names an alternative of the form and nothing in the file."""
    return isinstance(step, str) and ("[" in step or step in {"WordingForm", "bool", "int", "float", "str"})


def _where(path: tuple[Step, ...]) -> str:
    return ".".join(map(str, path)) or "the file"
