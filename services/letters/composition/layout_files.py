"""The files of a layout, read with every mistake named by file and line. No letter is made with a broken one, not even half of one."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from services.letters.composition.kinds import KINDS
from services.letters.composition.section_builder import EVERYWHERE, Section
from services.letters.composition.words import Word, Words

LAYOUTS = Path(__file__).parents[1] / "layouts"

_ALWAYS = ("missing_characters",)
"""Sentences that every layout needs, whatever its sections."""

_PLACE = re.compile(r"\{([^{}]*)\}")


class LayoutBroken(ValueError):
    """A file of a layout is wrong: which file, where in it, and what is wrong."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file = file
        self.line = line


class Form(BaseModel):
    """What `layout.yaml` says: the kind of letter, the language of the place's determinations, the order of its sections.

    *titled_text* is false where the plain text starts with the header, as on the form of 2014.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str
    version: int
    base: int
    content: str
    language: str
    order: Annotated[list[str], Field(min_length=1)]
    header: list[list[str]]
    titled_text: bool = True


def read_form(file: Path) -> Form:
    """The structure of a layout; raises LayoutBroken."""
    text, form = _read(file, TypeAdapter(Form))
    if form.content not in KINDS:
        raise LayoutBroken(file, _line_of(text, "content"), f"content: there are {', '.join(KINDS)}")
    kind = KINDS[form.content]
    if unknown := [name for name in form.order if name != "header" and name not in kind.sections]:
        raise LayoutBroken(file, _line_of(text, "order"), f"order: a {form.content} has no section {unknown[0]!r}")
    if strange := [name for row in form.header for name in row if name not in kind.model.model_fields]:
        raise LayoutBroken(file, _line_of(text, "header"), f"header: a {form.content} has no field {strange[0]!r}")
    return form
    return form


def read_words(form: Form, base: Path, own: Path) -> Words:
    """The words of a layout: its own over those of its base; raises LayoutBroken."""
    mapping = TypeAdapter(dict[str, Any])
    shared, special = _read(base, mapping)[1], _read(own, mapping)[1]
    merged = {key: _over(shared.get(key), special.get(key)) for key in {**shared, **special}}
    try:
        words = Words.model_validate(merged)
    except ValidationError as error:
        raise _broken(own, own.read_text("utf-8"), error) from error
    sections = _sections(form)
    needed = {
        "header": {"case_number", *(name for row in form.header for name in row)},
        "headings": {name for section in sections for name in section.headings},
        "labels": {name for section in sections for name in section.labels},
        "outcomes": {name for section in sections for name in section.outcomes},
    }
    for part, names in needed.items():
        if missing := sorted(names - getattr(words, part).keys()):
            raise LayoutBroken(own, _line_of(own.read_text("utf-8"), part), f"{part}: {missing[0]} is missing")
    return words


def read_statements(form: Form, file: Path) -> Mapping[str, str]:
    """The sentences of a layout: each that its sections say and no other, with known places only; raises LayoutBroken."""
    text, sentences = _read(file, TypeAdapter(dict[str, Word]))
    known: dict[str, tuple[str, ...]] = dict.fromkeys(_ALWAYS, ())
    for section in _sections(form):
        known |= section.statements
    for name, sentence in sentences.items():
        if name not in known:
            raise LayoutBroken(file, _line_of(text, name), f"{name}: no such sentence; there are {', '.join(sorted(known))}")
        _check_places(file, text, name, sentence, (*EVERYWHERE, *known[name]))
    if missing := [name for name in known if name not in sentences]:
        raise LayoutBroken(file, len(text.splitlines()) or 1, f"{missing[0]}: this sentence is missing")
    return sentences


def _check_places(file: Path, text: str, name: str, sentence: str, places: tuple[str, ...]) -> None:
    """Refuse a misspelt `{place}`, which would be printed in a letter, and a brace that opens or closes none."""
    wrong = [place for place in _PLACE.findall(sentence) if place not in places]
    if wrong or set(_PLACE.sub("", sentence)) & set("{}"):
        allowed = ", ".join(f"{{{place}}}" for place in places)
        found = f"{{{wrong[0]}}} is no place to fill" if wrong else "a brace stands alone"
        raise LayoutBroken(file, _line_of(text, name), f"{name}: {found}; there are {allowed}")


def _sections(form: Form) -> Iterable[Section[Any]]:
    sections = KINDS[form.content].sections
    return [sections[name] for name in form.order if name != "header"]


def _over(shared: Any, special: Any) -> Any:
    """*special* over *shared*; mappings are put together."""
    if isinstance(shared, dict) and isinstance(special, dict):
        return {**shared, **special}
    return shared if special is None else special


F = TypeVar("F")


def _read(file: Path, part: TypeAdapter[F]) -> tuple[str, F]:
    """A YAML file and what it says; raises LayoutBroken."""
    try:
        text = file.read_text("utf-8")
        return text, part.validate_python(yaml.safe_load(text))
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutBroken(file, 1, f"it cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LayoutBroken(file, line, str(error.problem)) from error
    except yaml.YAMLError as error:
        raise LayoutBroken(file, 1, str(error)) from error
    except ValidationError as error:
        raise _broken(file, text, error) from error


def _broken(file: Path, text: str, error: ValidationError) -> LayoutBroken:
    first = error.errors()[0]
    keys = [str(step) for step in first["loc"] if isinstance(step, str)]
    return LayoutBroken(file, _line_of(text, keys[-1] if keys else ""), f"{'.'.join(keys) or 'the file'}: {first['msg']}")


def _line_of(text: str, key: str) -> int:
    """The line where *key* stands; the first for a key that is missing."""
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if key and line.strip().startswith(f"{key}:")), 1)
