"""Find the texts of a letter that its fonts cannot print.

A character that no font has is printed as its Unicode number (pdf.py). A name or an address in such
numbers is unreadable, so people have to know before it is sent.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import typst

from services.letters.composition.layout import Layout
from services.letters.printing.pdf import COMPILERS, literal, missing_characters

_LATIN_1_MAX = 0xFF
"""The supplied fonts have these."""

_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def places_without_glyphs(texts: Iterable[tuple[str, str]], layout: Layout) -> Iterator[str]:
    """Yield the places of the *texts* that have a character which no font of *layout* has."""
    known = list(texts)
    lacking = without_glyphs("".join(text for _, text in known), layout)
    yield from (place for place, text in known if not lacking.isdisjoint(text))


def without_glyphs(text: str, layout: Layout) -> frozenset[str]:
    """Return the characters of *text* that no font of *layout* has."""
    unsure = sorted({character for character in text if ord(character) > _LATIN_1_MAX and not character.isspace()})
    if not unsure:
        return frozenset()
    try:
        return _without_glyphs(unsure, layout)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # see pdf.py
            raise
        COMPILERS.forget()
        return frozenset(unsure)


def _without_glyphs(characters: Iterable[str], layout: Layout) -> frozenset[str]:
    """Set each character as a paragraph; the compiler names those that no font has."""
    paragraphs = "\n\n".join(f"#text({literal(each)})" for each in characters)
    try:
        COMPILERS.compiler(layout).compile(
            input=f'#set document(title: "-")\n#set text(font: "Libertinus Serif", lang: "en")\n{paragraphs}'.encode(),
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],
            timestamp=_DATE,
        )
    except typst.TypstError as error:
        return missing_characters(error.diagnostic)
    return frozenset()
