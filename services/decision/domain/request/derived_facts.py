"""Derive facts from a request's words and from the dates of the case.

Words: how often, how much, for how long, rented or bought. Requests are written in shorthand:
"Chiropractic, 6 visits", "PT x12", "2x4" (twice a week for four weeks), "#60", "30-day rental". Two
different numbers of one kind in one text count as none.

Dates: the employee's age and the years since the injury on the day of the request, and whether the
condition was acute, subacute or chronic on that day.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.guidelines.guideline import Phase
from services.decision.domain.reasons.clinical_summary import age_on
from terms.text import normal

_NO_QUANTITY = re.compile(
    r"\b(?:no|without(?: a)?|unspecified|unknown) (?:quantity|count|number)\b|\bquantity (?:not (?:given|stated)|unspecified)\b"
)
_VISITS = re.compile(r"\b(\d{1,3}) (?:(?:more|additional|further) )?(?:visits?|sessions?)\b")
_TIMES = re.compile(r"(?<![\w.])(?:x|times) ?(\d{1,3})(?![\w.%/])")
_WEEKLY = re.compile(r"(?<![\w.])(\d{1,2}) ?(?:x|times) ?(?:a week |per week |/ ?week )?(?:for )?(\d{1,2})(?: ?weeks?)?(?![\w.%/])")
_COUNT = re.compile(
    r"(?<!\w)# ?(\d{1,4})\b|\b(?:qty|quantity|count)[ :.]*(?:of )?(\d{1,4})\b|\b(\d{1,4}) (?:tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|units?|tubes?|bottles?)\b"
)
_DURATION = re.compile(r"\b(\d{1,3}) (day|week|month|year)s?\b(?! ?/| a | per )")
_PER_DAY = re.compile(r"\b(\d{1,2}(?:\.\d+)?) ?(?:h|hrs?|hours?) ?(?:/|a|per) ?day\b")
_DAYS_PER_WEEK = re.compile(r"\b([1-7]) ?days? ?(?:/|a|per) ?week\b")
_ACQUIRED = {"rental": re.compile(r"\brent(?:al|ed)?\b"), "purchase": re.compile(r"\bpurchased?\b")}
_REQUESTS_KEPT = 10_000
_DAYS = {"day": 1, "week": 7}


@lru_cache(maxsize=_REQUESTS_KEPT)
def facts_in_words(request: str) -> Mapping[str, FactValue]:
    """Return the facts that the words of *request* state, by name; cached by request."""
    words = normal(request)
    acquired = {name for name, pattern in _ACQUIRED.items() if pattern.search(words)}
    found = dict(_amounts(words))
    found.update(_durations(words, rented=acquired == {"rental"}))
    found.update(_hours(words))
    if len(acquired) == 1:
        found["acquisition"] = acquired.pop()
    return MappingProxyType(found)


def _amounts(words: str) -> Iterator[tuple[str, FactValue]]:
    """Yield the number of visits, and whether any quantity is stated."""
    weekly = {(int(times), int(weeks)) for times, weeks in _WEEKLY.findall(words)}
    visits = {int(number) for number in _VISITS.findall(words)} | {times * weeks for times, weeks in weekly}
    if not weekly:
        visits |= {int(number) for number in _TIMES.findall(words)}
    visits_named = bool(visits)
    if len(visits) == 1:
        yield "visits_requested", visits.pop()
    if len(weekly) == 1:
        yield "weeks_requested", next(iter(weekly))[1]
    if _NO_QUANTITY.search(words):
        yield "quantity_stated", False
    elif visits_named or _COUNT.search(words):
        yield "quantity_stated", True


def _durations(words: str, *, rented: bool) -> Iterator[tuple[str, FactValue]]:
    """Yield whole days and weeks; months vary, so they only count as a stated duration."""
    found = {(int(number), unit) for number, unit in _DURATION.findall(words)}
    if found:
        yield "duration_stated", True
    if len(found) != 1:
        return
    number, unit = found.pop()
    days = number * _DAYS.get(unit, 0)
    if days and rented:
        yield "rental_days", days
    if days and days % _DAYS["week"] == 0:
        yield "weeks_requested", days // _DAYS["week"]


def _hours(words: str) -> Iterator[tuple[str, FactValue]]:
    """Yield hours of care a week, if hours a day and days a week are both given."""
    hours, days = set(_PER_DAY.findall(words)), set(_DAYS_PER_WEEK.findall(words))
    if len(hours) == 1 and len(days) == 1:
        yield "hours_per_week", float(hours.pop()) * int(days.pop())


_DAYS_OF_A_YEAR = 365.25


def facts_from_dates(requested_on: date, injured_on: date | None, born_on: date | None) -> dict[str, FactValue]:
    """Return age and years since injury, by name; contradictory dates give nothing."""
    found: dict[str, FactValue] = {}
    if born_on is not None and born_on <= min(requested_on, injured_on or requested_on):
        found["age_years"] = age_on(born_on, requested_on)
    if injured_on is not None and injured_on <= requested_on:
        found["years_since_injury"] = round((requested_on - injured_on).days / _DAYS_OF_A_YEAR, 1)
    return found


_ACUTE_MONTHS, _SUBACUTE_MONTHS = 1, 3


def phase_of_condition(injured_on: date, requested_on: date) -> Phase:
    """Return the phase on the day of the request (8 CCR 9792.20).

    Acute in the first month after the onset, chronic from three months after it.
    """
    if requested_on < months_after(injured_on, _ACUTE_MONTHS):
        return "acute"
    return "subacute" if requested_on < months_after(injured_on, _SUBACUTE_MONTHS) else "chronic"


def months_after(day: date, months: int) -> date:
    """Return the same day *months* later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
