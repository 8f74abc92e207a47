"""Reading the dates that letters print."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.prose.dates import printed_dates, read_date


@pytest.mark.parametrize(
    "text",
    ["10/27/2016", "10-27-2016", "10/27/16", "10-27-16", "2016-10-27", "October 27, 2016", "Oct. 27 2016", "27 October 2016"],
)
def test_every_way_to_print_a_date(text: str) -> None:
    """Each form of a date reads as the same day, alone and within a sentence."""
    assert date(2016, 10, 27) == read_date(text)
    assert [date(2016, 10, 27)] == [found.day for found in printed_dates(f"seen on {text}, and again (later).")]


@pytest.mark.parametrize(
    "text", ["13/45/2016", "2/30/2016", "10/325 mg", "5-10", "1-2-3", "101/27/2016", "7/10/", "2016-13-01", "L5-S1"]
)
def test_other_texts_are_not_dates(text: str) -> None:
    """Doses, ranges and days on no calendar are not dates."""
    assert [] == list(printed_dates(f"note {text} here"))


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)),
    st.sampled_from(["%m/%d/%Y", "%m-%d-%Y", "%Y-%m-%d", "%B %d, %Y"]),
)
def test_any_day_reads_back(day: date, form: str) -> None:
    """Any day printed with its full year reads back, with its position."""
    text = f"on {day.strftime(form)} at noon"

    (found,) = printed_dates(text)

    assert day == found.day
    assert text[found.start : found.end] == day.strftime(form)
