"""Decode bytes from outside to text, or name their likely encoding.

UTF-8, UTF-16 and UTF-32 are read, with or without a byte order mark. Other encodings are guessed
for the error only: a guess must not become a name in a letter.
"""

import codecs
from collections.abc import Sequence

from reading.problems import Problem, WrongEncoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_MARK = {
    "000x": "utf-32-be",
    "x000": "utf-32-le",
    "0x0x": "utf-16-be",
    "x0x0": "utf-16-le",
    "0x": "utf-16-be",
    "x0": "utf-16-le",
}
"""Encodings by the zeros among the first four bytes, or of two."""

_PACKED = {
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"BZh": "compressed with bzip2; unpack it first",
    b"\xfd7zXZ\x00": "compressed with xz; unpack it first",
    b"\x28\xb5\x2f\xfd": "compressed with Zstandard; unpack it first",
    b"PK\x03\x04": "a ZIP archive or an office document, not text",
    b"%PDF": "a PDF, not text",
    b"\x89PNG": "an image, not text",
    b"\xff\xd8\xff": "an image, not text",
    b"SQLite format 3": "a database, not text",
    b"\x7fELF": "a program, not text",
}
_WESTERN = {"cp1252": "Windows-1252", "mac_roman": "Mac OS Roman", "cp850": "DOS code page 850"}
_TYPOGRAPHY = "\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022\u20ac\u00b0\u00bd\u00bc\u00be\u00bf\u00a1\u00a7"
"""Dashes, quotation marks and signs that people write beside words."""

_APOSTROPHE = "\u2019"

_C1 = range(0x80, 0xA0)
"""Bytes that are letters in Windows-1252 and control characters in ISO-8859-1."""

_HEAD = 4
_AROUND = 64


def encoding_of(head: bytes) -> tuple[str, int]:
    """Return the encoding that a document beginning with *head* has, and its mark's length.

    Without a mark, zeros tell UTF-16 and UTF-32: a document begins with an ASCII character.
    Raises WrongEncoding for compressed bytes and files of other kinds.
    """
    for start, told in _PACKED.items():
        if head.startswith(start):
            raise WrongEncoding((Problem("", f"is {told}"),))
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    zeros = "".join("0" if byte == 0 else "x" for byte in head[:_HEAD])
    return _WITHOUT_MARK.get(zeros, "utf-8"), 0


def decode(content: bytes) -> str:
    """Return *content* as text without a byte order mark; raise WrongEncoding."""
    encoding, mark = encoding_of(content[:_AROUND])
    try:
        return content[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        raise WrongEncoding((_problem(content[mark:], encoding, error),)) from None


def _problem(content: bytes, encoding: str, error: UnicodeDecodeError) -> Problem:
    before = content[: error.start].decode(encoding, "replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    where = f"line {line}, column {column}"
    if error.reason == "unexpected end of data" or (encoding != "utf-8" and error.end == len(content)):
        return Problem("", f"ends within a character ({where}); it was cut off")
    if encoding != "utf-8":
        return Problem("", f"is not valid {encoding.upper()} ({where}); save it as UTF-8")
    likely = _likely(content[max(0, error.start - _AROUND) : error.start + _AROUND])
    return Problem("", f"is not UTF-8 ({where}); it looks like {likely}; save it as UTF-8")


def _likely(around: bytes) -> str:
    """Guess the encoding of bytes that are not UTF-8 by which letters they would be."""
    best = max(_WESTERN, key=lambda name: _score(around, name))
    if best == "cp1252" and not any(byte in _C1 for byte in around):
        return "Windows-1252 (ISO-8859-1)"
    return _WESTERN[best]


def _score(around: bytes, encoding: str) -> int:
    text = around.decode(encoding, "replace")
    return sum(_fits(text, place) for place, character in enumerate(text) if not character.isascii())


def _fits(text: Sequence[str], place: int) -> int:
    """A letter fits within a word, a dash or quotation mark outside one, and a symbol hardly."""
    character = text[place]
    before, after = (text[number] if 0 <= number < len(text) else " " for number in (place - 1, place + 1))
    if character in _TYPOGRAPHY:
        return -1 if before.isalpha() and after.isalpha() and character != _APOSTROPHE else 2
    if not character.isalpha() or (character.isupper() and before.islower()):
        return -2
    return 2 if before.isalpha() or after.isalpha() else 0
