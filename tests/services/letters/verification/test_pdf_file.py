"""Reading a letter's PDF: whole files are read, and every fault has a name."""

import contextlib
import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from services.letters.printing.render import determination
from services.letters.verification import pdf_file
from services.letters.verification.errors import (
    DeterminationUnreadable,
    LetterNotVerified,
    NoDetermination,
    NotAPdf,
    PdfBroken,
    PdfEncrypted,
    PdfTooLarge,
)
from services.letters.verification.pdf_file import read
from tests.services.letters.sample import LETTER
from tests.services.letters.verification.pdf_files import PDF, with_data, without_data, written


def test_a_whole_letter_is_read() -> None:
    """Its hash, its data and the words of its pages are those of the file."""
    found = read(PDF)

    assert (hashlib.sha256(PDF).hexdigest(), LETTER) == (found.sha256, found.letter)
    assert "Upheld" in " ".join(word for page in found.pages for word in page)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", PDF[1:]], ids=["empty", "text", "zip", "cut at the front"])
def test_another_file_is_no_pdf(content: bytes) -> None:
    """A file that does not begin like a PDF is refused."""
    with pytest.raises(NotAPdf):
        read(content)


def test_a_file_beyond_any_letter_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the maximum size is read; one byte more is refused with its size."""
    monkeypatch.setattr(pdf_file, "FILE_BYTES_MAX", len(PDF))

    assert read(PDF).letter
    with pytest.raises(PdfTooLarge, match=f"{len(PDF) + 1}"):
        read(PDF + b"\n")


@pytest.mark.parametrize("length", [8, 1_000, len(PDF) // 2, len(PDF) - 500, len(PDF) - 4])
def test_a_truncated_file_is_named(length: int) -> None:
    """A file cut off anywhere is called broken, with the number of bytes that are left."""
    with pytest.raises(PdfBroken, match=f"{length} bytes") as raised:
        read(PDF[:length])
    assert "file" == raised.value.step


def test_an_encrypted_file_is_named() -> None:
    """A PDF encrypted with an empty password, as real letters are, is refused."""
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt("", "owner", algorithm="AES-256-R5")

    with pytest.raises(PdfEncrypted):
        read(written(writer))


def test_a_file_without_its_data_is_named() -> None:
    """A PDF that another program saved without the attachment is refused."""
    with pytest.raises(NoDetermination, match="attachments: none") as raised:
        read(without_data())
    assert "data" == raised.value.step


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (b"not JSON", ("/",)),
        (determination(LETTER).replace(b'"upheld"', b'"perhaps"'), ("/items/0/outcome",)),
        (determination(LETTER).replace(b'"clinical_summary"', b'"summary"'), ("/clinical_summary", "/summary")),
    ],
)
def test_data_that_is_no_determination_is_named_with_its_places(data: bytes, places: tuple[str, ...]) -> None:
    """The error points to the faulty fields and does not quote them."""
    with pytest.raises(DeterminationUnreadable) as raised:
        read(with_data(data))
    assert places == raised.value.places


def test_an_unknown_filter_is_a_broken_pdf() -> None:
    """Its name is one damaged letter away from a known one; the library does not implement it."""
    with pytest.raises(PdfBroken):
        read(PDF.replace(b"/FlateDecode", b"/FlateDecoda"))


@given(st.integers(0, len(PDF) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=50)
def test_no_damage_escapes_its_name(place: int, damage: bytes) -> None:
    """With any bytes changed anywhere, the letter is still read or the fault has a name."""
    with contextlib.suppress(LetterNotVerified):
        assert read(PDF[:place] + damage + PDF[place + len(damage) :]).letter
