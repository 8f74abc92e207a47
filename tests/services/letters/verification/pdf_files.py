"""PDF files for tests: a letter with its own data, with other data, or without data."""

import io

from pypdf import PdfReader, PdfWriter

from services.letters.composition.compose import compose
from services.letters.composition.layout import load_layout
from services.letters.letter import Letter
from services.letters.printing.pdf import Attachment, pdf
from services.letters.printing.render import render
from tests.services.letters.sample import LAYOUT, LETTER

PDF = render(LETTER, "pdf")


def with_data(data: bytes, printed: Letter = LETTER) -> bytes:
    """Return a PDF with the text of *printed* and *data* attached."""
    return pdf(compose(printed, load_layout(LAYOUT)), load_layout(LAYOUT), Attachment("determination.json", data))


def without_data() -> bytes:
    """Return the sample's pages without the attachment."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(PDF)).pages:
        writer.add_page(page)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """Return the bytes of the file that *writer* makes."""
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()
