"""Fit documents to models, with the place of each problem in the document."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from reading.json_text import parse_json, text_within
from reading.limits import DOCUMENT, Limits
from reading.problems import NotReadable, Problem, Step, WrongWithin, path_in, pointer
from reading.wording import in_words
from reading.yaml_text import LineNumbers

M = TypeVar("M", bound=BaseModel)
_IS_NOT = "is not "
FROM_OUTSIDE: Mapping[str, bool] = {"from outside": True}
"""The context of a validation here; a stored message, which was taken in before, has none."""
T = TypeVar("T")


def read_model(model: type[M], content: bytes, limits: Limits = DOCUMENT) -> M:
    """Return the *model* in *content*, JSON; raise NotReadable with every problem."""
    text = text_within(content, limits)
    data = parse_json(text, limits)
    try:
        return model.model_validate_json(text, context=FROM_OUTSIDE)
    except ValidationError as error:
        raise NotReadable(problems_of(error, data)) from None


def read_lines(model: type[M], content: bytes, limits: Limits = DOCUMENT) -> dict[int, M]:
    """Return the *model* on each line of *content*, JSON Lines; raise NotReadable.

    Lines are numbered from 1 and end with a line feed; empty ones are passed over.
    """
    models: dict[int, M] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text_within(content, limits).split("\n"), start=1):
        if line.strip():
            try:
                models[number] = read_model(model, line.encode(), limits)
            except NotReadable as error:
                problems += [replace(each, line=number) for each in error.problems]
    if problems:
        raise NotReadable(problems)
    return models


def fit(kind: type[T] | TypeAdapter[T], data: Any, lines: LineNumbers | None = None) -> T:
    """Return plain *data* as a *kind*; raise NotReadable with every problem.

    It goes through JSON, where a date is text and everything else is strict.
    """
    adapter: TypeAdapter[T] = kind if isinstance(kind, TypeAdapter) else TypeAdapter(kind)
    try:
        return adapter.validate_json(json.dumps(data), context=FROM_OUTSIDE)
    except ValidationError as error:
        raise NotReadable(problems_of(error, data, lines.line if lines else None)) from None


def problems_of(error: ValidationError, data: Any, line: Callable[[tuple[Step, ...]], int] | None = None) -> tuple[Problem, ...]:
    """Return the problems that *error* names, one for each place in *data*.

    A union fails with a reason for each alternative; they are told together. A list whose entries
    are refused is not called too short for want of them.
    """
    told: dict[tuple[Step, ...], list[str]] = {}
    errors = error.errors(include_url=False, include_input=False)
    for each in errors:
        if each["type"] == "too_short" and any(_is_within(other["loc"], each["loc"]) for other in errors):
            continue
        cause = each.get("ctx", {}).get("error")
        location = (*each["loc"], *cause.path) if isinstance(cause, WrongWithin) else each["loc"]
        path = path_in(data, location, missing=each["type"] == "missing")
        reasons = told.setdefault(tuple(path), [])
        reason = in_words(each)
        if reason not in reasons:
            reasons.append(reason)
    return tuple(Problem(pointer(path), _together(reasons), line and line(path)) for path, reasons in told.items())


def _together(reasons: Sequence[str]) -> str:
    """Return several reasons as one phrase: "is not text or a number".

    A reason of another form is of the alternative that the value was meant for.
    """
    if meant := [each for each in reasons if not each.startswith(_IS_NOT)]:
        return ", and ".join(meant)
    *others, last = (each.removeprefix(_IS_NOT) for each in reasons)
    return f"{_IS_NOT}{', '.join(others)} or {last}" if others else f"{_IS_NOT}{last}"


def _is_within(place: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    return len(place) > len(other) and place[: len(other)] == other
