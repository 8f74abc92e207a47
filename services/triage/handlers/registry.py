"""Read a file of reviewers, YAML or JSON, into messages.

It is a list of entries in the form of ReviewerRecorded; `npi` is optional.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from schemas.messages.triage import ReviewerRecorded


class _TextLoader(yaml.SafeLoader):
    """Reads dates as text, so that a wrong date is an error of its entry and not of the file."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the library's own name and way
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class NoRegistry(ValueError):
    """A file that is no list of reviewers at all."""


@dataclass(frozen=True)
class WrongEntry:
    """The error of one entry.

    Its number in the file (from 1), the field, and the values allowed.

    It never quotes the file.
    """

    number: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"entry {self.number}, {self.field}: {self.problem}"


@dataclass(frozen=True)
class Registry:
    """A reviewers' file: its sound entries, and everything wrong with the others."""

    reviewers: tuple[ReviewerRecorded, ...]
    wrong: tuple[WrongEntry, ...]


def read_registry_file(path: Path) -> Registry:
    """Read the reviewers' file at *path*; raises NoRegistry."""
    try:
        return read_registry(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise NoRegistry("the file is no text in UTF-8") from None


def read_registry(text: str) -> Registry:
    """Read *text*, a list of reviewers in YAML or JSON; raises NoRegistry."""
    reviewers: dict[str, ReviewerRecorded] = {}
    wrong: list[WrongEntry] = []
    for number, entry in enumerate(_entries(text), start=1):
        try:
            reviewer = _reviewer(entry)
        except ValidationError as error:
            wrong.extend(_problems(number, error))
            continue
        if reviewer.reviewer_id in reviewers:
            wrong.append(WrongEntry(number, "reviewer_id", "an earlier entry has the same; each reviewer stands once"))
        else:
            reviewers[reviewer.reviewer_id] = reviewer
    return Registry(tuple(reviewers.values()), tuple(wrong))


def _entries(text: str) -> list[Any]:
    try:
        entries = yaml.load(text, _TextLoader)  # noqa: S506 - a safe loader; JSON is YAML
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise NoRegistry(f"the file is neither YAML nor JSON{f' (line {mark.line + 1})' if mark else ''}") from None
    if not isinstance(entries, list):
        raise NoRegistry("the file is a list of reviewers, each entry beginning with a hyphen")
    return entries


def _reviewer(entry: Any) -> ReviewerRecorded:
    """Read one entry as if it were JSON, where a date is text."""
    return ReviewerRecorded.model_validate_json(json.dumps({"npi": None, **entry} if _is_mapping(entry) else None, default=str))


def _is_mapping(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(key, str) for key in entry)


def _problems(number: int, error: ValidationError) -> Iterator[WrongEntry]:
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        yield WrongEntry(number, ".".join(map(str, problem["loc"])) or "the entry", problem["msg"])
