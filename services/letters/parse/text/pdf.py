"""The text of a PDF, page by page, through pypdf."""

import io

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from services.letters.parse.errors import NoText, PdfNotRead

PAGES_MAX = 300
"""Ten times the pages of the longest letter known."""


def text_of_pdf(content: bytes) -> str:
    """Return the text of the PDF in *content*, with a form feed between pages.

    Raises PdfNotRead if the file is broken, encrypted or too long, NoText if a page is a picture.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise PdfNotRead(1, "the PDF is encrypted; save it without a password")
        if len(reader.pages) > PAGES_MAX:
            raise PdfNotRead(1, f"the PDF has {len(reader.pages):,} pages; a letter has at most {PAGES_MAX}")
        pages = [(page.extract_text(), _has_pictures(page)) for page in reader.pages]
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, OSError, ArithmeticError) as error:
        if isinstance(error, PdfNotRead):
            raise
        raise PdfNotRead(1, f"the PDF is broken: {str(error)[:200] or type(error).__name__}") from error
    pictures = [number for number, (text, has_pictures) in enumerate(pages, start=1) if has_pictures and not text.strip()]
    if pictures or not any(text.strip() for text, _ in pages):
        told = f"page {', '.join(map(str, pictures))} is" if pictures else "each page is"
        raise NoText(1, f"the PDF is a scan, {told} a picture without text; recognise its text first, for example with `ocrmypdf`")
    return "\n\f".join(text for text, _ in pages)


def _has_pictures(page: PageObject) -> bool:
    """Return whether *page* shows a picture or another page drawn as one."""
    resources = page.get("/Resources")
    return resources is not None and "/XObject" in resources.get_object()
