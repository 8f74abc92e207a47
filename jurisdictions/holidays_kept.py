"""The days without work: Saturdays, Sundays and a jurisdiction's holidays.

Holidays come from the package `holidays`.
"""

from datetime import date
from functools import cache

import holidays

from schemas.message import Name, Part, Text

_SATURDAY, _SUNDAY, _FRIDAY = 5, 6, 4
_OBSERVED = " (observed)"


class Holidays(Part):
    """The holidays of the package that are kept.

    *worked* names those the package lists and the law does not know. Where a holiday falls on a
    Saturday the package also closes the Friday before; that is kept only for those in
    *saturday_moves_to_friday*.
    """

    country: Name
    subdivision: Name
    worked: tuple[Name, ...]
    saturday_moves_to_friday: tuple[Name, ...]
    source: Text

    def is_working_day(self, day: date) -> bool:
        """Whether work is done on *day*."""
        return day.weekday() not in {_SATURDAY, _SUNDAY} and not any(self._keeps(name, day) for name in self._names(day))

    def _names(self, day: date) -> list[str]:
        return _calendar(self.country, self.subdivision).get_list(day)

    def _keeps(self, name: str, day: date) -> bool:
        holiday = name.removesuffix(_OBSERVED)
        if holiday in self.worked:
            return False
        return holiday == name or day.weekday() != _FRIDAY or holiday in self.saturday_moves_to_friday


@cache
def _calendar(country: str, subdivision: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision, language="en_US")
