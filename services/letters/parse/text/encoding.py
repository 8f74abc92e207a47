"""Decode a letter's file to text, and refuse files that are not text."""

import codecs
import re
from pathlib import Path

from reading.files import open_file
from reading.problems import NotReadable
from services.letters.parse.errors import NotALetter, NotText, TooLarge

BYTES_MAX = 1024 * 1024
"""Forty times the size of the longest letter known."""

PDF_BYTES_MAX = 50 * 1024 * 1024
"""A PDF holds fonts and pictures too."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = {
    b"PK\x03\x04": "an office document or an archive; save it as plain text",
    b"{\\rtf": "an RTF document; save it as plain text",
    b"<!DOCTYPE": "a web page; save it as plain text",
    b"<html": "a web page; save it as plain text",
    b"\x1f\x8b": "compressed; unpack it first",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_WIDE_SHARE = 0.3
"""The least share of zeros at even or odd offsets by which to recognise UTF-16.

About half the bytes of English text in UTF-16 are zero, all at even or all at odd offsets.
"""


def content_of(path: Path) -> bytes:
    """Return the file at *path*, up to the largest size and a byte; raises NotText, TooLarge."""
    try:
        with open_file(path) as file:
            start = file.read(BYTES_MAX + 1)
            content = start + file.read(PDF_BYTES_MAX) if start.lstrip().startswith(b"%PDF-") else start
    except NotReadable as error:
        raise NotText(1, f"the file {error}") from None
    if len(content) > PDF_BYTES_MAX:
        raise TooLarge(1, f"the PDF is larger than {PDF_BYTES_MAX:,} bytes; a letter has about 100,000")
    return content


def text_of(content: bytes) -> str:
    """Decode *content* to text with line feeds as line ends.

    Raises NotText, TooLarge or NotALetter.
    """
    if len(content) > BYTES_MAX:
        raise TooLarge(1, f"the file is larger than {BYTES_MAX:,} bytes; a letter has about 10,000")
    for start, told in _OTHER_FILES.items():
        if content.lstrip()[: len(start)].lower() == start.lower():
            raise NotText(1, f"the file is {told}")
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise NotALetter(1, "the file is empty")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise NotText(line, f"the control character U+{ord(found[0]):04X} is not allowed; save the letter as plain text")
    return text


def _decoded(content: bytes) -> str:
    """Decode *content* in the first encoding that fits.

    In order: by its byte order mark, as UTF-16 without a mark, as UTF-8, as Windows-1252.
    """
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), None) or _wide_encoding(content)
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            line = content[: error.start].decode(encoding, "ignore").count("\n") + 1
            raise NotText(
                line, f"this is not valid {encoding.upper()}, the encoding of the file; save the file as UTF-8"
            ) from error
        if error.end == len(content) and error.reason == "unexpected end of data":
            return content[: error.start].decode()  # cut off within a character
    return "".join(_western(byte) for byte in content)


def _wide_encoding(content: bytes) -> str | None:
    """Return the UTF-16 encoding that the zeros in *content* suggest, or None."""
    shares = [content[start::2].count(0) / max(len(content) // 2, 1) for start in (0, 1)]
    if max(shares) < _WIDE_SHARE or min(shares) > _WIDE_SHARE / 10:
        return None
    return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"


def _western(byte: int) -> str:
    """Decode one byte as Windows-1252, or as Latin-1 if Windows-1252 does not define it.

    The five undefined bytes become control characters, which `text_of` refuses.
    """
    return bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
