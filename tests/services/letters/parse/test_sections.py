"""Dividing a letter at the headings of its form."""

import pytest

from services.letters.composition.layout import load_layout
from services.letters.parse.determination import LAYOUT
from services.letters.parse.errors import LetterMalformed, LetterTruncated, NotALetter, OtherLayout
from services.letters.parse.sections import Sections, sections_of
from services.letters.parse.text.lines import lines_of

FORM = load_layout(LAYOUT)
HOW_MADE = "HOW THE IMR FINAL DETERMINATION WAS MADE"
CREDENTIALS = "The Expert Reviewer has the following credentials:"
SUMMARY = "CLINICAL CASE SUMMARY"
ITEMS = "IMR ISSUES, DECISIONS AND RATIONALES"
TEXT = f"Case Number: 1\n\n{HOW_MADE}\na\n\n{CREDENTIALS}\nb\n\n{SUMMARY}\nIt follows:\nc\nd\n\n{ITEMS}\ne\n"


def sections(text: str) -> Sections:
    """Return the sections of *text*."""
    return sections_of(lines_of(text), FORM)


def test_a_section_runs_to_the_next_heading() -> None:
    """The header precedes the first heading; a heading may end in a colon or not."""
    found = sections(TEXT)

    assert ["Case Number: 1"] == [line.text for line in found.header]
    assert {
        "how_made": ["a"],
        "credentials": ["b"],
        "clinical_summary": ["It follows:", "c", "d"],
        "items": ["e"],
    } == {name: [line.text for line in section.lines] for name, section in found.found.items()}


def test_an_introduction_ends_in_a_colon() -> None:
    """Only a colon in the first four lines ends an introduction.

    A section without an introduction keeps all its lines.
    """
    found = sections(TEXT)
    late = sections(TEXT.replace("It follows:\nc\nd", "a\nb\nc\nd\nIt follows:\ne"))

    assert ["c", "d"] == [line.text for line in found.found["clinical_summary"].without_introduction()]
    assert ["a"] == [line.text for line in found.found["how_made"].without_introduction()]
    assert 6 == len(late.found["clinical_summary"].without_introduction())


def test_a_sections_last_line() -> None:
    """The last line of an empty section is its heading."""
    found = sections(TEXT.replace("\ne\n", "\n"))

    assert (12, 14) == (found.found["clinical_summary"].last_line, found.found["items"].last_line)


def test_a_section_that_a_later_one_follows_is_missing() -> None:
    """The error points to the heading that comes too early."""
    found = sections(TEXT.replace(SUMMARY, "SUMMARY"))

    sections(TEXT).check_order()
    with pytest.raises(LetterMalformed, match="section 'CLINICAL CASE SUMMARY' is missing") as raised:
        found.check_order()
    assert ITEMS == TEXT.split("\n")[raised.value.line - 1]


def test_a_section_that_no_later_one_follows_was_cut_off() -> None:
    """A missing section with no later one after it means that the text was truncated."""
    text = TEXT[: TEXT.index(ITEMS)].rstrip()
    found = sections(text)

    found.check_order()
    assert "a" == found.need("how_made", lines_of(text)).lines[0].text
    with pytest.raises(LetterTruncated, match=f"ends before the section '{ITEMS}'") as raised:
        found.need("items", lines_of(text))
    assert 12 == raised.value.line


def test_a_heading_occurs_once() -> None:
    """A second heading of the form is the start of a second letter."""
    with pytest.raises(LetterMalformed) as raised:
        sections(TEXT + HOW_MADE)

    assert len(TEXT.split("\n")) == raised.value.line


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("", NotALetter, 1),
        ("Dear colleague,\n\nsee you soon.", NotALetter, 3),
        ("To all parties\nNotice of Ineligibility for review\nNo review.", OtherLayout, 2),
        (f"{HOW_MADE}\na\nTermination of Review:\nb", OtherLayout, 3),
    ],
)
def test_other_texts(text: str, error: type[Exception], line: int) -> None:
    """A text without headings is not a letter; the title of another layout is named by line."""
    with pytest.raises(error) as raised:
        sections(text)

    assert line == raised.value.line  # type: ignore[attr-defined]


def test_the_title_of_another_layout_does_not_hide_this_one() -> None:
    """A letter with the form's headings is read although it mentions another layout's title."""
    assert sections(f"Notice of Independent Medical Review Determination\n{TEXT}").found["items"]
