"""Counting days and hours: which days count, and when a clock runs out.

Neither daylight saving nor a holiday breaks a clock.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jurisdictions.clocks import Unit, add_business_days, deadline, end_of_day, local_date
from jurisdictions.files import load_jurisdiction

PACIFIC = ZoneInfo("America/Los_Angeles")
RULES = load_jurisdiction("ca-workers-comp")
INSTANTS = st.datetimes(datetime(2013, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
LENGTHS = st.integers(1, 60)
UNITS = st.sampled_from(["calendar-days", "business-days", "hours"])


def pacific(text: str) -> datetime:
    """The instant at which a clock on a Californian wall shows *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC)


def due(start: str, length: int, unit: Unit) -> datetime:
    """When a clock runs out in California."""
    return deadline(pacific(start), length, unit, PACIFIC, RULES.is_business_day)


@pytest.mark.parametrize(
    ("start", "length", "unit", "expected"),
    [
        ("2015-04-17T10:30", 30, "calendar-days", "2015-05-17T23:59:59"),  # ends on a Sunday, and does
        ("2015-04-17T00:00", 30, "calendar-days", "2015-05-17T23:59:59"),
        ("2015-04-17T23:59:59", 30, "calendar-days", "2015-05-17T23:59:59"),
        ("2015-03-01T12:00", 30, "calendar-days", "2015-03-31T23:59:59"),  # over the spring change
        ("2015-10-20T12:00", 30, "calendar-days", "2015-11-19T23:59:59"),  # over the autumn change
        ("2016-02-28T12:00", 1, "calendar-days", "2016-02-29T23:59:59"),
        ("2018-04-16T09:00", 5, "business-days", "2018-04-23T23:59:59"),  # Monday to Monday
        ("2018-04-20T09:00", 1, "business-days", "2018-04-23T23:59:59"),  # Friday
        ("2018-04-21T09:00", 1, "business-days", "2018-04-23T23:59:59"),  # Saturday
        ("2018-04-22T09:00", 1, "business-days", "2018-04-23T23:59:59"),  # Sunday
        ("2018-11-21T09:00", 1, "business-days", "2018-11-23T23:59:59"),  # over Thanksgiving, which ends on a worked Friday
        ("2018-12-24T09:00", 5, "business-days", "2019-01-02T23:59:59"),  # Christmas and New Year
        ("2018-03-29T09:00", 2, "business-days", "2018-04-02T23:59:59"),  # Cesar Chavez Day on a Saturday is not moved
        ("2013-03-29T09:00", 1, "business-days", "2013-04-02T23:59:59"),  # on a Sunday it is
    ],
)
def test_days_run_out_at_the_end_of_the_last_one(start: str, length: int, unit: Unit, expected: str) -> None:
    """The day of the start does not count, and the last day counts to its end."""
    assert pacific(expected) == due(start, length, unit)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2015-04-17T10:30", 72, "2015-04-20T10:30"),
        ("2015-03-07T12:00", 24, "2015-03-08T13:00"),  # the night that lacks an hour
        ("2015-10-31T12:00", 24, "2015-11-01T11:00"),  # the night that has one more
    ],
)
def test_hours_are_hours_that_pass(start: str, length: int, expected: str) -> None:
    """Seventy-two hours are seventy-two hours on a day with daylight saving too."""
    assert pacific(expected) == due(start, length, "hours")


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


@given(start=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=30)), length=LENGTHS, unit=UNITS)
def test_who_starts_later_is_never_due_earlier(start: datetime, later: timedelta, length: int, unit: Unit) -> None:
    """Deadlines never overtake one another."""
    first = deadline(start, length, unit, PACIFIC, RULES.is_business_day)

    assert first <= deadline(start + later, length, unit, PACIFIC, RULES.is_business_day)


@given(start=INSTANTS, length=LENGTHS, unit=UNITS)
def test_a_longer_clock_runs_out_later(start: datetime, length: int, unit: Unit) -> None:
    """One more day or hour is worth something, and every clock leaves some time."""
    shorter = deadline(start, length, unit, PACIFIC, RULES.is_business_day)

    assert start < shorter
    assert shorter < deadline(start, length + 1, unit, PACIFIC, RULES.is_business_day)


@given(day=st.dates(date(2013, 1, 1), date(2090, 1, 1)), length=st.integers(1, 30))
def test_business_days_end_on_a_working_day(day: date, length: int) -> None:
    """A clock of business days ends on a business day and counts the business days before it."""
    last = add_business_days(day, length, RULES.is_business_day)
    between = [day + timedelta(days=step) for step in range(1, (last - day).days + 1)]

    assert RULES.is_business_day(last)
    assert length == sum(map(RULES.is_business_day, between))


@given(start=INSTANTS, length=LENGTHS, unit=UNITS, offset=st.integers(-12, 12))
def test_a_deadline_does_not_depend_on_how_the_start_is_written(start: datetime, length: int, unit: Unit, offset: int) -> None:
    """An instant is the same instant with any offset from UTC."""
    elsewhere = start.astimezone(timezone(timedelta(hours=offset)))

    assert deadline(start, length, unit, PACIFIC, RULES.is_business_day) == deadline(
        elsewhere, length, unit, PACIFIC, RULES.is_business_day
    )
