"""A layout: the form's structure and words, the sentences of the organisation, and the template and style beside them.

Each version has its own folder, `layouts/<id>/<version>/`, and is never changed once a letter was issued with it: the same
determination must give the same bytes for ever. What layouts share is in `layouts/base/<version>/`, which never changes either. An
organisation replaces sentences by a folder of the same shape that holds `<id>/<version>/statements/<language>.yaml`; fonts it adds
lie in `fonts/` of that folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from services.letters.composition.layout_files import LAYOUTS, Form, LayoutBroken, read_form, read_statements, read_words
from services.letters.composition.words import Words
from services.letters.letter import LayoutReference, layout_reference

__all__ = ["LAYOUTS", "Layout", "LayoutBroken", "LayoutUnknown", "check_layouts", "languages_of", "layout_names", "load_layout"]


class LayoutUnknown(LookupError):
    """There is no such layout in such a version, or not in such a language."""

    def __init__(self, reference: LayoutReference, language: str | None = None) -> None:
        if language is None:
            super().__init__(f"there is no layout {reference}; layouts are {', '.join(layout_names())}")
        else:
            super().__init__(f"{reference} is not in {language!r}; its languages are {', '.join(languages_of(reference))}")


@dataclass(frozen=True)
class Layout:
    """A layout as loaded in one language: structure, words, sentences, and where the template, the style and the fonts are."""

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
    """The layout *reference* in *language* (that of the place's determinations), with the organisation's sentences and fonts from the
    folder *replacements*; read once per process. Raises LayoutUnknown or LayoutBroken.
    """  # noqa: D205, one sentence
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
    """Every layout there is, as `id@version`."""
    return sorted(f"{file.parent.parent.name}@{file.parent.name}" for file in LAYOUTS.glob("*/*/layout.yaml"))


def languages_of(reference: LayoutReference) -> list[str]:
    """The languages a layout has sentences in."""
    return sorted(file.stem for file in (LAYOUTS / reference.id / str(reference.version) / "statements").glob("*.yaml"))


def check_layouts(replacements: Path | None = None) -> None:
    """Load every layout in every language, so that a mistake in a file is found at the start and not on a letter; raises LayoutBroken."""
    for reference in map(layout_reference, layout_names()):
        for language in languages_of(reference):
            load_layout(reference, replacements, language)
