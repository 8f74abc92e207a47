"""A letter in one of its formats; what `imr letter render` prints and what the service stores."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, assert_never

from services.letters.composition.compose import compose
from services.letters.composition.kinds import AnyLetter, kind_of
from services.letters.composition.layout import load_layout
from services.letters.printing.html import html
from services.letters.printing.pdf import Attachment, pdf
from services.letters.printing.text import text

Format = Literal["pdf", "html", "text", "json"]


@dataclass(frozen=True)
class Edition:
    """How a letter is printed for who reads it: in which language (None is the form's own), and whether in large print."""

    language: str | None = None
    large_print: bool = False


AS_ISSUED = Edition()


def render(
    letter: AnyLetter,
    format: Format,  # noqa: A002, the word of the command line
    replacements: Path | None = None,
    edition: Edition = AS_ISSUED,
) -> bytes:
    """*letter* as bytes of *format*, with the organisation's sentences and fonts from the folder *replacements* if it has any.

    Text has no size: large print changes nothing there. Raises LayoutUnknown, LayoutUnfit, LayoutBroken or LetterNotRenderable.
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
    """The letter as JSON: the data that is attached to the PDF and stored beside it."""
    return letter.model_dump_json(indent=2).encode() + b"\n"
