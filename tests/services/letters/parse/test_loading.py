"""Letters in files: our PDFs, PDFs of others, and text."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ByteStringObject

import services.letters.parse.loading as reading_of_files
from services.letters.letter import Letter
from services.letters.parse.errors import LetterMalformed, LetterNotRead, ReaderFailed
from services.letters.parse.loading import is_pdf, letter_in, read_file
from services.letters.printing.render import Edition, render
from services.letters.verification.pdf_file import DETERMINATION
from tests.services.letters.sample import LETTER

PDF = render(LETTER, "pdf")


def with_data(letter: Letter | None, pdf: bytes = PDF) -> bytes:
    """Return *pdf* with the data of *letter* attached, or without any."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        writer.add_page(page)
    if letter is not None:
        writer.add_attachment(DETERMINATION, letter.model_dump_json().encode())
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_pdf_of_ours_is_read_from_its_data() -> None:
    """The attached data is the letter; without it the pages are read as the text is."""
    assert LETTER == letter_in(PDF)
    assert letter_in(render(LETTER, "text")) == letter_in(with_data(None))


@pytest.mark.parametrize("language", [None, "es"])
@pytest.mark.parametrize("large_print", [False, True])
def test_each_edition_is_read(language: str | None, *, large_print: bool) -> None:
    """Large print and other languages are compared with their own words."""
    assert LETTER == letter_in(render(LETTER, "pdf", None, Edition(language, large_print)))


def test_data_that_the_pages_do_not_say_is_refused() -> None:
    """The error names the fields."""
    other = LETTER.model_copy(update={"priority": "Expedited"})

    with pytest.raises(LetterMalformed, match="the pages and the attached data differ: priority"):
        letter_in(with_data(other))


def test_data_of_another_kind_is_refused() -> None:
    """An attachment of that name that is no determination."""
    writer = PdfWriter(clone_from=io.BytesIO(with_data(None)))
    writer.add_attachment(DETERMINATION, ByteStringObject(b"{}"))
    file = io.BytesIO()
    writer.write(file)

    with pytest.raises(LetterMalformed, match="not a valid determination"):
        letter_in(file.getvalue())


def test_a_file_that_breaks_the_reader_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any fault of the reader is an error of this file."""
    path = tmp_path / "letter.txt"
    path.write_bytes(render(LETTER, "text"))
    monkeypatch.setattr(reading_of_files, "text_of", lambda content: {}[len(content)])

    with pytest.raises(ReaderFailed, match="KeyError"):
        read_file(path)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b" \n%PDF-2.0 rest"])
def test_a_pdf_of_nothing_is_named(content: bytes) -> None:
    """A file that only begins as a PDF."""
    assert is_pdf(content)
    with pytest.raises(LetterNotRead, match="PDF"):
        letter_in(content)
