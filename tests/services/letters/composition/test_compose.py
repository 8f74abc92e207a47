"""A letter composed into the blocks of its form."""

import pytest

from services.letters.composition.blocks import Fact, FactTable, Heading, ItemHeading, Labelled
from services.letters.composition.compose import LayoutUnfit, compose
from services.letters.composition.layout import load_layout
from services.letters.letter import LayoutReference, Letter
from tests.services.letters.sample import BARE, DRAFT, LAYOUT, LETTER

FORM = load_layout(LAYOUT)


def headings(letter: Letter) -> list[str]:
    """Return the headings of *letter* in order."""
    return [block.text for block in compose(letter, FORM).blocks if isinstance(block, Heading)]


def test_the_sections_stand_in_the_order_of_the_form() -> None:
    """Every section has the form's heading, in the form's order."""
    expected = [
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        "CLINICAL CASE SUMMARY",
        "IMR ISSUES, DECISIONS AND RATIONALES",
        "DOCUMENTS REVIEWED",
    ]

    assert expected == headings(LETTER)
    assert [*expected, "COPIES TO"] == headings(LETTER.model_copy(update={"recipients": ("Pat Example",)}))


def test_the_header_has_the_rows_of_the_form() -> None:
    """The rows pair facts as the form does and write dates in its way."""
    assert compose(LETTER, FORM).blocks[0] == FactTable(
        (
            (Fact("Case Number", "CM26-4170023"),),
            (Fact("Date Assigned", "04/03/2026"), Fact("Date of Injury", "11/12/2025")),
            (Fact("Decision Date", "04/29/2026"), Fact("UR Denial Date", "03/20/2026")),
            (Fact("Priority", "Standard"), Fact("Application Received", "03/31/2026")),
        )
    )


def test_unknown_facts_are_left_out() -> None:
    """A letter without a header has no table, case number in the footer, or empty section."""
    composed = compose(BARE, FORM)

    assert composed.case is None
    assert not [block for block in composed.blocks if isinstance(block, FactTable)]
    assert "DOCUMENTS REVIEWED" not in headings(BARE)


def test_a_header_with_one_fact_has_one_cell() -> None:
    """Unknown facts leave no empty cells."""
    letter = BARE.model_copy(update={"decided_on": LETTER.decided_on})

    assert compose(letter, FORM).blocks[0] == FactTable(((Fact("Decision Date", "04/29/2026"),),))


def test_an_item_says_who_used_which_guideline_and_ends_with_what_was_decided() -> None:
    """An item has its outcome, both guidelines, the reasons and the decision, in this order."""
    blocks = compose(LETTER, FORM).blocks
    start = blocks.index(ItemHeading("Chiropractic, 6 visits", "Upheld"))
    labelled = [block for block in blocks[start + 1 : start + 4] if isinstance(block, Labelled)]

    assert [block.label for block in labelled] == [
        "Claims Administrator guideline",
        "Example Review Organization guideline",
        "Decision rationale",
    ]
    assert (
        labelled[2]
        .paragraphs[-1]
        .endswith("on a home exercise program. Therefore, the request for Chiropractic, 6 visits is not medically necessary.")
    )


@pytest.mark.parametrize(("letter", "mark"), [(LETTER, None), (DRAFT, "DRAFT - NOT A DETERMINATION")])
def test_only_a_draft_is_marked(letter: Letter, mark: str | None) -> None:
    """A draft carries a mark; a signed letter does not."""
    assert mark == compose(letter, FORM).mark


def test_a_layout_of_another_kind_is_refused() -> None:
    """Composing a determination as a notice fails, and the error names both kinds."""
    cover = load_layout(LayoutReference(id="ca-workers-comp-cover", version=1))

    with pytest.raises(LayoutUnfit, match="ca-workers-comp-cover@1 is for a cover-letter, and this is a determination"):
        compose(LETTER, cover)


def test_the_label_of_the_guideline_may_name_the_organization_in_short() -> None:
    """Historical letters use a short name in this label and the full name elsewhere."""
    letter = LETTER.model_copy(update={"review_organization_short": "Example"})
    blocks = compose(letter, FORM).blocks

    assert "Example guideline" in [block.label for block in blocks if isinstance(block, Labelled)]
    assert "Example Review Organization guideline" not in [block.label for block in blocks if isinstance(block, Labelled)]


def test_a_decision_without_a_reason_is_printed_alone() -> None:
    """Historical letters contain such items."""
    item = LETTER.items[0].model_copy(update={"rationale": ""})
    block = compose(LETTER.model_copy(update={"items": (item,)}), FORM).blocks[-4]

    assert block == Labelled("Decision rationale", (item.closing,))
