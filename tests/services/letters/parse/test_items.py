"""Reading items, in particular their headings."""

import pytest

from services.letters.composition.layout import load_layout
from services.letters.parse.determination import LAYOUT
from services.letters.parse.errors import LetterMalformed, LetterTruncated
from services.letters.parse.items import ItemRead, items_of, rationale_and_closing
from services.letters.parse.text.lines import lines_of

FORM = load_layout(LAYOUT)
BODY = """Claims Administrator guideline: None.
{gap}
EXAMPLE guideline: ODG, section: whole.
{gap}
Decision rationale: It was tried. The request is not medically necessary.
{gap}
"""
REMAINDER = (
    "Norco #60 was the original request. Norco\n#25 was authorized by the Claims Administrator.\n{page}"
    "The remaining IMR eligible portion of the original request, Norco #35 is: Upheld"
)
CAUTION = (
    "This decision addresses the medical necessity of opioids as prescribed. This medical necessity decision is no advice to stop abruptly. "
    "Speak with the treating physician. See the section on tapering."
)


def items(*headings: str, gap: str = " ") -> list[ItemRead]:
    """Read a text with *headings*, each before the same body, with *gap* between paragraphs."""
    text = "".join(f"{heading}\n{gap}\n{BODY.format(gap=gap)}" for heading in headings)
    return list(items_of(lines_of(text), FORM))


@pytest.mark.parametrize("gap", [" ", ""], ids=["blanks kept", "blanks lost"])
@pytest.mark.parametrize(
    ("heading", "request_text"),
    [
        ("MRI: Upheld", "MRI"),
        ("Associated surgical service: Sling: Overturned", "Associated surgical service: Sling"),
        ("Arthroscopy with\nrepair and debridement: Upheld", "Arthroscopy with repair and debridement"),
        ("Physical therapy for the lumbar:\nOverturned", "Physical therapy for the lumbar"),
        (
            REMAINDER.format(page=""),
            "Norco #60 was the original request. Norco #25 was authorized by the Claims Administrator. The remaining IMR eligible portion of the original request, Norco #35 is",
        ),
        (
            REMAINDER.format(page="\n"),
            "Norco #60 was the original request. Norco #25 was authorized by the Claims Administrator. The remaining IMR eligible portion of the original request, Norco #35 is",
        ),
        ("TENS unit (DOS\n12/29/16): Upheld", "TENS unit (DOS 12/29/16)"),
    ],
)
def test_headings(heading: str, request_text: str, gap: str) -> None:
    """A heading is the text before its last colon, between the item before and its own labels."""
    read = items("MRI: Upheld", heading, "CT: Overturned", gap=gap)

    assert ["MRI", request_text, "CT"] == [each.item.request for each in read]
    assert [1, 2, 3] == [each.item.number for each in read]
    assert {"EXAMPLE"} == {each.organization for each in read}
    assert {("None.", "ODG, section: whole.", "It was tried.")} == {
        (each.item.claims_administrator_guideline, each.item.reviewer_guideline, each.item.rationale) for each in read
    }


def test_a_heading_without_any_space_around_it() -> None:
    """Without gaps, a heading begins after the last sentence of the item before."""
    text = BODY.format(gap="x").replace("x\n", "")
    read = list(items_of(lines_of(f"MRI: Upheld\n{text}CT of the\nhead: Overturned\n{text}"), FORM))

    assert ["MRI", "CT of the head"] == [each.item.request for each in read]


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("", LetterTruncated, 1),
        ("MRI: Upheld\n", LetterTruncated, 1),
        (f"MRI: Modified\n{BODY}", LetterMalformed, 1),
        ("MRI: Upheld\n\nClaims Administrator guideline: None.\n", LetterTruncated, 3),
        (
            "MRI: Upheld\n\nClaims Administrator guideline:\n\nX guideline: Y\n\nDecision rationale: It is not medically necessary.",
            LetterTruncated,
            3,
        ),
        (
            "MRI: Upheld\n\nClaims Administrator guideline: N\n\nX guideline: Y\n\nDecision rationale: It is not med",
            LetterTruncated,
            7,
        ),
        (
            "MRI: Upheld\n\nClaims Administrator guideline: N\n\nX guideline: Y\n\nDecision rationale: It was tried.",
            LetterTruncated,
            7,
        ),
        (f"MRI: Upheld\n \n{BODY.format(gap=' ')}CT: Upheld\n", LetterTruncated, 9),
    ],
)
def test_an_incomplete_item_is_named(text: str, error: type[Exception], line: int) -> None:
    """An incomplete item is an error with the line of the fault."""
    with pytest.raises(error) as raised:
        list(items_of(lines_of(text.replace("{gap}", " ")), FORM))

    assert line == raised.value.line  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reasons", "closing"),
    [
        ("The MTUS supports it. It was tried.", "Therefore, the request is medically necessary."),
        ("Medical necessity has not been established.", "The request is not medically necessary."),
        ("It was tried.", f"Therefore, the request is not medically necessary. {CAUTION}"),
        ("It was tried.", "The request is not medically necessary. The worker may ask again."),
        ("As the surgery is not medically necessary,", "the requested sling is not medically necessary."),
        ("Yes, the request was medically necessary. One. Two. Three. Four.", "I so decide."),
        ("", "The sling is not medically necessary."),
        ("Because of pain, and loss of function,", "this request is medically necessary."),
    ],
)
def test_reasons_and_closing(reasons: str, closing: str) -> None:
    """The closing begins with the deciding sentence, or clause of a single sentence."""
    assert (reasons, closing) == rationale_and_closing(f"{reasons} {closing}".strip())
