"""How requests are read to be compared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.requests import RequestWords, read_request, unit_of


@pytest.mark.parametrize(
    ("text", "words", "quantity", "counted"),
    [
        ("Chiropractic, 6 visits", ("chiropractic",), 6, "visit"),
        ("Chiropractic x 6", ("chiropractic",), 6, None),
        ("Chiropractic \u00d76", ("chiropractic",), 6, None),
        ("CHIRO\u00adPRACTIC \u2013 6 sessions.", ("chiropractic",), 6, "visit"),
        ("Massage Therapy to the Lumbar Spine, \uff16 visits", ("massage", "therapy", "lumbar", "spine"), 6, "visit"),
        ("Clonazepam .5mg #60", ("clonazepam", "0.5", "mg"), 60, None),
        ("Clonazepam 0.50 mg, 60 tablets", ("clonazepam", "0.5", "mg"), 60, "tablet"),
        ("Fentanyl \u0662\u0665 \u00b5g/hr, 10 patches", ("fentanyl", "25", "mcg", "/", "hour"), 10, "patch"),
        ("Therapy 2x/week for 3 weeks", ("therapy", "2", "x", "/", "week", "3", "week"), None, None),
        ("Therapy 2 per week", ("therapy", "2", "/", "week"), None, None),
        ("1 tablet 3 times a day #90", ("1", "tablet", "3", "times", "a", "day", "90"), None, None),
        ("1 to 2 tablets", ("1", "to", "2", "tablet"), None, None),
        ("Soma #60 x 2 refills", ("soma", "x", "2", "refill"), 60, None),
        ("Soma #30 x 3 RF", ("soma", "x", "3", "refill"), 30, None),
        ("Soma #60 x 3 months", ("soma", "x", "3", "month"), 60, None),
        ("???", (), None, None),
    ],
)
def test_a_request_is_read(text: str, words: tuple[str, ...], quantity: int | None, counted: str | None) -> None:
    """One quantity is told apart; doses, durations and a second quantity stay among the words."""
    read = read_request(text)

    assert (words, quantity and Decimal(quantity), counted) == (read.words, read.quantity, read.counted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (".5 mg", "0.5 mg"),
        ("5mg", "5 mg"),
        ("5.0 mg", "5 mg"),
        ("05 mg", "5 mg"),
        ("2\u00b75 mg", "2.5 mg"),
        ("1,000 mg", "1000 mg"),
        ("\u00bd tablet", "1/2 tablet"),
        ("5 \u00b5g", "5 mcg"),
        ("5 ug", "5 micrograms"),
        ("1\u20132 tablets", "1-2 tablets"),
        ("\u0665 mg", "5 mg"),
        ("\uff15 mg", "5 mg"),
        ("x6", "x 6"),
        ("6 visits", "6 Sessions"),
        ("a\u200bb 6", "ab 6"),
    ],
)
def test_spelling_makes_no_other_request(one: str, other: str) -> None:
    """Two spellings of one thing read the same."""
    assert read_request(one) == read_request(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (".5 mg", "5 mg"),
        ("2.5 mg", "25 mg"),
        ("2,5 mg", "25 mg"),
        ("2'5 mg", "25 mg"),
        ("2\u200b5 mg", "25 mg"),
        ("1,5 mg", "1-5 mg"),
        ("1.000 mg", "1,000 mg"),
        ("1/2 tablet", "1-2 tablets"),
        ("1\u00bd tablets", "11/2 tablets"),
        ("1 to 2 tablets", "1, 2 tablets"),
        ("10\u00b2", "102"),
        ("5 mg", "5 mcg"),
        ("5 mg", "5 g"),
        ("5 %", "5"),
        ("< 5 mg", "5 mg"),
        ("2/week", "2 weeks"),
        ("6 visits in 2 weeks", "2 visits in 6 weeks"),
        ("10/325", "10-325"),
        ("x 6 weeks", "x 6"),
        ("6 visits", "12 visits"),
        ("6 tablets", "6 capsules"),
        ("with and without contrast", "without contrast"),
    ],
)
def test_another_amount_is_another_request(one: str, other: str) -> None:
    """A point, a unit, a range or a word that changes the request is not lost."""
    assert read_request(one) != read_request(other)


@given(
    st.decimals("0.0001", "9999", places=4), st.decimals("0.0001", "9999", places=4), st.sampled_from(["mg", "mg/ml", "%", "weeks"])
)
def test_two_doses_never_read_alike(one: Decimal, other: Decimal, unit: str) -> None:
    """However they are written: with or without zeros, point first or not."""
    for dose in {f"{one:f}", f"{one:f}".removeprefix("0"), f"{one.normalize():f}"}:
        assert (one == other) == (read_request(f"Example {dose} {unit}") == read_request(f"Example {other:f}{unit}"))


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text raises, and its words read the same again."""
    read = read_request(text)

    assert isinstance(read, RequestWords)
    assert read.words == read_request(" ".join(read.words)).words or read.quantity is None


@pytest.mark.parametrize(
    ("text", "expected"), [("Visits", "visit"), ("mgs.", "mg"), ("\u00b5g", "mcg"), ("study", "study"), ("", "")]
)
def test_unit_of(text: str, expected: str) -> None:
    """A unit has one name, and an unknown one is its own."""
    assert expected == unit_of(text)
