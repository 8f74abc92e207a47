"""Compose a letter: its facts and the layout's words, as blocks in the layout's order."""

from services.letters.composition.blocks import ComposedLetter, Fact
from services.letters.composition.layout import KINDS, AnyLetter, Layout, kind_of
from services.letters.composition.section_builder import Page, header, one_line
from services.letters.letter import Letter
from services.letters.notices import ExternalReviewNotice


class LayoutUnfit(ValueError):
    """The layout is of another kind of letter."""

    def __init__(self, layout: Layout, kind: str) -> None:
        form = layout.form
        super().__init__(f"the layout {form.id}@{form.version} is for a {form.content}, and this is a {kind}")


def compose(letter: AnyLetter, layout: Layout) -> ComposedLetter:
    """Compose the blocks of *letter*; raise LayoutUnfit."""
    kind = kind_of(letter)
    if kind != layout.form.content:
        raise LayoutUnfit(layout, kind)
    in_short = getattr(letter, "review_organization_short", None) or letter.review_organization
    page = Page(layout.words, layout.statements, one_line(letter.review_organization), one_line(in_short))
    sections = KINDS[kind].sections
    blocks = [
        block
        for name in layout.form.order
        for block in (header(page, letter, layout.form.header) if name == "header" else sections[name].blocks(page, letter))
    ]
    return ComposedLetter(
        language=layout.language,
        written_language=layout.form.language,
        organization=page.organization,
        title=layout.words.title,
        mark=layout.words.mark if letter.draft else None,
        case=Fact(layout.words.header["case_number"], one_line(letter.case_number)) if letter.case_number else None,
        page=layout.words.page,
        titled_text=layout.form.titled_text,
        dated_on=letter.decided_on if isinstance(letter, Letter | ExternalReviewNotice) else letter.dated_on,
        blocks=tuple(block for block in blocks if getattr(block, "paragraphs", True)),
    )
