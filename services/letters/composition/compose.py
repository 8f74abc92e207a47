"""Compose a letter: its facts and the layout's words, as blocks in the layout's order."""

from services.letters.composition.blocks import ComposedLetter, Fact
from services.letters.composition.kinds import KINDS, AnyLetter, kind_of
from services.letters.composition.layout import Layout
from services.letters.composition.section_builder import FieldMissing, Page, header, one_line
from services.letters.external_review import ExternalReviewNotice
from services.letters.letter import Letter


class LayoutUnfit(ValueError):
    """The layout is of another kind of letter, or prints a fact that the letter does not have."""

    def __init__(self, layout: Layout, problem: str) -> None:
        super().__init__(f"the layout {layout.form.id}@{layout.form.version} {problem}")


def compose(letter: AnyLetter, layout: Layout) -> ComposedLetter:
    """Compose the blocks of *letter*; raise LayoutUnfit."""
    kind = kind_of(letter)
    if kind != layout.form.content:
        raise LayoutUnfit(layout, f"is for a {layout.form.content}, and this is a {kind}")
    in_short = getattr(letter, "review_organization_short", None) or letter.review_organization
    page = Page(layout.words, layout.statements, one_line(letter.review_organization), one_line(in_short))
    sections = KINDS[kind].sections
    try:
        blocks = [
            block
            for name in layout.form.order
            for block in (header(page, letter, layout.form.header) if name == "header" else sections[name].blocks(page, letter))
        ]
    except FieldMissing as error:
        raise LayoutUnfit(layout, f"prints {error.field}, which this {kind} does not have") from None
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
