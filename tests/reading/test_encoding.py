"""Text in the encodings of real files."""

import codecs
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.encoding import decode, encoding_of
from reading.problems import WrongEncoding

TEXT = '{"name": "Peña, Zoë"}'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("utf-32-le"),
        TEXT.encode("utf-32-be"),
    ],
)
def test_unicode_is_read_with_and_without_a_mark(content: bytes) -> None:
    """The mark is no part of the text."""
    assert TEXT == decode(content)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_the_shortest_document_is_recognised(encoding: str) -> None:
    """A single digit is a document."""
    assert "7" == decode("7".encode(encoding))


@given(st.text(min_size=1).map(lambda text: "[" + text), st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_text_with_a_mark_comes_back(text: str, encoding: str) -> None:
    """Whatever characters it has."""
    assert text == decode(text.encode(encoding))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"a": "Peña"}'.encode("cp1252"), "line 1, column 10); it looks like Windows-1252"),
        ('{\n"a": "“Pat”"}'.encode("cp1252"), "line 2, column 7); it looks like Windows-1252"),
        ('{"a": "Peña"}'.encode("mac_roman"), "Mac OS Roman"),
        ('{"a": "Peña"}'.encode("cp850"), "DOS code page 850"),
        ('{"a": "Peña'.encode()[:-2], "ends within a character"),
        (TEXT.encode("utf-16")[:-1], "ends within a character"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00\x00", "not valid UTF-16-LE"),
        (gzip.compress(TEXT.encode(), mtime=0), "compressed with gzip"),
        (b"PK\x03\x04", "ZIP archive"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_other_bytes_are_named(content: bytes, told: str) -> None:
    """The place, and the likely encoding or kind of file."""
    with pytest.raises(WrongEncoding) as caught:
        decode(content)

    assert told in str(caught.value)


def test_a_mark_is_counted() -> None:
    """A reader of a stream passes over it."""
    assert ("utf-8", 3) == encoding_of(b"\xef\xbb\xbf[1]")
    assert ("utf-8", 0) == encoding_of(b"")
