"""Sections built from sentences and facts."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.composition.blocks import Address, FactLines, FactTable, Heading, Labelled, Listing, Prose, SignedBy
from services.letters.composition.compose import compose
from services.letters.composition.layout import languages_of, load_layout
from services.letters.composition.section_builder import Page, fill, lines, one_line
from services.letters.printing.render import render
from tests.services.letters.sample import LAYOUT, LETTER, SAMPLES


@pytest.mark.parametrize(("language", "written"), [("en", "04/03/2026"), ("es", "3 de abril de 2026")])
def test_a_day_is_written_as_the_language_does(language: str, written: str) -> None:
    """English uses the form's numbers; Spanish uses words, because 04/03 is ambiguous."""
    assert written == load_layout(LAYOUT, language=language).words.dated(date(2026, 4, 3))


def test_a_span_of_days_is_written_once_if_it_is_one_day() -> None:
    """A span, a single day, an open end, and no day are each written in their own way."""
    words = load_layout(LAYOUT).words
    first, last = date(2015, 3, 1), date(2015, 3, 9)

    assert ["03/01/2015 to 03/09/2015", "03/01/2015", "03/09/2015", ""] == [
        words.span(first, last),
        words.span(first, first),
        words.span(None, last),
        words.span(None, None),
    ]


FORM = load_layout(LAYOUT)
PAGE = Page(FORM.words, {"told": "{review_organization} got it on {day}.", "plain": "One.\nTwo."}, "Example Review", "Example")


def test_a_sentence_is_said_with_its_places_filled() -> None:
    """Known places are filled in, and each line becomes a paragraph."""
    assert Prose(("Example Review got it on Monday.",)) == PAGE.say("told", day="Monday")
    assert Prose(("One.", "Two."), leads=True) == PAGE.say("plain", leads=True)


def test_a_sentence_about_something_unknown_is_not_said() -> None:
    """A sentence with an unknown place is left out rather than printed with a gap."""
    assert Prose(()) == PAGE.say("told", day=None)


def test_a_label_names_the_organization_in_short() -> None:
    """The reviewer's guideline label uses the short name; headings are unchanged."""
    assert Labelled("Example guideline", ("MTUS",), leads=True) == PAGE.labelled("reviewer_guideline", "MTUS")
    assert Heading("CLINICAL CASE SUMMARY") == PAGE.heading("clinical_summary")


@pytest.mark.parametrize(
    ("sentence", "filled"),
    [
        ("Tell {a}.", "Tell Example, Inc."),
        ("Tell {a} and {b}.", "Tell Example, Inc. and Sample."),
        ("By {a}. Then {b}.", "By Example, Inc. Then Sample."),
        ("By {a}, or {b}...", "By Example, Inc., or Sample..."),
    ],
)
def test_a_name_that_ends_in_a_full_stop_ends_its_sentence(sentence: str, filled: str) -> None:
    """No sentence of a letter ends in two full stops."""
    assert filled == fill(sentence, {"a": "Example, Inc.", "b": "Sample"})


@given(st.text(), st.text())
def test_filled_in_facts_are_data(one: str, other: str) -> None:
    """Braces in a fact are printed and never filled in."""
    assert f"{one} and {other}!" == fill("{a} and {b}!", {"a": one, "b": other})


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
    """Line ends make paragraphs; characters that reorder text are removed."""
    assert expected == lines(text)


def test_a_request_cannot_pass_for_the_line_after_it() -> None:
    """A request with line ends is printed on one line, before its true outcome."""
    assert one_line("Massage: Overturned\n\nClaims Administrator guideline: none") == (
        "Massage: Overturned Claims Administrator guideline: none"
    )


@pytest.mark.parametrize(("name", "language"), [(name, each) for name in SAMPLES for each in languages_of(SAMPLES[name].layout)])
def test_every_letter_says_which_case_and_leaves_no_place_open(name: str, language: str) -> None:
    """Every letter has its case number in the header and no unfilled place."""
    letter = SAMPLES[name]
    composed = compose(letter, load_layout(letter.layout, language=language))

    assert [letter.case_number in str(block) for block in composed.blocks if isinstance(block, FactTable)] == [True]
    assert "{" not in str(composed.blocks)


@pytest.mark.parametrize("name", [name for name, each in SAMPLES.items() if getattr(each, "injured_on", None)])
def test_a_cumulative_injury_has_both_its_days(name: str) -> None:
    """In every letter that prints the day of an injury."""
    letter = SAMPLES[name].model_copy(update={"injured_on": date(2014, 3, 12), "injured_from_on": date(2013, 1, 7)})
    layout = load_layout(letter.layout)
    printed = [
        fact.value for block in compose(letter, layout).blocks if isinstance(block, FactTable) for row in block.rows for fact in row
    ]

    assert ("01/07/2013 to 03/12/2014" in printed) == any("injured_on" in row for row in layout.form.header)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "determination-2014"])
def test_an_office_signs(name: str) -> None:
    """The medical director's office signs for the organization, without a person's name."""
    composed = compose(SAMPLES[name], load_layout(SAMPLES[name].layout))

    assert [SignedBy("Medical Director", "Example Review Organization")] == [
        block for block in composed.blocks if isinstance(block, SignedBy)
    ]


def test_a_notice_is_addressed_and_lists_its_copies() -> None:
    """The addressee comes first and the list of recipients last."""
    blocks = compose(SAMPLES["cover-letter"], load_layout(SAMPLES["cover-letter"].layout)).blocks

    assert Address(("Pat Example", "1 Example Street", "Example City, CA 90000")) == blocks[0]
    assert isinstance(blocks[-1], Listing)
    assert "Pat Example, employee" == blocks[-1].entries[0]


def test_unknown_facts_have_no_section() -> None:
    """Without addressee and recipients there is no address and no list."""
    bare = SAMPLES["cover-letter"].model_copy(update={"addressee": None, "recipients": ()})
    blocks = compose(bare, load_layout(bare.layout)).blocks

    assert not [block for block in blocks if isinstance(block, Address | Listing)]


def test_credentials_name_no_person() -> None:
    """Credentials give states and specialties under the form's labels, and no name."""
    blocks = compose(LETTER, load_layout(LETTER.layout)).blocks
    lines = next(block for block in blocks if isinstance(block, FactLines))

    assert ["State(s) of Licensure", "Certification(s)/Specialty"] == [fact.label for fact in lines.facts]


@pytest.mark.parametrize("name", ["cover-letter-2", "deferral-notice", "federal-cover-letter"])
@pytest.mark.parametrize(
    ("way", "label"),
    [(None, "Date Mailed"), ("fax", "Date Faxed"), ("electronic", "Date Sent"), ("hand", "Date of This Letter")],
)
def test_the_label_of_the_day_follows_the_way_of_the_copy(name: str, way: Any, label: str) -> None:
    """A copy that is not mailed has no day of mailing."""
    letter: Any = SAMPLES[name]
    sent = letter.model_copy(update={"addressee": letter.addressee.model_copy(update={"way": way})})
    text = render(sent, "text").decode()

    assert label in text
    assert way is None or "Mailed" not in text
