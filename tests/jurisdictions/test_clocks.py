"""Days and nights of a time zone, and the count of open days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jurisdictions.clocks import MonthEnd, add_months, add_open_days, end_of_day, local_date, open_days_between
from jurisdictions.files import load_jurisdiction

PACIFIC = ZoneInfo("America/Los_Angeles")
IS_OPEN = load_jurisdiction("ca-workers-comp").calendars["business-days"].is_open
DAYS = st.dates(date(2013, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2015, 4, 18, 6, 59, 59, tzinfo=UTC), date(2015, 4, 17)),
        (datetime(2015, 4, 18, 7, 0, tzinfo=UTC), date(2015, 4, 18)),
        (datetime(2015, 12, 18, 7, 59, 59, tzinfo=UTC), date(2015, 12, 17)),
        (datetime(2015, 12, 18, 8, 0, tzinfo=UTC), date(2015, 12, 18)),
    ],
)
def test_a_day_begins_at_local_midnight(instant: datetime, expected: date) -> None:
    """An instant belongs to the day in California, not in Greenwich."""
    assert expected == local_date(instant, PACIFIC)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "America/Havana", "America/Sao_Paulo", "Asia/Beirut", "UTC"])
@given(day=st.dates(date(2000, 1, 1), date(2037, 12, 31)))
@example(day=date(2018, 2, 17))  # the last hour came twice in Sao Paulo
def test_the_end_of_a_day_is_the_second_before_the_next(zone: str, day: date) -> None:
    """No instant lies between two days or in both, even if midnight is skipped or repeated."""
    end = end_of_day(day, ZoneInfo(zone))

    assert day == local_date(end, ZoneInfo(zone))
    assert local_date(end + timedelta(seconds=1), ZoneInfo(zone)) == day + timedelta(days=1)


@given(day=DAYS, length=st.integers(1, 30))
def test_open_days_end_on_an_open_day(day: date, length: int) -> None:
    """A clock of open days ends on one and counts those before it."""
    last = add_open_days(day, length, IS_OPEN)

    assert IS_OPEN(last)
    assert length == open_days_between(day, last, IS_OPEN)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2015, 4, 17), date(2015, 4, 17)), (date(2015, 4, 18), date(2015, 4, 20))],
    ids=["Friday", "Saturday"],
)
def test_no_open_day_later_is_the_day_itself_or_the_next_open_one(day: date, expected: date) -> None:
    """Where nothing is left to count, the last day is still a day on which one can act."""
    assert expected == add_open_days(day, 0, IS_OPEN)


@pytest.mark.parametrize(
    ("day", "length", "month_end", "expected"),
    [
        (date(2026, 6, 30), 4, "first-day-of-next-month", date(2026, 10, 30)),
        (date(2026, 10, 30), 4, "first-day-of-next-month", date(2027, 3, 1)),
        (date(2027, 10, 29), 4, "first-day-of-next-month", date(2028, 2, 29)),
        (date(2027, 10, 30), 4, "first-day-of-next-month", date(2028, 3, 1)),
        (date(2026, 10, 30), 4, "last-day-of-month", date(2027, 2, 28)),
        (date(2026, 8, 31), 4, "first-day-of-next-month", date(2026, 12, 31)),
        (date(2026, 5, 31), 4, "first-day-of-next-month", date(2026, 10, 1)),
    ],
)
def test_months_end_on_the_day_of_the_same_number(day: date, length: int, month_end: MonthEnd, expected: date) -> None:
    """A day that the month lacks is the first of the next (45 CFR 147.136(d)), or the last."""
    assert expected == add_months(day, length, month_end)
