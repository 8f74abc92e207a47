"""Decoding files: every common encoding is read, and other files are refused."""

import codecs
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.parse.errors import LetterNotRead, NotALetter, NotText, TooLarge
from services.letters.parse.text.encoding import BYTES_MAX, content_of, text_of

TEXT = "Range of motion 95° – “stable”\nsecond line\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    """Every encoding gives the same text, with or without a byte order mark."""
    assert TEXT == text_of(TEXT.encode(encoding))


def test_line_ends() -> None:
    """The line ends of every system become line feeds."""
    assert "a\nb\nc\n" == text_of(b"a\r\nb\rc\n")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"PK\x03\x04rest", 1),
        (b"{\\rtf1 letter}", 1),
        (b"<!doctype html><p>letter", 1),
        (b"\x1f\x8bpacked", 1),
        (b"line\nline two\x00 goes on\n", 2),
        (b"line\n\nthe bell \x07", 3),
        (codecs.BOM_UTF16_LE + b"a\x00\n\x00\x00\xd8", 2),
        (b"line\n\x81\n", 2),
    ],
)
def test_other_files_are_refused(content: bytes, line: int) -> None:
    """Other kinds of files, control characters and broken encodings are refused by line."""
    with pytest.raises(NotText) as raised:
        text_of(content)

    assert line == raised.value.line


@pytest.mark.parametrize("content", [b"", b" \n\t\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_nothing(content: bytes) -> None:
    """An empty file is not a letter."""
    with pytest.raises(NotALetter):
        text_of(content)


def test_a_character_cut_in_two_is_left_out() -> None:
    """A file that ends within a character keeps the text before it."""
    assert "95" == text_of("95°".encode()[:-1])


def test_too_large(tmp_path: Path) -> None:
    """A file larger than a megabyte is refused, and one of a megabyte is read."""
    (tmp_path / "huge.txt").write_bytes(b"a\n" * BYTES_MAX)

    with pytest.raises(TooLarge):
        text_of(content_of(tmp_path / "huge.txt"))
    assert BYTES_MAX == len(text_of(b"a" * BYTES_MAX))


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_named_error(content: bytes) -> None:
    """Any bytes give a text without control characters, or a LetterNotRead.

    Tabs, line feeds and page breaks are allowed.
    """
    with suppress(LetterNotRead):
        assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]", text_of(content))
