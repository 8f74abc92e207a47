"""A letter in one of its formats; what `imr letter render` prints and what the service stores."""

from pathlib import Path
from typing import Literal, assert_never

from services.letters.compose import compose
from services.letters.layout import load_layout
from services.letters.letter import Letter
from services.letters.render_html import html
from services.letters.render_pdf import pdf
from services.letters.render_text import text

Format = Literal["pdf", "html", "text", "json"]


def render(letter: Letter, format: Format, replacements: Path | None = None) -> bytes:  # noqa: A002, the word of the command line
    """*letter* as bytes of *format*, with the organisation's sentences and fonts from the folder *replacements* if it has any.

    Raises LayoutUnknown, LayoutBroken or LetterNotRenderable.
    """
    if format == "json":
        return determination(letter)
    layout = load_layout(letter.layout, replacements)
    composed = compose(letter, layout)
    match format:
        case "pdf":
            return pdf(composed, layout, determination(letter))
        case "html":
            return html(composed, layout.style).encode()
        case "text":
            return text(composed).encode()
        case _:
            assert_never(format)


def determination(letter: Letter) -> bytes:
    """The letter as JSON: the data that is attached to the PDF and stored beside it."""
    return letter.model_dump_json(indent=2).encode() + b"\n"
