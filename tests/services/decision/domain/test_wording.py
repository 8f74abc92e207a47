"""Lists, dates and counts in plain English."""

from datetime import date

import pytest

from services.decision.domain.wording import counted, day, listed, listed_in_part, phrase, phrases, sentence, span


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
    """A list ends in "and"; semicolons separate parts with commas."""
    assert expected == listed(parts)


def test_a_long_list_is_told_in_part() -> None:
    """Ten different parts, and the number of the others; repeats count once."""
    assert "a and b" == listed_in_part(["a", "b", "a"])
    assert "0, 1, 2, 3, 4, 5, 6, 7, 8, and 9" == listed_in_part([str(number) for number in range(10)])
    assert listed_in_part([str(number) for number in range(200)]).endswith("8, 9, and 190 more")


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "no visits"), (1, "1 visit"), (2, "2 visits"), (1.0, "1 visit"), (2.5, "2.5 visits")]
)
def test_counted(number: float, expected: str) -> None:
    """One is singular, everything else plural."""
    assert expected == counted(number, "visit", "visits")


@pytest.mark.parametrize(
    ("one", "many", "expected"),
    [("day", "days", "less than a day"), ("hour", "hours", "less than an hour"), ("percent", "percent", "0 percent")],
)
def test_none_of_a_unit(one: str, many: str, expected: str) -> None:
    """No time is less than one of its unit; a measure of nothing keeps its number."""
    assert expected == counted(0, one, many)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (90, "12 weeks"),
        (91, "2 months"),
        (92, "3 months"),
        (400, "13 months"),
        (730, "23 months"),
        (731, "2 years"),
        (3_652, "9 years"),
    ],
)
def test_span(days: int, expected: str) -> None:
    """A time is told in completed days, weeks, months or years."""
    assert expected == span(days)


def test_day() -> None:
    """A date is written out, without a leading zero."""
    assert day(date(2014, 3, 5)) == "March 5, 2014"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("it rains", "It rains."), ("It rains.", "It rains."), ("is  it\nso?", "Is it so?"), ("H-wave", "H-wave.")],
)
def test_sentence(text: str, expected: str) -> None:
    """A sentence has a capital letter and a full stop, and stands on one line."""
    assert expected == sentence(text)


@pytest.mark.parametrize(("text", "expected"), [("An MRI", "An MRI"), (" an\n MRI. ;", "an MRI"), ("", ""), ("L4-5.", "L4-5")])
def test_phrase(text: str, expected: str) -> None:
    """A phrase stands on one line and brings no punctuation of its own into a sentence."""
    assert expected == phrase(text)


@pytest.mark.parametrize(
    ("number", "expected"), [(0, ""), (2, "p0 and p1"), (10, "p8, and p9"), (11, "p9, and 1 more"), (14, "p9, and 4 more")]
)
def test_phrases(number: int, expected: str) -> None:
    """Up to ten phrases are listed; the others are counted."""
    assert phrases([f"p{each}." for each in range(number)]).endswith(expected)
    assert (expected == "") == (phrases([f"p{each}." for each in range(number)]) == "")
