"""The page: sentences filled with facts, and data that cannot pass for the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.composition.blocks import Heading, Labelled, Prose
from services.letters.composition.layout import load_layout
from services.letters.composition.section_builder import Page, fill, lines, one_line
from tests.services.letters.sample import LAYOUT

FORM = load_layout(LAYOUT)
PAGE = Page(FORM.words, {"told": "{review_organization} got it on {day}.", "plain": "One.\nTwo."}, "Example Review", "Example")


def test_a_sentence_is_said_with_its_places_filled() -> None:
    """The organisation is filled in everywhere, other places where they are known; each line is a paragraph."""
    assert Prose(("Example Review got it on Monday.",)) == PAGE.say("told", day="Monday")
    assert Prose(("One.", "Two."), leads=True) == PAGE.say("plain", leads=True)


def test_a_sentence_about_something_unknown_is_not_said() -> None:
    """Where a place is unknown there is no sentence, rather than one with a gap."""
    assert Prose(()) == PAGE.say("told", day=None)


def test_a_label_names_the_organisation_in_short() -> None:
    """The form's label of the reviewer's guideline carries the short name; headings are as they are."""
    assert Labelled("Example guideline", ("MTUS",), leads=True) == PAGE.labelled("reviewer_guideline", "MTUS")
    assert Heading("CLINICAL CASE SUMMARY") == PAGE.heading("clinical_summary")


@given(st.text(), st.text())
def test_what_is_filled_in_is_data(one: str, other: str) -> None:
    """Braces in what is filled in stand for nothing."""
    assert f"{one} and {other}." == fill("{a} and {b}.", {"a": one, "b": other})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one line", ("one line",)),
        ("first\n\n  second \t line\n", ("first", "second line")),
        ("first\u2028second", ("first", "second")),
        ("abc \u202eoverturned\u202c \u2066x\u2069", ("abc overturned x",)),
        ("\u202e", ("",)),
    ],
    ids=["one", "lines", "line separator", "direction", "nothing else"],
)
def test_a_text_becomes_its_paragraphs(text: str, expected: tuple[str, ...]) -> None:
    """Line ends make paragraphs; characters that would show other characters in another order are left out."""
    assert expected == lines(text)


def test_a_request_cannot_pass_for_the_line_after_it() -> None:
    """A request with line ends is printed on one line, before its true outcome."""
    assert one_line("Massage: Overturned\n\nClaims Administrator guideline: none") == (
        "Massage: Overturned Claims Administrator guideline: none"
    )
