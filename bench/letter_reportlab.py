"""A letter set by ReportLab from the same blocks.

It has headings, table, paragraphs and page numbers, but neither tags nor PDF/A.
"""

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
SECTION = ParagraphStyle("section", parent=BODY, fontName="Times-Bold", fontSize=10.5, spaceBefore=14, keepWithNext=True)
ITEM = ParagraphStyle("item", parent=SECTION, fontSize=12)
TITLE = ParagraphStyle("title", parent=BODY, fontName="Times-Bold", fontSize=19, leading=23)


def set_letter(letter: dict[str, Any]) -> bytes:
    """Return the PDF of *letter*, a composed letter as plain data."""
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=LETTER, leftMargin=1.1 * inch, rightMargin=1.1 * inch, title=letter["title"], invariant=1
    )
    flow = [Paragraph(escape(letter["organization"]), BODY), Paragraph(escape(letter["title"]), TITLE)]
    for block in letter["blocks"]:
        flow += _flow(block)

    def foot(canvas: Any, page: Any) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(1.1 * inch, 0.6 * inch, letter["case"]["value"])
        canvas.drawRightString(LETTER[0] - 1.1 * inch, 0.6 * inch, f"Page {page.page}")

    document.build(flow, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _flow(block: dict[str, Any]) -> list[Any]:  # noqa: PLR0911, one for each kind of block
    match block["kind"]:
        case "heading":
            return [Paragraph(escape(block["text"]), SECTION)]
        case "item":
            return [Paragraph(escape(f"{block['request']}: {block['outcome']}"), ITEM)]
        case "prose":
            return [Paragraph(escape(each), BODY) for each in block["paragraphs"]]
        case "labelled":
            first, *rest = block["paragraphs"]
            label = f"<b>{escape(block['label'])}:</b> {escape(first)}"
            return [Paragraph(label, BODY), *(Paragraph(escape(each), BODY) for each in rest)]
        case "lines":
            return [Paragraph(f"<b>{escape(fact['label'])}:</b> {escape(fact['value'])}", BODY) for fact in block["facts"]]
        case "table":
            return _table([fact for row in block["rows"] for fact in row])
        case "list":
            return [ListFlowable([Paragraph(escape(each), BODY) for each in block["entries"]], bulletType="bullet")]
        case kind:
            raise NotImplementedError(kind)


def _table(facts: list[dict[str, str]]) -> list[Any]:
    """Return a table of facts, four to a row, with labels above values."""
    rows = [facts[start : start + 4] for start in range(0, len(facts), 4)]
    return [Table([[fact[part] for fact in row] for part in ("label", "value")]) for row in rows]
