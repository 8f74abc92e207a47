"""Read the letter in a file: a PDF by its data or its text, any other file as text."""

from pathlib import Path

from pydantic import BaseModel

from services.letters.letter import Letter, ReviewedDocument
from services.letters.parse.determination import PartlyRead, read_as_far_as_possible
from services.letters.parse.errors import LetterMalformed, LetterNotRead, ReaderFailed
from services.letters.parse.text.encoding import content_of, text_of
from services.letters.parse.text.pdf import text_of_pdf
from services.letters.verification.errors import DeterminationUnreadable, LetterNotVerified
from services.letters.verification.pdf_file import LetterFound, read
from services.letters.verification.text import check_text

_FAULTS = (ValueError, LookupError, TypeError, AttributeError, RuntimeError, ArithmeticError, AssertionError, MemoryError)
"""Faults of a reader by which one file of thousands must not end an import."""

READ = frozenset({".txt", ".pdf"})
"""The endings of the files that an import looks at."""


def read_file(path: Path, replacements: Path | None = None) -> PartlyRead:
    """Read the letter at *path* up to the first error; raises LetterNotRead without a text.

    *replacements* holds the organization's sentences, with which its PDFs were set.
    """
    return read_content(content_of(path), replacements)


def read_content(content: bytes, replacements: Path | None = None) -> PartlyRead:
    """Read the letter in *content*, a file's bytes; see `read_file`."""
    try:
        return _read(content, replacements)
    except LetterNotRead:
        raise
    except _FAULTS as error:
        raise ReaderFailed(1, f"the reader failed on this file: {type(error).__name__}, {str(error)[:200]}") from error


def _read(content: bytes, replacements: Path | None) -> PartlyRead:
    if not is_pdf(content):
        return read_as_far_as_possible(text_of(content))
    attached = _attached(content)
    if attached is None:
        return read_as_far_as_possible(text_of_pdf(content))
    _compare(attached, content, replacements)
    return PartlyRead({name: getattr(attached.letter, name) for name in Letter.model_fields})


def letter_in(content: bytes, replacements: Path | None = None) -> Letter:
    """Return the letter in *content*; raises LetterNotRead."""
    read = read_content(content, replacements)
    if read.stopped is not None:
        raise read.stopped
    return Letter(**read.fields)


def is_pdf(content: bytes) -> bool:
    """Return whether *content* begins as a PDF does."""
    return content.lstrip()[:5] == b"%PDF-"


def _attached(content: bytes) -> LetterFound | None:
    """Return the letter attached to a PDF of ours, None if the PDF has none."""
    try:
        return read(content)
    except DeterminationUnreadable as error:
        raise LetterMalformed(1, str(error)) from error
    except LetterNotVerified:
        return None


def _compare(attached: LetterFound, content: bytes, replacements: Path | None) -> None:
    """Raise LetterMalformed if the text of a PDF says something else than its attached data."""
    printed = _printed(content)
    if printed is not None:
        given = {name: getattr(attached.letter, name) for name in printed}
        differing = [name for name in printed if name != "layout" and _in_print(printed[name]) != _in_print(given[name])]
        if differing:
            told = ", ".join(name.replace("_", " ") for name in differing)
            raise LetterMalformed(1, f"the pages and the attached data differ: {told}")
        return
    try:
        check_text(attached, replacements)
    except LetterNotVerified as error:
        raise LetterMalformed(1, str(error)) from error


def _in_print(value: object) -> object:
    """Return *value* as print shows it: in one paragraph, and a day that is from and to once."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, ReviewedDocument):
        return _in_print(value.title), value.from_on, None if value.to_on == value.from_on else value.to_on
    if isinstance(value, BaseModel):
        return tuple(_in_print(part) for _, part in value)
    return tuple(map(_in_print, value)) if isinstance(value, tuple) else value


def _printed(content: bytes) -> dict[str, object] | None:
    """Return the fields that the pages of a PDF give, None if they are no whole determination."""
    try:
        read_back = read_as_far_as_possible(text_of_pdf(content))
    except LetterNotRead:
        return None
    return read_back.fields if read_back.stopped is None else None
