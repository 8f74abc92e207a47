"""The text of PDFs, and the PDFs that have none."""

import io
from contextlib import suppress

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from services.letters.parse.errors import LetterNotRead, NoText, PdfNotRead
from services.letters.parse.text.pdf import PAGES_MAX, text_of_pdf
from services.letters.printing.render import render
from tests.services.letters.sample import LETTER

PDF = render(LETTER, "pdf")


def written(writer: PdfWriter) -> bytes:
    """Return the bytes of the PDF in *writer*."""
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_pages_stand_apart() -> None:
    """A form feed stands between the pages."""
    assert len(PdfReader(io.BytesIO(PDF)).pages) == len(text_of_pdf(PDF).split("\f"))


def test_a_scan_is_named() -> None:
    """Pages without text are pictures, all or one."""
    blank, mixed = PdfWriter(), PdfWriter(clone_from=io.BytesIO(PDF))
    blank.add_blank_page(200, 200)
    picture = mixed.add_blank_page(200, 200)
    picture[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject()})

    with pytest.raises(NoText, match="each page is a picture"):
        text_of_pdf(written(blank))
    with pytest.raises(NoText, match=f"page {len(mixed.pages)} is a picture"):
        text_of_pdf(written(mixed))


def test_locked_and_endless_files_are_refused() -> None:
    """An encrypted PDF and one of hundreds of pages."""
    locked, endless = PdfWriter(clone_from=io.BytesIO(PDF)), PdfWriter()
    locked.encrypt("invented", algorithm="RC4-128")
    for _ in range(PAGES_MAX + 1):
        endless.add_blank_page(9, 9)

    for writer, told in ((locked, "encrypted"), (endless, "301 pages")):
        with pytest.raises(PdfNotRead, match=told):
            text_of_pdf(written(writer))


@pytest.mark.parametrize("part", range(1, 20))
def test_a_damaged_file_is_read_or_refused(part: int) -> None:
    """Cut anywhere, or with a part overwritten, it gives text or a LetterNotRead."""
    place = len(PDF) * part // 20
    for damaged in (PDF[:place], PDF[:place] + b"\x00endobj <<" * 9 + PDF[place + 90 :]):
        with suppress(LetterNotRead):
            assert text_of_pdf(damaged)
