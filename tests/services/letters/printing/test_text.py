"""A letter as text."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.letters.composition.compose import compose
from services.letters.composition.layout import load_layout
from services.letters.letter import Letter
from services.letters.parse.determination import read_letter
from services.letters.printing.text import COLUMNS, text
from tests.services.letters.sample import BARE, DRAFT, LAYOUT, LETTER

FORM = load_layout(LAYOUT)


def as_text(letter: Letter) -> str:
    """Return *letter* as text in the sample's layout."""
    return text(compose(letter, FORM))


def test_the_letter_reads_like_the_form() -> None:
    """Headings, labels and their order are the form's, character for character."""
    written = as_text(LETTER)
    expected = [
        "Case Number: CM26-4170023\nDate Assigned: 04/03/2026",
        "Date of Injury: 11/12/2025\nDecision Date: 04/29/2026",
        "UR Denial Date: 03/20/2026\nPriority: Standard",
        "Application Received: 03/31/2026\n\nHOW THE IMR FINAL DETERMINATION WAS MADE\n",
        "\n\nThe Expert Reviewer has the following credentials:\n",
        "State(s) of Licensure: California, Oregon\n",
        "Certification(s)/Specialty: Chiropractic, Sports Medicine\n\n",
        "\n\nCLINICAL CASE SUMMARY\n",
        "\n\nIMR ISSUES, DECISIONS AND RATIONALES\n",
        "\n\nChiropractic, 6 visits: Upheld\n\nClaims Administrator guideline: ",
        "\n\nExample Review Organization guideline: ",
        "\n\nDecision rationale: ",
        "\n\nMassage Therapy to the Lumbar Spine, 6 visits: Overturned\n\nClaims Administrator guideline: ",
    ]
    places = [written.find(part) for part in expected]

    assert -1 not in places
    assert sorted(places) == places


@pytest.mark.parametrize("letter", [LETTER, DRAFT, BARE])
def test_no_line_is_longer_than_92_columns(letter: Letter) -> None:
    """Lines fit 92 columns without trailing white space, and the file ends with one."""
    written = as_text(letter)

    assert max(len(line) for line in written.splitlines()) <= COLUMNS == 92
    assert [line.rstrip() for line in written.splitlines()] == written.splitlines()
    assert written.endswith("\n")
    assert not written.endswith("\n\n")


def test_a_longer_word_stays_whole() -> None:
    """Words are never broken, even at a hyphen, so that text reads back as written."""
    word = "https://example.org/" + "a-b" * 60
    letter = LETTER.model_copy(update={"clinical_summary": f"See {word} there."})

    assert f"\n{word}\n" in as_text(letter)


@pytest.mark.parametrize("before", range(80, 95))
def test_an_entry_with_dashes_stays_one_entry(before: int) -> None:
    """Only the first line of an entry begins with a dash and a space, long words or not."""
    name = f"{'x' * before} - done"
    written = as_text(LETTER.model_copy(update={"recipients": (name, "Example Clinic")}))

    assert (name, "Example Clinic") == read_letter(written).recipients


def test_a_draft_says_so_first() -> None:
    """A draft differs from the letter only by the mark in its first line."""
    assert as_text(DRAFT) == f"DRAFT - NOT A DETERMINATION\n\n{as_text(LETTER)}"


def test_a_letter_without_a_header_starts_with_the_first_heading() -> None:
    """Without header facts no header is printed."""
    assert as_text(BARE).startswith("HOW THE IMR FINAL DETERMINATION WAS MADE\nExample Review Organization ")


PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), include_characters="\n\t"), min_size=1).filter(
    lambda written: bool(written.strip())
)


@settings(deadline=None)
@given(summary=PRINTABLE, request_=st.text(string.printable[:95], min_size=1).filter(lambda written: bool(written.strip())))
def test_any_printable_text_appears_unaltered(summary: str, request_: str) -> None:
    """Any text is printed as written, except for white space."""
    item = LETTER.items[0].model_copy(update={"request": request_.strip()})
    written = "".join(as_text(LETTER.model_copy(update={"clinical_summary": summary, "items": (item,)})).split())

    assert "".join(summary.split()) in written
    assert "".join(f"{request_}: Upheld".split()) in written
