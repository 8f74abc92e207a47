"""Compare a letter's printed text with its data."""

from collections.abc import Sequence
from pathlib import Path

from services.letters.composition.compose import LayoutUnfit
from services.letters.composition.layout import LayoutBroken, LayoutUnknown, languages_of
from services.letters.letter import LayoutReference, Letter
from services.letters.printing.pdf import LetterNotRenderable
from services.letters.printing.render import Edition, render
from services.letters.verification.errors import LayoutNotHere, TextDiffers
from services.letters.verification.pdf_file import LetterFound, read

_WORDS_SHOWN = 6


def check_text(found: LetterFound, replacements: Path | None = None) -> Edition:
    """Print the data anew, compare it word by word, and return the edition that matches.

    Every edition of the layout is tried. Raises TextDiffers or LayoutNotHere.
    """
    differences = []
    for edition in _editions(found.letter.layout):
        difference = first_difference(_printed(found.letter, replacements, edition), found.pages)
        if difference is None:
            return edition
        differences.append(difference)
    raise TextDiffers(*differences[0])


def _editions(layout: LayoutReference) -> list[Edition]:
    """List the editions to try: as issued, other languages, then each of these in large print."""
    spoken = [None, *languages_of(layout)]
    return [Edition(language, large_print) for large_print in (False, True) for language in spoken]


def _printed(letter: Letter, replacements: Path | None, edition: Edition) -> tuple[tuple[str, ...], ...]:
    """Print the data and return the words, page by page."""
    try:
        return read(render(letter, "pdf", replacements, edition)).pages
    except (LayoutUnknown, LayoutUnfit, LayoutBroken, LetterNotRenderable) as error:
        raise LayoutNotHere(str(error)) from error


def first_difference(expected: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> tuple[int, str, str] | None:
    """Find the first difference: its page, counted from 1, and some words of both texts."""
    for number in range(max(len(expected), len(found))):
        page = expected[number] if number < len(expected) else ()
        other = found[number] if number < len(found) else ()
        place = next(
            (place for place in range(max(len(page), len(other))) if page[place : place + 1] != other[place : place + 1]), None
        )
        if place is not None:
            return number + 1, _from(page, place), _from(other, place)
    return None


def _from(words: Sequence[str], place: int) -> str:
    return " ".join(words[place : place + _WORDS_SHOWN]) or "nothing more"
