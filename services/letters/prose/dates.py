"""Printed dates: 10/27/2016, 10-27-16, 2016-10-27, October 27, 2016 and 27 October 2016."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?)\.?"
)


def date_pattern(name: str) -> str:
    """Return a pattern that matches one date, as the group *name*."""
    separator = f"{name}_separator"
    return (
        rf"(?P<{name}>(?<![\w/.-])(?:"
        r"\d{4}-\d{1,2}-\d{1,2}"
        rf"|\d{{1,2}}(?P<{separator}>[/-])\d{{1,2}}(?P={separator})(?:\d{{4}}|\d{{2}})"
        rf"|{_MONTH} \d{{1,2}},? \d{{4}}"
        rf"|\d{{1,2}} {_MONTH} \d{{4}}"
        r")(?![\d/-]))"
    )


_PATTERN = re.compile(date_pattern("date"))
_CENTURY = 2_000


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date and its position in a text."""

    day: date
    start: int
    end: int


def printed_dates(text: str) -> Iterator[PrintedDate]:
    """Yield the dates in *text*, in order, without those that are on no calendar."""
    for found in _PATTERN.finditer(text):
        day = read_date(found[0])
        if day is not None:
            yield PrintedDate(day, found.start(), found.end())


def read_date(text: str) -> date | None:
    """Read *text* as a date; None if it is not one."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    month = re.search(r"[A-Za-z]{3}", text)
    try:
        if month is not None:
            day, year = numbers
            return date(year, _MONTHS.index(month[0].lower()) + 1, day)
        if re.match(r"\d{4}-", text):
            return date(*numbers)
        month_number, day, year = numbers
        return date(year if year >= _CENTURY // 2 else _CENTURY + year, month_number, day)
    except ValueError:
        return None
