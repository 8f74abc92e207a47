"""From the bytes of a file to text: the encodings letters come in, and what is no text at all."""

import codecs
import re
from pathlib import Path

from services.letters.parse.errors import NotALetter, NotText, TooLarge

BYTES_MAX = 1024 * 1024
"""Forty times the longest letter known."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = {
    b"%PDF": "a PDF, encrypted or not; give its text, as `pdftotext` writes it",
    b"PK\x03\x04": "an office document or an archive; save it as plain text",
    b"{\\rtf": "a document in RTF; save it as plain text",
    b"<!DOCTYPE": "a web page; save it as plain text",
    b"<html": "a web page; save it as plain text",
    b"\x1f\x8b": "compressed; unpack it first",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_WIDE_SHARE = 0.3
"""Of UTF-16 without a mark, about half the bytes of English text are zero, all at even or all at odd places."""


def text_of_file(path: Path) -> str:
    """The text of the letter at *path*, of which no more is read than a letter can have; raises as text_of does, or OSError."""
    with path.open("rb") as file:
        return text_of(file.read(BYTES_MAX + 1))


def text_of(content: bytes) -> str:
    """The text of a letter's file, its lines ending in line feeds; raises NotText, TooLarge or NotALetter."""
    if len(content) > BYTES_MAX:
        raise TooLarge(1, f"the file has more than {BYTES_MAX:,} bytes; a letter has some ten thousand")
    for start, told in _OTHER_FILES.items():
        if content.lstrip()[: len(start)].lower() == start.lower():
            raise NotText(1, f"the file is {told}")
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise NotALetter(1, "the file is empty")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise NotText(line, f"there is the control character U+{ord(found[0]):04X}; a letter is plain text")
    return text


def _decoded(content: bytes) -> str:
    """The text by its byte order mark, as UTF-16 that lost it, as UTF-8, or as the one-byte encoding of Western office programs."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), None) or _wide_encoding(content)
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            line = content[: error.start].decode(encoding, "ignore").count("\n") + 1
            raise NotText(line, f"the file says it is {encoding.upper()}, and this is not") from error
        if error.end == len(content) and error.reason == "unexpected end of data":
            return content[: error.start].decode()  # cut off within a character
    return "".join(_western(byte) for byte in content)


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16, little or big end first, if the zeros among *content* look like it."""
    shares = [content[start::2].count(0) / max(len(content) // 2, 1) for start in (0, 1)]
    if max(shares) < _WIDE_SHARE or min(shares) > _WIDE_SHARE / 10:
        return None
    return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"


def _western(byte: int) -> str:
    """A byte as Windows-1252 has it; one of the five it does not have, as Latin-1 does, which is a control character."""
    return bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
