"""A layout: the form's headings, labels and order, the sentences of the organisation, and the template and style beside them.

Each version has its own folder, `layouts/<id>/<version>/`, and is never changed once a letter was issued with it: the same
determination must give the same bytes for ever. An organisation replaces sentences by a folder of the same shape that holds
`<id>/<version>/statements/<language>.yaml`; fonts it adds lie in `fonts/` of that folder.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from services.letters.letter import LayoutReference

LAYOUTS = Path(__file__).parent / "layouts"

Section = Literal["header", "how_made", "credentials", "documents_reviewed", "clinical_summary", "items", "recipients"]
HeaderField = Literal["case_number", "assigned_on", "injured_on", "decided_on", "denied_on", "received_on", "priority"]

_ORGANIZATION = "{review_organization}"


class LayoutUnknown(LookupError):
    """There is no such layout in such a version."""

    def __init__(self, reference: LayoutReference) -> None:
        super().__init__(f"there is no layout {reference}; layouts are {', '.join(layout_names())}")


class LayoutBroken(ValueError):
    """A file of a layout is wrong: which file, where in it, and what is wrong. No letter is made with it, not even half of one."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file = file
        self.line = line


def _only_known_places(sentence: str) -> str:
    """Refuse a misspelt `{place}`, which would be printed in a letter."""
    if set(sentence.replace(_ORGANIZATION, "")) & set("{}"):
        raise ValueError(f"the only place to fill is {_ORGANIZATION}")
    return sentence


Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_only_known_places)]
"""Words to print, with the organisation's name filled in where they say so."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Headings(_Part):
    """The form's headings."""

    how_made: str
    documents_reviewed: str
    clinical_summary: str
    items: str
    recipients: str


class Labels(_Part):
    """The form's labels, without their colons."""

    credentials: Sentence
    licensure: Sentence
    specialties: Sentence
    claims_administrator_guideline: Sentence
    reviewer_guideline: Sentence
    rationale: Sentence


class Form(_Part):
    """What `layout.yaml` says: order, headings, labels and words of the form."""

    id: str
    version: int
    language: str
    date_format: str
    title: str
    mark: str
    attachment: str
    order: list[Section]
    header: list[dict[HeaderField, str]]
    headings: Headings
    labels: Labels
    outcomes: dict[Literal["upheld", "overturned"], str]


class Statements(_Part):
    """The sentences, ours or the organisation's."""

    how_made: Sentence
    documents_intro: Sentence
    summary_intro: Sentence
    items_intro: Sentence
    missing_characters: Sentence


@dataclass(frozen=True)
class Layout:
    """A layout as loaded: the form, the sentences, and where the template, the style and the fonts are."""

    form: Form
    statements: Statements
    template: Path
    style: str
    fonts: Path | None


@lru_cache(maxsize=32)
def load_layout(reference: LayoutReference, replacements: Path | None = None) -> Layout:
    """The layout *reference*, with the organisation's sentences and fonts from the folder *replacements*; read once per process."""
    folder = LAYOUTS / reference.id / str(reference.version)
    if not (folder / "layout.yaml").is_file():
        raise LayoutUnknown(reference)
    form = _read(folder / "layout.yaml", Form)
    sentences = Path("statements") / f"{form.language}.yaml"
    own = replacements / reference.id / str(reference.version) / sentences if replacements else None
    fonts = replacements / "fonts" if replacements else None
    return Layout(
        form=form,
        statements=_read(own if own and own.is_file() else folder / sentences, Statements),
        template=folder / "letter.typ",
        style=(folder / "letter.css").read_text("utf-8"),
        fonts=fonts if fonts and fonts.is_dir() else None,
    )


def layout_names() -> list[str]:
    """Every layout there is, as `id@version`."""
    return sorted(f"{file.parent.parent.name}@{file.parent.name}" for file in LAYOUTS.glob("*/*/layout.yaml"))


def fill(sentence: str, review_organization: str) -> str:
    """A sentence or label with the organisation's name in its place."""
    return sentence.replace(_ORGANIZATION, review_organization)


F = TypeVar("F", bound=BaseModel)


def _read(file: Path, part: type[F]) -> F:
    """Read a YAML file of a layout; raises LayoutBroken."""
    text = file.read_text("utf-8")
    try:
        return part.model_validate(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LayoutBroken(file, line, str(error.problem)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise LayoutBroken(file, _line_of(text, first["loc"]), f"{place}: {first['msg']}") from error


def _line_of(text: str, place: tuple[int | str, ...]) -> int:
    """The line where the last key of *place* stands; the first line for a key that is missing."""
    keys = [f"{step}:" for step in place if isinstance(step, str)]
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if keys and line.strip().startswith(keys[-1])), 1)
