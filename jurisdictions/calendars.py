"""The days that do not count: a jurisdiction's calendars of weekdays and holidays.

A holiday is a rule in words, in force from a day until a day: an act that adds or drops a holiday
is a new entry or an end of the old one.
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator

from jurisdictions.dated import Dated
from schemas.message import Name, Part, Text

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_ONE_DAY = timedelta(days=1)
_RULE = re.compile(
    rf"(?P<after>day after )?(?P<nth>{'|'.join(_ORDINALS)}) (?P<weekday>{'|'.join(_WEEKDAYS)}) of (?P<month>{'|'.join(_MONTHS)})"
    rf"|(?P<day>\d{{1,2}}) (?P<day_month>{'|'.join(_MONTHS)})"
    r"|(?P<once>\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)


def _day_rule(rule: str) -> str:
    """Refuse words that name no day of a year."""
    try:
        day_of(rule, 2000)  # a leap year
    except ValueError:
        raise ValueError(
            "is no rule for a day; write it as '12 February', 'third Monday of January', 'last Monday of May', "
            "'day after fourth Thursday of November' or '2026-06-19'"
        ) from None
    return rule


def day_of(rule: str, year: int) -> date | None:
    """Return the day that *rule* names in *year*, None where the year has none.

    Raise ValueError if the rule cannot be read.
    """
    found = _RULE.fullmatch(rule)
    if found is None:
        raise ValueError(rule)
    if found["once"]:
        day = date.fromisoformat(found["once"])
        return day if day.year == year else None
    if found["day"]:
        month, number = _MONTHS[found["day_month"].lower()], int(found["day"])
        if not 1 <= number <= calendar.monthrange(2000, month)[1]:
            raise ValueError(rule)
        return date(year, month, number) if number <= calendar.monthrange(year, month)[1] else None
    return _nth_weekday(found, year) + (_ONE_DAY if found["after"] else timedelta(0))


def _nth_weekday(found: re.Match[str], year: int) -> date:
    """Return the day of a rule such as `third Monday of January`."""
    month, weekday = _MONTHS[found["month"].lower()], _WEEKDAYS.index(found["weekday"].lower())
    days = [day for week in calendar.monthcalendar(year, month) if (day := week[weekday])]
    return date(year, month, days[_ORDINALS[found["nth"].lower()]])


class Moved(Part):
    """The weekday on which a holiday is kept too, where it falls on a weekend."""

    saturday: Literal["friday", "monday"] | None = None
    sunday: Literal["monday"] | None = None


class Holiday(Dated):
    """A holiday: the rule for its day, and where it moves to from a weekend.

    *from_on* and *until_on* are compared with the holiday's own day, before it moves.
    """

    name: Name
    falls_on: Annotated[Name, AfterValidator(_day_rule)]
    moved: Moved = Moved()

    def kept_in(self, year: int) -> Mapping[date, str]:
        """Return the days on which the holiday of *year* is kept, with its name on each."""
        day = day_of(self.falls_on, year)
        if day is None or day < self.from_on or (self.until_on is not None and day > self.until_on):
            return {}
        to = {calendar.SATURDAY: self.moved.saturday, calendar.SUNDAY: self.moved.sunday}.get(day.weekday())
        if to is None:
            return {day: self.name}
        step = -1 if to == "friday" else 1
        while day_after(day, step).weekday() != _WEEKDAYS.index(to):
            step += 1
        return {day: self.name, day_after(day, step): f"{self.name} (observed)"}


def day_after(day: date, days: int) -> date:
    """Return the day *days* after *day*."""
    return day + timedelta(days=days)


class Calendar(Part):
    """Which days are closed: some weekdays, and the holidays in force.

    Without a holiday in force on a day, that day is open unless its weekday is closed.
    """

    closed_weekdays: tuple[Weekday, ...]
    holidays: tuple[Holiday, ...]
    source: Text

    @model_validator(mode="after")
    def _a_holiday_is_in_force_once(self) -> Self:
        """Refuse two entries of one holiday that are in force on the same day."""
        entries = defaultdict(list)
        for each in self.holidays:
            entries[each.name].append(each)
        for name, same in entries.items():
            for one, other in combinations(sorted(same, key=lambda each: each.from_on), 2):
                if one.until_on is None or other.from_on <= one.until_on:
                    raise ValueError(f"two entries of {name} are in force on {other.from_on}; end the earlier one with until_on")
        return self

    @model_validator(mode="after")
    def _a_week_has_an_open_day(self) -> Self:
        """Refuse a calendar in which a count of open days would not end."""
        if len(set(self.closed_weekdays)) == len(_WEEKDAYS):
            raise ValueError("closed_weekdays leaves no open day in the week")
        return self

    def why_closed(self, day: date) -> str | None:
        """Return the weekday or holiday that closes *day*, None if it is open."""
        holiday = self._holidays_of(day.year).get(day)
        if holiday is not None:
            return holiday
        return calendar.day_name[day.weekday()] if self.is_weekend(day) else None

    def is_weekend(self, day: date) -> bool:
        """Return whether *day* is closed as each of its weekday is."""
        return _WEEKDAYS[day.weekday()] in self.closed_weekdays

    def is_open(self, day: date) -> bool:
        """Return whether *day* counts."""
        return self.why_closed(day) is None

    def next_open(self, day: date) -> date:
        """Return *day* if it is open, else the next day that is."""
        while not self.is_open(day):
            day += _ONE_DAY
        return day

    @cached_property
    def _by_year(self) -> dict[int, Mapping[date, str]]:
        """The holidays of the years asked about so far."""
        return {}

    def _holidays_of(self, year: int) -> Mapping[date, str]:
        if year not in self._by_year:
            near = range(max(year - 1, 1), min(year + 1, 9999) + 1)  # New Year's Day may be kept in the year before
            kept = [each.kept_in(other) for other in near for each in self.holidays]
            self._by_year[year] = {day: name for days in kept for day, name in days.items() if day.year == year}
        return self._by_year[year]


Calendars = dict[Literal["business-days", "court-days"], Calendar]
"""The calendars of a jurisdiction by the unit of the clocks that count them."""
