"""Lists, dates and counts in plain English."""

from datetime import date

import pytest

from services.decision.domain.wording import counted, day, listed, sentence


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b, and c"),
        (["a, x", "b", "c"], "a, x; b; and c"),
    ],
)
def test_listed(parts: list[str], expected: str) -> None:
    """A list ends in "and"; parts with commas are kept apart by semicolons."""
    assert expected == listed(parts)


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 visits"), (1, "1 visit"), (2, "2 visits"), (1.0, "1 visit"), (2.5, "2.5 visits")]
)
def test_counted(number: float, expected: str) -> None:
    """One is singular, everything else plural."""
    assert expected == counted(number, "visit", "visits")


def test_day() -> None:
    """A date is written out, the day without a leading zero."""
    assert day(date(2014, 3, 5)) == "March 5, 2014"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("it rains", "It rains."), ("It rains.", "It rains."), ("is  it\nso?", "Is it so?"), ("H-wave", "H-wave.")],
)
def test_sentence(text: str, expected: str) -> None:
    """A sentence begins with a capital letter, ends in a stop and stands on one line."""
    assert expected == sentence(text)
