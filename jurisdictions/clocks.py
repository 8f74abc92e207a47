"""Legal time: days and hours counted in a jurisdiction's time zone.

The day on which a clock starts does not count. A clock of days runs out at the end of its last
day, local time, across changes of daylight saving time; a clock of hours counts elapsed hours.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

CalendarName = Literal["business-days", "court-days"]
Unit = Literal["calendar-days", "business-days", "court-days", "hours", "months"]
MonthEnd = Literal["last-day-of-month", "first-day-of-next-month"]
"""The day that stands for one that a month does not have, such as 30 February."""

_ONE_DAY = timedelta(days=1)
_LAST_SECOND = time(23, 59, 59, fold=1)  # where the night falls twice, the second time


def local_date(instant: datetime, time_zone: ZoneInfo) -> date:
    """The calendar day of *instant* in *time_zone*."""
    return instant.astimezone(time_zone).date()


def end_of_day(day: date, time_zone: ZoneInfo) -> datetime:
    """Return the last second of *day* in *time_zone*, in UTC.

    An act in that second is in time.
    """
    return datetime.combine(day, _LAST_SECOND, time_zone).astimezone(UTC)


def add_open_days(day: date, length: int, is_open: Callable[[date], bool]) -> date:
    """Return the *length*-th open day after *day*; of no length, *day* or the next open one."""
    while length:
        day += _ONE_DAY
        length -= is_open(day)
    while not is_open(day):
        day += _ONE_DAY
    return day


def add_months(day: date, length: int, month_end: MonthEnd) -> date:
    """Return the same day *length* months later, or by *month_end* if there is none."""
    years, month = divmod(day.month - 1 + length, 12)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    if day.day <= last:
        return date(year, month, day.day)
    return date(year, month, last) + (_ONE_DAY if month_end == "first-day-of-next-month" else timedelta(0))


def open_days_between(day: date, last: date, is_open: Callable[[date], bool]) -> int:
    """Return how many open days there are after *day* up to *last*, which counts."""
    return sum(is_open(day + timedelta(days=step)) for step in range(1, (last - day).days + 1))
