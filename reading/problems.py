"""A problem of a document: a JSON Pointer, a reason, and for YAML the line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Step = str | int
"""A key of an object, or the place in a list (from 0)."""

PROBLEMS_MAX = 50
"""The most problems named; a longer list helps no reader."""

PROBLEMS_COUNTED_MAX = 10_000
"""Problems are counted up to here."""

_STEP_CHARACTERS_MAX = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with one value.

    Its place (a JSON Pointer, RFC 6901) and reason, never its value.
    """

    pointer: str
    detail: str
    line: int | None = None

    def __str__(self) -> str:
        line = "" if self.line is None else f"line {self.line}, "
        return f"{line}{self.pointer}: {self.detail}" if self.pointer else f"{line}{self.detail}"


class NotReadable(ValueError):
    """A document that cannot be read; *problems* has an entry for each reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        named = tuple(problems)
        if len(named) > PROBLEMS_MAX:
            named = (*named[:PROBLEMS_MAX], Problem("", f"and {len(named) - PROBLEMS_MAX} more problems"))
        super().__init__("; ".join(map(str, named)))
        self.problems = named


class WrongEncoding(NotReadable):
    """Bytes that are no text of ours: compressed, another kind of file, or another encoding."""


class WrongWithin(ValueError):
    """A validator's error about a value further within: *path* leads from the model to it."""

    def __init__(self, detail: str, *path: Step) -> None:
        super().__init__(detail)
        self.path = path


def not_readable(detail: str, line: int | None = None) -> NotReadable:
    """Return the error of a document as a whole."""
    return NotReadable((Problem("", detail, line),))


def pointer(path: Iterable[Step]) -> str:
    """Return *path* as a JSON Pointer that a terminal can print; long keys are cut."""
    return "".join(f"/{_printable(str(step)).replace('~', '~0').replace('/', '~1')}" for step in path)


def path_in(data: Any, location: Sequence[Step], *, missing: bool) -> tuple[Step, ...]:
    """Return the steps of a validator's *location* that lead somewhere in *data*.

    A validator also names the alternatives of a union, which are no places. *missing*: the last
    step names a field that is not there.
    """
    path: list[Step] = []
    for number, step in enumerate(location):
        if _leads_on(data, step):
            data = data[step]
            path.append(step)
        elif missing and number == len(location) - 1:
            path.append(step)
    return tuple(path)


def _leads_on(data: Any, step: Step) -> bool:
    if isinstance(data, list):
        return isinstance(step, int) and step < len(data)
    return isinstance(data, dict) and step in data


def _printable(step: str) -> str:
    cut = step if len(step) <= _STEP_CHARACTERS_MAX else f"{step[:_STEP_CHARACTERS_MAX]}…"
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", cut)
