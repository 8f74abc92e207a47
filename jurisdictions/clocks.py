"""Legal time: days and hours counted in a jurisdiction's time zone.

The day on which a clock starts does not count. A clock of days runs out at the end of its last
day, local time, across changes of daylight saving time; a clock of hours counts elapsed hours.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Unit = Literal["calendar-days", "business-days", "hours"]

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


def add_business_days(day: date, length: int, is_business_day: Callable[[date], bool]) -> date:
    """The *length*-th business day after *day*."""
    while length:
        day += _ONE_DAY
        length -= is_business_day(day)
    return day


def deadline(start: datetime, length: int, unit: Unit, time_zone: ZoneInfo, is_business_day: Callable[[date], bool]) -> datetime:
    """When a clock of *length* *unit* that starts at *start* runs out, in UTC."""
    if unit == "hours":
        return start.astimezone(UTC) + timedelta(hours=length)
    first = local_date(start, time_zone)
    last = add_business_days(first, length, is_business_day) if unit == "business-days" else first + timedelta(days=length)
    return end_of_day(last, time_zone)
