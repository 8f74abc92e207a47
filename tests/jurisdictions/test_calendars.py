"""The days that do not count in California, and how a calendar is written."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from jurisdictions.calendars import Calendar, Holiday, day_of
from jurisdictions.files import load_jurisdiction

CALENDARS = load_jurisdiction("ca-workers-comp").calendars
BUSINESS, COURT = CALENDARS["business-days"], CALENDARS["court-days"]

COURT_HOLIDAYS = {
    2014: "01-01 01-20 02-12 02-17 03-31 05-26 07-04 09-01 10-13 11-11 11-27 11-28 12-25",
    2015: "01-01 01-19 02-12 02-16 03-31 05-25 07-03 09-07 10-12 11-11 11-26 11-27 12-25",
    2017: "01-02 01-16 02-13 02-20 03-31 05-29 07-04 09-04 10-09 11-10 11-23 11-24 12-25",
    2018: "01-01 01-15 02-12 02-19 03-30 05-28 07-04 09-03 10-08 11-12 11-22 11-23 12-25",
    2021: "01-01 01-18 02-12 02-15 03-31 05-31 07-05 09-06 10-11 11-11 11-25 11-26 12-24 12-31",
    2022: "01-17 02-11 02-21 03-31 05-30 07-04 09-05 09-23 11-11 11-24 11-25 12-26",
    2023: "01-02 01-16 02-13 02-20 03-31 05-29 06-19 07-04 09-04 09-22 11-10 11-23 11-24 12-25",
    2026: "01-01 01-19 02-12 02-16 03-31 05-25 06-19 07-03 09-07 09-25 11-11 11-26 11-27 12-25",
}
"""The weekdays on which the courts were closed, by year, as they announce them."""


def closed_weekdays(calendar: Calendar, year: int) -> Iterator[str]:
    """The days from Monday to Friday of *year* on which *calendar* is closed."""
    day = date(year, 1, 1)
    while day.year == year:
        if day.weekday() < 5 and not calendar.is_open(day):
            yield f"{day:%m-%d}"
        day += timedelta(days=1)


@pytest.mark.parametrize("year", COURT_HOLIDAYS)
def test_the_holidays_of_the_courts(year: int) -> None:
    """CCP 135, rule 1.11: Juneteenth from 2023, Native American Day from 2022, not Columbus."""
    assert COURT_HOLIDAYS[year].split() == list(closed_weekdays(COURT, year))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2015, 4, 18), "Saturday"),
        (date(2015, 4, 19), "Sunday"),
        (date(2015, 11, 27), "Day after Thanksgiving"),
        (date(2022, 2, 11), "Lincoln Day (observed)"),
        (date(2021, 10, 11), "Columbus Day"),
        (date(2022, 9, 23), "Native American Day"),
        (date(2021, 12, 31), "New Year's Day (observed)"),
        (date(2022, 6, 20), None),
        (date(2022, 10, 10), None),
        (date(2015, 9, 25), None),
    ],
)
def test_a_closed_day_says_why(day: date, why: str | None) -> None:
    """The explanation of a deadline names the holiday."""
    assert why == COURT.why_closed(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2015, 1, 1),
        date(2015, 1, 19),  # Martin Luther King
        date(2015, 2, 16),  # Presidents
        date(2015, 3, 31),  # Cesar Chavez
        date(2015, 5, 25),  # Memorial
        date(2014, 7, 4),
        date(2015, 9, 7),  # Labor
        date(2015, 11, 11),  # Veterans
        date(2015, 11, 26),  # Thanksgiving
        date(2015, 12, 25),
        date(2017, 1, 2),  # New Year on a Sunday
        date(2021, 7, 5),  # 4 July on a Sunday
        date(2022, 12, 26),  # Christmas on a Sunday
        date(2018, 11, 12),  # Veterans Day on a Sunday
        date(2017, 11, 10),  # Veterans Day on a Saturday
        date(2016, 2, 15),  # Presidents' Day and Susan B. Anthony Day at once
        date(2023, 6, 19),  # Juneteenth, for the first time
        date(2026, 6, 19),
        date(2015, 4, 18),  # a Saturday
        date(2015, 4, 19),  # a Sunday
    ],
)
def test_no_work_is_done(day: date) -> None:
    """Weekends and the holidays of Government Code 6700 and 6701."""
    assert not BUSINESS.is_open(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2015, 4, 17),
        date(2015, 11, 27),  # after Thanksgiving (Gomez, 2018)
        date(2018, 2, 15),  # Susan B. Anthony Day is not in the code
        date(2015, 7, 3),  # 4 July on a Saturday
        date(2021, 12, 24),  # Christmas on a Saturday
        date(2021, 12, 31),  # New Year on a Saturday
        date(2027, 6, 18),  # Juneteenth on a Saturday
        date(2015, 10, 12),  # Columbus Day: offices are open
        date(2015, 2, 12),  # Lincoln Day: offices are open
        date(2022, 9, 23),  # Native American Day: offices are open
        date(2022, 6, 20),  # Juneteenth was in no code yet
    ],
)
def test_work_is_done(day: date) -> None:
    """A holiday of the courts alone, or of the federal government alone, is a business day."""
    assert BUSINESS.is_open(day)


OF_OURS_ALONE: set[str] = set()
"""Names of holidays that the package does not list yet: a new one is added here too."""


def test_business_days_are_those_of_another_list() -> None:
    """A package's list of the state's holidays has no other ones that the state keeps."""
    listed = holidays.country_holidays("US", subdiv="CA", language="en_US", years=range(2013, 2061))
    worked = {"Day After Thanksgiving", "Susan B. Anthony Day", "Diwali"}
    theirs = {
        day
        for day in listed
        if day.weekday() < 5
        for name in listed.get_list(day)
        if (holiday := name.removesuffix(" (observed)")) not in worked
        and (holiday == name or day.weekday() != 4 or holiday == "Veterans Day")
    }
    kept = {date.fromisoformat(f"{year}-{day}") for year in range(2013, 2061) for day in closed_weekdays(BUSINESS, year)}
    ours = {day for day in kept if (BUSINESS.why_closed(day) or "").removesuffix(" (observed)") not in OF_OURS_ALONE}

    assert {date(2022, 6, 20)} == theirs - ours
    assert set() == ours - theirs


@pytest.mark.parametrize("calendar", [BUSINESS, COURT], ids=["business", "court"])
@given(day=st.dates(date(2013, 1, 1), date(2095, 1, 1)))
def test_a_day_is_open_at_least_once_in_five(calendar: Calendar, day: date) -> None:
    """No run of closed days is so long that a count of open days would not end."""
    assert any(calendar.is_open(day + timedelta(days=step)) for step in range(5))


@given(day=st.dates(date(2013, 1, 1), date(2095, 1, 1)))
def test_the_next_open_day_is_the_first(day: date) -> None:
    """Every day before it is closed, and an open day is its own."""
    found = COURT.next_open(day)

    assert COURT.is_open(found)
    assert not any(COURT.is_open(day + timedelta(days=step)) for step in range((found - day).days))


@pytest.mark.parametrize(
    ("rule", "year", "expected"),
    [
        ("12 February", 2015, date(2015, 2, 12)),
        ("29 February", 2016, date(2016, 2, 29)),
        ("29 February", 2015, None),
        ("third Monday of January", 2015, date(2015, 1, 19)),
        ("last Monday of May", 2015, date(2015, 5, 25)),
        ("fourth Thursday of November", 2018, date(2018, 11, 22)),
        ("day after fourth Thursday of November", 2018, date(2018, 11, 23)),
        ("first friday of september", 2017, date(2017, 9, 1)),
        ("2018-12-05", 2018, date(2018, 12, 5)),
        ("2018-12-05", 2019, None),
    ],
)
def test_a_rule_names_a_day(rule: str, year: int, expected: date | None) -> None:
    """Day and month, a weekday of a month, the day after one, or one day."""
    assert expected == day_of(rule, year)


@pytest.mark.parametrize(
    "rule", ["31 February", "0 May", "fifth Monday of May", "Monday of May", "2018-02-30", "12 Febuary", "1 May 2018"]
)
def test_a_rule_that_names_none_is_refused(rule: str) -> None:
    """The error shows how a rule is written."""
    with pytest.raises(ValidationError, match="third Monday of January"):
        Holiday(name="Invented Day", falls_on=rule, from_on=date(2013, 1, 1), source="invented")


def calendar(*entries: dict[str, Any], closed: tuple[str, ...] = ("sunday",)) -> Calendar:
    """A calendar of *entries*."""
    return Calendar.model_validate({"closed_weekdays": closed, "holidays": entries, "source": "x"}, strict=False)


def entry(**changes: Any) -> dict[str, Any]:
    """An entry of an invented holiday."""
    return {"name": "Invented Day", "falls_on": "4 March", "from_on": "2020-01-01", "source": "invented", **changes}


@pytest.mark.parametrize(
    ("year", "open_"), [(2019, True), (2020, False), (2021, False), (2022, True)], ids=["before", "first", "last", "after"]
)
def test_a_holiday_is_kept_while_it_is_in_force(year: int, *, open_: bool) -> None:
    """An act adds it from a day, another ends it."""
    assert open_ == calendar(entry(until_on="2021-03-04")).is_open(date(year, 3, 4))


@pytest.mark.parametrize(
    ("moved", "kept"),
    [
        ({}, {date(2023, 3, 4)}),
        ({"saturday": "friday"}, {date(2023, 3, 4), date(2023, 3, 3)}),
        ({"saturday": "monday"}, {date(2023, 3, 4), date(2023, 3, 6)}),
        ({"sunday": "monday"}, {date(2023, 3, 4)}),
    ],
)
def test_a_holiday_on_a_saturday_moves_as_told(moved: dict[str, str], kept: set[date]) -> None:
    """4 March 2023 is a Saturday."""
    days = calendar(entry(moved=moved), closed=())

    assert kept == {date(2023, 3, day) for day in range(1, 10) if not days.is_open(date(2023, 3, day))}


@pytest.mark.parametrize(
    "entries",
    [
        (entry(), entry(from_on="2022-01-01")),
        (entry(until_on="2022-01-01"), entry(from_on="2022-01-01")),
        (entry(from_on="2022-01-01"), entry(until_on="2022-01-01")),
    ],
)
def test_a_holiday_has_one_entry_at_a_time(entries: tuple[dict[str, Any], ...]) -> None:
    """A new entry ends the old one, in any order of the file."""
    with pytest.raises(ValidationError, match="two entries of Invented Day are in force on 2022-01-01"):
        calendar(*entries)


def test_a_calendar_without_an_open_day_is_refused() -> None:
    """A count of its open days would not end."""
    with pytest.raises(ValidationError, match="leaves no open day"):
        calendar(closed=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
