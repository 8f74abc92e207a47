"""Verifying a letter: that its text says what its data says, that it is the file that was issued, and what it rests on.

`read` and `check_text` need the file alone; `issue_of`, `check_items` and `grounds` need what the stream says of the case (grounds.py).
"""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from services.letters.composition.compose import LayoutUnfit
from services.letters.composition.layout import LayoutBroken, LayoutUnknown, languages_of
from services.letters.letter import LayoutReference, Letter
from services.letters.printing.pdf import LetterNotRenderable
from services.letters.printing.render import Edition, render

FILE_BYTES_MAX = 50 * 1024 * 1024
DETERMINATION = "determination.json"

_WORDS_SHOWN = 6


class LetterNotVerified(ValueError):
    """Something is wrong with a letter; *step* is where verifying it stopped: file, data, text, issue or chain."""

    step = "file"


class NotAPdf(LetterNotVerified):
    """The file is something else."""

    def __init__(self) -> None:
        super().__init__("the file is no PDF: it does not begin with %PDF-")


class PdfTooLarge(LetterNotVerified):
    """No letter is as large as that."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the file has {size} bytes; a letter has {FILE_BYTES_MAX} at most")


class PdfEncrypted(LetterNotVerified):
    """Ours are not encrypted, and what cannot be read cannot be verified."""

    def __init__(self) -> None:
        super().__init__("the PDF is encrypted; letters are issued without encryption")


class PdfBroken(LetterNotVerified):
    """The file is truncated or damaged; *after_bytes* is how much of it there is."""

    def __init__(self, after_bytes: int, reason: str) -> None:
        super().__init__(f"the PDF is truncated or damaged ({reason}); it has {after_bytes} bytes")
        self.after_bytes = after_bytes


class NoDetermination(LetterNotVerified):
    """The PDF has no data attached, so it is none of our letters, or was saved anew without it."""

    step = "data"

    def __init__(self, attached: Iterable[str]) -> None:
        names = ", ".join(attached) or "nothing"
        super().__init__(f"the PDF has no {DETERMINATION} attached, but {names}")


class DeterminationUnreadable(LetterNotVerified):
    """The attached data is no determination; *places* says where, as JSON pointers."""

    step = "data"

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(f"the attached data is no determination, at {', '.join(places)}")
        self.places = tuple(places)


class LayoutNotHere(LetterNotVerified):
    """The data names a layout that is not here, so nobody can tell what it should print."""

    step = "text"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the text cannot be compared: {reason}")


class TextDiffers(LetterNotVerified):
    """The text does not say what the data says, first on *page* (from 1)."""

    step = "text"

    def __init__(self, page: int, expected: str, found: str) -> None:
        super().__init__(f"on page {page} the text reads “{found}”, but the data prints “{expected}”")
        self.page = page


@dataclass(frozen=True)
class LetterFound:
    """A letter as its file has it: its hash, its data, and the words of each page."""

    sha256: str
    letter: Letter
    pages: tuple[tuple[str, ...], ...]


def read(content: bytes) -> LetterFound:
    """The letter in *content*; raises what is wrong with the file or its data."""
    if not content.startswith(b"%PDF-"):
        raise NotAPdf
    if len(content) > FILE_BYTES_MAX:
        raise PdfTooLarge(len(content))
    if not content.rstrip().endswith(b"%%EOF"):
        raise PdfBroken(len(content), "it does not end in %%EOF")
    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        if reader.is_encrypted:
            raise PdfEncrypted
        attached = {name: parts[0] for name, parts in reader.attachments.items()}
        pages = tuple(tuple(page.extract_text().split()) for page in reader.pages)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        if isinstance(error, LetterNotVerified):
            raise
        raise PdfBroken(len(content), str(error) or type(error).__name__) from error
    return LetterFound(hashlib.sha256(content).hexdigest(), _determination(attached), pages)


def check_text(found: LetterFound, replacements: Path | None = None) -> Edition:
    """Print the data anew and compare word by word, in every edition there is; return the one it is. Raises TextDiffers or LayoutNotHere."""
    differences = []
    for edition in _editions(found.letter.layout):
        difference = first_difference(_printed(found.letter, replacements, edition), found.pages)
        if difference is None:
            return edition
        differences.append(difference)
    raise TextDiffers(*differences[0])


def _editions(layout: LayoutReference) -> list[Edition]:
    """As it is issued first, then in every other language, and all that in large print."""
    spoken = [None, *languages_of(layout)]
    return [Edition(language, large_print) for large_print in (False, True) for language in spoken]


def _printed(letter: Letter, replacements: Path | None, edition: Edition) -> tuple[tuple[str, ...], ...]:
    """The words that the data prints, page by page."""
    try:
        return read(render(letter, "pdf", replacements, edition)).pages
    except (LayoutUnknown, LayoutUnfit, LayoutBroken, LetterNotRenderable) as error:
        raise LayoutNotHere(str(error)) from error


def first_difference(expected: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> tuple[int, str, str] | None:
    """The page (from 1) on which *found* first has other words than *expected*, and some words of both from there."""
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


def _determination(attached: dict[str, bytes]) -> Letter:
    if DETERMINATION not in attached:
        raise NoDetermination(attached)
    try:
        return Letter.model_validate_json(attached[DETERMINATION])
    except ValidationError as error:
        raise DeterminationUnreadable([f"/{'/'.join(map(str, each['loc']))}" for each in error.errors()]) from None
