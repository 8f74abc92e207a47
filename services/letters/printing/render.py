"""Render a letter in a format, and print all copies of a case into the store."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, assert_never

from pydantic import Field, TypeAdapter

from runtime.content.store import LetterStore
from schemas.messages.letters import LetterFile
from services.letters.composition.compose import compose
from services.letters.composition.kinds import AnyLetter, kind_of
from services.letters.composition.layout import load_layout
from services.letters.copies.for_recipient import copy_for
from services.letters.copies.known_names import KnownName
from services.letters.letter import LayoutReference, Letter, RecipientKind
from services.letters.notices import CoverLetter, Notice
from services.letters.printing.glyphs import places_without_glyphs
from services.letters.printing.html import html
from services.letters.printing.pdf import Attachment, pdf
from services.letters.printing.text import text

Format = Literal["pdf", "html", "text", "json"]


@dataclass(frozen=True)
class Edition:
    """An edition for a reader: language (None is the form's own), and large print."""

    language: str | None = None
    large_print: bool = False


AS_ISSUED = Edition()


def render(
    letter: AnyLetter,
    format: Format,  # noqa: A002, the word of the command line
    replacements: Path | None = None,
    edition: Edition = AS_ISSUED,
) -> bytes:
    """Return *letter* as bytes of *format*.

    The folder *replacements* holds the organization's sentences and fonts, if any. Large print
    does not change text. Raises LayoutUnknown, LayoutUnfit, LayoutBroken or LetterNotRenderable.
    """
    if format == "json":
        return determination(letter)
    layout = load_layout(letter.layout, replacements, edition.language)
    composed = compose(letter, layout)
    match format:
        case "pdf":
            attachment = Attachment(f"{kind_of(letter)}.json", determination(letter))
            return pdf(composed, layout, attachment, large_print=edition.large_print)
        case "html":
            return html(composed, layout.style, large_print=edition.large_print).encode()
        case "text":
            return text(composed).encode()
        case _:
            assert_never(format)


def determination(letter: AnyLetter) -> bytes:
    """Return the letter as JSON, the data attached to the PDF and stored beside it."""
    return letter.model_dump_json(indent=2).encode() + b"\n"


ALL_FORMATS: tuple[Format, ...] = ("pdf", "html", "text", "json")

FORMATS: dict[RecipientKind, tuple[Format, ...]] = {"worker": ALL_FORMATS, "public": ALL_FORMATS}
"""Worker and public read the letter in any format; the others are served a PDF."""

_SERVED: tuple[Format, ...] = ("pdf",)
_SERVED_NOTICE: tuple[Format, ...] = ("pdf", "json")
"""The data of each copy of a notice is kept: it names its addressee."""

NOTICE: TypeAdapter[Notice] = TypeAdapter(Annotated[Notice, Field(discriminator="kind")])

_KEEPERS = ThreadPoolExecutor(8, "keep")
"""A disk confirms many files about as fast as one, and so does a bucket."""


@dataclass(frozen=True)
class PrintedLetters:
    """The printed letters in *store*, with an organization's own sentences."""

    store: LetterStore
    replacements: Path | None

    def print(self, letter: Letter, recipients: Iterable[RecipientKind], names: Sequence[KnownName]) -> tuple[LetterFile, ...]:
        """Print and store the copies for *recipients* and the public copy, without *names*."""
        rendered = [
            (recipient, format_name, render(copy, format_name, self.replacements))
            for recipient, copy in ((each, copy_for(each, letter, names)) for each in (*recipients, "public"))
            for format_name in FORMATS.get(recipient, _SERVED)
        ]
        return self._keep(rendered)

    def places_without_glyphs(self, layout: LayoutReference, texts: Iterable[tuple[str, str]]) -> Iterable[str]:
        """Return the places of the *texts* that have a character which no font has."""
        return places_without_glyphs(texts, load_layout(layout, self.replacements))

    def print_cover(self, cover: CoverLetter) -> str:
        """Print a cover letter as PDF; return its SHA-256."""
        return self.store.put(render(cover, "pdf", self.replacements))

    def print_notice(self, copies: Sequence[tuple[RecipientKind, Notice]]) -> tuple[LetterFile, ...]:
        """Print and store the copies of a notice, each addressed to its recipient."""
        return self._keep(
            [
                (recipient, format_name, render(copy, format_name, self.replacements))
                for recipient, copy in copies
                for format_name in FORMATS.get(recipient, _SERVED_NOTICE)
            ]
        )

    def read_notice(self, files: Iterable[LetterFile], recipient: RecipientKind) -> Notice:
        """Return the notice that *recipient*'s copy was printed from."""
        sha256 = next(file.sha256 for file in files if (file.recipient, file.format) == (recipient, "json"))
        return NOTICE.validate_json(self.store.get(sha256))

    def read_back(self, files: Iterable[LetterFile]) -> Letter:
        """Return the letter that *files* were printed from; the worker's copy is complete."""
        sha256 = next(file.sha256 for file in files if (file.recipient, file.format) == ("worker", "json"))
        return Letter.model_validate_json(self.store.get(sha256)).model_copy(update={"copy_for": None})

    def _keep(self, rendered: Sequence[tuple[RecipientKind, Format, bytes]]) -> tuple[LetterFile, ...]:
        hashes = _KEEPERS.map(self.store.put, (content for _, _, content in rendered))
        return tuple(
            LetterFile(recipient=recipient, format=format_name, sha256=sha256, size=len(content))
            for (recipient, format_name, content), sha256 in zip(rendered, hashes, strict=True)
        )
