"""Read a letter's PDF: its hash, its data, and the words of each page."""

import hashlib
import io
from dataclasses import dataclass

from pydantic import ValidationError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from services.letters.letter import Letter
from services.letters.verification.errors import (
    DeterminationUnreadable,
    LetterNotVerified,
    NoDetermination,
    NotAPdf,
    PdfBroken,
    PdfEncrypted,
    PdfTooLarge,
)

FILE_BYTES_MAX = 50 * 1024 * 1024
DETERMINATION = "determination.json"


@dataclass(frozen=True)
class LetterFound:
    """A letter as found in a file: the file's hash, its data, and the words of each page."""

    sha256: str
    letter: Letter
    pages: tuple[tuple[str, ...], ...]


def read(content: bytes) -> LetterFound:
    """Read the letter in *content*; raises LetterNotVerified if file or data are faulty."""
    if not content.startswith(b"%PDF-"):
        raise NotAPdf
    if len(content) > FILE_BYTES_MAX:
        raise PdfTooLarge(len(content), FILE_BYTES_MAX)
    if not content.rstrip().endswith(b"%%EOF"):
        raise PdfBroken(len(content), "it does not end in %%EOF")
    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        if reader.is_encrypted:
            raise PdfEncrypted
        attached = {name: parts[0] for name, parts in reader.attachments.items()}
        pages = tuple(tuple(page.extract_text().split()) for page in reader.pages)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, OSError) as error:
        if isinstance(error, LetterNotVerified):
            raise
        raise PdfBroken(len(content), str(error) or type(error).__name__) from error
    return LetterFound(hashlib.sha256(content).hexdigest(), _determination(attached), pages)


def _determination(attached: dict[str, bytes]) -> Letter:
    if DETERMINATION not in attached:
        raise NoDetermination(DETERMINATION, attached)
    try:
        return Letter.model_validate_json(attached[DETERMINATION])
    except ValidationError as error:
        raise DeterminationUnreadable([f"/{'/'.join(map(str, each['loc']))}" for each in error.errors()]) from None
