"""Until when a dispute may be filed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.filing_window import is_late, last_filing_day

DAYS = st.dates(date(2013, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("served_on", "window_days", "allowance_days", "expected"),
    [
        (date(2015, 3, 27), 30, 0, date(2015, 4, 26)),  # a Sunday; no rule carries it over
        (date(2015, 3, 27), 30, 5, date(2015, 5, 1)),
        (date(2018, 3, 27), 10, 0, date(2018, 4, 6)),
        (date(2018, 3, 27), 10, 5, date(2018, 4, 11)),
        (date(2016, 2, 1), 30, 0, date(2016, 3, 2)),  # a leap year
        (date(2015, 2, 1), 30, 0, date(2015, 3, 3)),
        (date(2015, 12, 15), 30, 0, date(2016, 1, 14)),
    ],
)
def test_the_window_is_counted_in_calendar_days(served_on: date, window_days: int, allowance_days: int, expected: date) -> None:
    """The day of service does not count, weekends and holidays do."""
    assert expected == last_filing_day(served_on, window_days, allowance_days)


@pytest.mark.parametrize(
    ("received_on", "late"), [(date(2015, 4, 25), False), (date(2015, 4, 26), False), (date(2015, 4, 27), True)]
)
def test_the_last_day_is_in_time(received_on: date, *, late: bool) -> None:
    """Day thirty is in the window, day thirty-one is not."""
    assert late == is_late(received_on, last_filing_day(date(2015, 3, 27), 30, 0))


@given(served_on=DAYS, window=st.integers(1, 60), allowance=st.integers(0, 10), received_after=st.integers(0, 100))
def test_an_application_is_late_exactly_after_window_and_allowance(
    served_on: date, window: int, allowance: int, received_after: int
) -> None:
    """The window is neither a day longer nor a day shorter than the law says."""
    received_on = served_on + timedelta(days=received_after)

    assert (received_after > window + allowance) == is_late(received_on, last_filing_day(served_on, window, allowance))


@given(served_on=DAYS, later=st.integers(0, 50), window=st.integers(1, 60), allowance=st.integers(0, 10))
def test_who_is_served_later_may_file_longer(served_on: date, later: int, window: int, allowance: int) -> None:
    """The window moves with the day of service."""
    served_later = served_on + timedelta(days=later)

    assert last_filing_day(served_on, window, allowance) + timedelta(days=later) == last_filing_day(served_later, window, allowance)
