"""Load a layout: structure and words of the form, sentences, template and style.

Each version has its own folder, `layouts/<id>/<version>/`, and is never changed once a letter was
issued with it: the same determination must give the same bytes for ever. Shared parts are in
`layouts/base/<version>/`, which never changes either. An organization replaces sentences by a
folder of the same shape that holds `<id>/<version>/statements/<language>.yaml`; its own fonts are
in `fonts/` of that folder.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from reading.files import read_file
from reading.models import fit
from reading.problems import NotReadable, Problem
from reading.yaml_text import LineNumbers, read_yaml
from services.letters.composition.kinds import KINDS
from services.letters.composition.section_builder import EVERYWHERE, Section, Word, Words
from services.letters.letter import LayoutReference, layout_reference

LAYOUTS = Path(__file__).parents[1] / "layouts"

_ALWAYS = ("missing_characters",)
"""Sentences that every layout needs."""

_PLACE = re.compile(r"\{([^{}]*)\}")


class LayoutBroken(ValueError):
    """An error in a layout's file, with the file and the line."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file = file
        self.line = line


class ReplacementsUnfit(LayoutBroken):
    """The folder of an organization's sentences and fonts has another shape, or is none."""

    def __init__(self, file: Path, problem: str) -> None:
        ValueError.__init__(self, f"IMR_LETTER_LAYOUTS_DIR: {file} {problem}")
        self.file = file
        self.line = 1


class Form(BaseModel):
    """The contents of `layout.yaml`.

    LetterKind of letter, language of determinations, order of sections.

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
    """Read the structure of a layout; raise LayoutBroken."""
    lines, form = _read(file, TypeAdapter(Form))
    if form.content not in KINDS:
        raise LayoutBroken(file, lines.line(("content",)), f"content: there are {', '.join(KINDS)}")
    kind = KINDS[form.content]
    if unknown := [name for name in form.order if name != "header" and name not in kind.sections]:
        raise LayoutBroken(file, lines.line(("order",)), f"order: a {form.content} has no section {unknown[0]!r}")
    if strange := [name for row in form.header for name in row if name not in kind.model.model_fields]:
        raise LayoutBroken(file, lines.line(("header",)), f"header: a {form.content} has no field {strange[0]!r}")
    return form


def read_words(form: Form, base: Path, own: Path) -> Words:
    """Read the words of a layout, its own before those of its base; raise LayoutBroken."""
    mapping = TypeAdapter(dict[str, Any])
    shared, (lines, special) = _read(base, mapping)[1], _read(own, mapping)
    merged = {key: _over(shared.get(key), special.get(key)) for key in {**shared, **special}}
    try:
        words = fit(Words, merged, lines)
    except NotReadable as error:
        raise _broken(own, error.problems[0]) from error
    sections = _sections(form)
    needed = {
        "header": {"case_number", *(name for row in form.header for name in row)},
        "headings": {name for section in sections for name in section.headings},
        "labels": {name for section in sections for name in section.labels},
        "outcomes": {name for section in sections for name in section.outcomes},
    }
    for part, names in needed.items():
        if missing := sorted(names - getattr(words, part).keys()):
            raise LayoutBroken(own, lines.line((part,)), f"{part}: {missing[0]} is missing")
    return words


def read_statements(form: Form, file: Path) -> Mapping[str, str]:
    """Return the sentences of a layout; raise LayoutBroken.

    They are exactly those its sections use, with known places only, and any of their families.
    """
    lines, sentences = _read(file, TypeAdapter(dict[str, Word]))
    known: dict[str, tuple[str, ...]] = dict.fromkeys(_ALWAYS, ())
    for section in _sections(form):
        known |= section.statements
    families = tuple(family for section in _sections(form) for family in section.families)
    for name, sentence in sentences.items():
        if name not in known and not name.startswith(families):
            there_are = ", ".join((*sorted(known), *(f"{family}…" for family in families)))
            raise LayoutBroken(file, lines.line((name,)), f"{name}: no such sentence; there are {there_are}")
        _check_places(file, lines, name, sentence, (*EVERYWHERE, *known.get(name, ())))
    if missing := [name for name in known if name not in sentences]:
        raise LayoutBroken(
            file, max(map(lines.line, ((name,) for name in sentences)), default=1), f"{missing[0]}: this sentence is missing"
        )
    return sentences


def _check_places(file: Path, lines: LineNumbers, name: str, sentence: str, places: tuple[str, ...]) -> None:
    """Refuse a misspelt `{place}`, which would be printed, and an unbalanced brace."""
    wrong = [place for place in _PLACE.findall(sentence) if place not in places]
    if wrong or set(_PLACE.sub("", sentence)) & set("{}"):
        allowed = ", ".join(f"{{{place}}}" for place in places)
        found = f"{{{wrong[0]}}} is no place to fill" if wrong else "a brace stands alone"
        raise LayoutBroken(file, lines.line((name,)), f"{name}: {found}; there are {allowed}")


def _sections(form: Form) -> Iterable[Section[Any]]:
    sections = KINDS[form.content].sections
    return [sections[name] for name in form.order if name != "header"]


def _over(shared: Any, special: Any) -> Any:
    """Merge *special* over *shared*, mapping by mapping."""
    if isinstance(shared, dict) and isinstance(special, dict):
        return {**shared, **special}
    return shared if special is None else special


F = TypeVar("F")


def _read(file: Path, part: TypeAdapter[F]) -> tuple[LineNumbers, F]:
    """Return a YAML file's lines and contents; raise LayoutBroken."""
    try:
        document = read_yaml(read_file(file))
        return document.lines, fit(part, document.data, document.lines)
    except NotReadable as error:
        raise _broken(file, error.problems[0]) from error


def _broken(file: Path, problem: Problem) -> LayoutBroken:
    where = ".".join(problem.pointer.split("/")[1:]) or "the file"
    return LayoutBroken(file, problem.line or 1, f"{where}: {problem.detail}")


class LayoutUnknown(LookupError):
    """There is no such layout in such a version, or not in such a language."""

    def __init__(self, reference: LayoutReference, language: str | None = None) -> None:
        if language is None:
            super().__init__(f"there is no layout {reference}; layouts are {', '.join(layout_names())}")
        else:
            super().__init__(f"{reference} is not in {language!r}; its languages are {', '.join(languages_of(reference))}")


@dataclass(frozen=True)
class Layout:
    """A layout loaded in one language, with its template, style and fonts."""

    form: Form
    language: str
    words: Words
    statements: Mapping[str, str]
    template: Path
    style: str
    fonts: Path | None

    @property
    def root(self) -> Path:
        """The folder of all layouts, from which a template includes its base."""
        return self.template.parents[2]


@lru_cache(maxsize=64)
def load_layout(reference: LayoutReference, replacements: Path | None = None, language: str | None = None) -> Layout:
    """Load the layout *reference* in *language*, once for each process.

    Without a language it is that of the place's determinations. The folder *replacements* holds
    the organization's sentences and fonts. Raises LayoutUnknown or LayoutBroken.
    """
    folder = LAYOUTS / reference.id / str(reference.version)
    if not (folder / "layout.yaml").is_file():
        raise LayoutUnknown(reference)
    form = read_form(folder / "layout.yaml")
    spoken = language or form.language
    sentences = Path("statements") / f"{spoken}.yaml"
    if not (folder / sentences).is_file():
        raise LayoutUnknown(reference, spoken)
    own = replacements / reference.id / str(reference.version) / sentences if replacements else None
    fonts = replacements / "fonts" if replacements else None
    base = LAYOUTS / "base" / str(form.base)
    return Layout(
        form=form,
        language=spoken,
        words=read_words(form, base / "form" / f"{spoken}.yaml", folder / "form" / f"{spoken}.yaml"),
        statements=read_statements(form, own if own and own.is_file() else folder / sentences),
        template=folder / "letter.typ",
        style=(base / "letter.css").read_text("utf-8"),
        fonts=fonts if fonts and fonts.is_dir() else None,
    )


def layout_names() -> list[str]:
    """Return every layout as `id@version`."""
    return sorted(f"{file.parent.parent.name}@{file.parent.name}" for file in LAYOUTS.glob("*/*/layout.yaml"))


def languages_of(reference: LayoutReference) -> list[str]:
    """Return the languages in which a layout has sentences."""
    return sorted(file.stem for file in (LAYOUTS / reference.id / str(reference.version) / "statements").glob("*.yaml"))


def check_replacements(replacements: Path | None) -> None:
    """Check that an organization's folder exists and that its files are used.

    Raise ReplacementsUnfit.
    """
    if replacements is None:
        return
    if not replacements.is_dir():
        raise ReplacementsUnfit(replacements, "is no folder")
    used = {
        replacements / reference.id / str(reference.version) / "statements" / f"{language}.yaml"
        for reference in map(layout_reference, layout_names())
        for language in languages_of(reference)
    }
    found = {path for pattern in ("*.yaml", "*.yml") for path in replacements.rglob(pattern)}
    shape = "sentences are in <layout>/<version>/statements/<language>.yaml, and fonts in fonts/"
    if unused := sorted(found - used):
        raise ReplacementsUnfit(unused[0], f"is no file of a layout here; {shape}")
    if not found and not (replacements / "fonts").is_dir():
        raise ReplacementsUnfit(replacements, f"has no sentences and no fonts; {shape}")


def check_layouts(replacements: Path | None = None) -> None:
    """Load every layout in every language, to find errors at the start; raise LayoutBroken."""
    check_replacements(replacements)
    for reference in map(layout_reference, layout_names()):
        for language in languages_of(reference):
            load_layout(reference, replacements, language)
