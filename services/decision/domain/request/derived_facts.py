"""Derive facts from a request as it was read, and from the dates of the case.

The request: how often, how much, for how long, rented or bought, and consequences of the
ingredients of its drugs. `terms.request` reads it; a number that is not certain gives no fact.

Dates: the employee's age and the years since the injury on the day of the request, and whether the
condition was acute, subacute or chronic on that day.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.guidelines.guideline import Phase
from services.decision.domain.reasons.clinical_summary import age_on
from terms.request.drugs import vocabulary
from terms.request.reading import RequestReading

_VISITS_MAX = 500
_WEEKS_MAX = 520
_PROGRAMS = frozenset(("functional-restoration", "work-conditioning", "work-hardening"))
"""Treatments whose hours a day and days a week guidelines ask for."""
_AT_LEVELS = frozenset(("epidural-steroid-injection", "facet-block", "facet-neurotomy"))
"""Procedures at levels of the spine, a level being the space between two vertebrae."""


def facts_in_words(reading: RequestReading, unsupported: Collection[str] = ()) -> dict[str, FactValue]:
    """Return the facts that a request states, by name.

    *unsupported* are ingredients, or classes of them, that are not recommended for the skin: one is
    enough for a compound.
    """
    found: dict[str, FactValue] = {**reading.facts, **dict(_amounts(reading))}
    if reading.levels is not None and reading.treatment in _AT_LEVELS:
        found["procedure_levels"] = reading.levels
    elif reading.amounts.levels is not None and reading.treatment in _AT_LEVELS:
        found["procedure_levels"] = reading.amounts.levels
    if reading.treatment == "epidural-steroid-injection" and reading.injections.series is not None:
        found["series_planned"] = reading.injections.series
    if reading.treatment == "trigger-point-injection" and reading.injections.number is not None:
        found["injections_per_session"] = reading.injections.number
    return {**found, **dict(_of_drugs(reading, unsupported))}


def _amounts(reading: RequestReading) -> Iterator[tuple[str, FactValue]]:
    amounts = reading.amounts
    if amounts.visits is not None and 0 < amounts.visits <= _VISITS_MAX:
        yield "visits_requested", amounts.visits
    if amounts.weeks is not None and 0 < amounts.weeks <= _WEEKS_MAX:
        yield "weeks_requested", amounts.weeks
    yield from _durations(reading)
    stated = _quantity_stated(reading)
    if stated is not None:
        yield "quantity_stated", stated


def _durations(reading: RequestReading) -> Iterator[tuple[str, FactValue]]:
    """Yield days, hours, and rental or purchase."""
    amounts = reading.amounts
    if amounts.supply_days:
        yield "days_supplied", amounts.supply_days
    if amounts.lasting:
        yield "duration_stated", True
    if amounts.acquisition is not None:
        yield "acquisition", amounts.acquisition
    if amounts.acquisition == "rental" and amounts.days:
        yield "rental_days", amounts.days
    if amounts.hours_a_week is not None:
        yield "hours_per_week", float(amounts.hours_a_week)
    if reading.treatment in _PROGRAMS and amounts.hours_a_day is not None:
        yield "hours_per_day", float(amounts.hours_a_day)
    if reading.treatment in _PROGRAMS and amounts.days_a_week is not None:
        yield "days_per_week", amounts.days_a_week


def _quantity_stated(reading: RequestReading) -> bool | None:
    """Return whether a quantity is given; a bare number is one of studies, or behind a dose."""
    amounts = reading.amounts
    if amounts.stated is not None:
        return amounts.stated
    return True if reading.trailing else None


def _of_drugs(reading: RequestReading, unsupported: Collection[str]) -> Iterator[tuple[str, FactValue]]:
    """Yield the facts that follow from the ingredients alone."""
    class_of = vocabulary().class_of
    kinds = {kind for ingredient in reading.ingredients for kind in (ingredient, class_of[ingredient])}
    if reading.treatment == "topical-compound" and kinds & {*unsupported}:
        yield "every_ingredient_recommended", False
    if reading.treatment == "antidepressant":
        yield "tricyclic", "tricyclic" in kinds
    if "capsaicin" in reading.percent:
        yield "capsaicin_percent", reading.percent["capsaicin"]


_DAYS_OF_A_YEAR = 365.25


def facts_from_dates(requested_on: date, injured_on: date | None, born_on: date | None) -> dict[str, FactValue]:
    """Return age and years since injury, by name; contradictory dates give nothing."""
    found: dict[str, FactValue] = {}
    if born_on is not None and born_on <= min(requested_on, injured_on or requested_on):
        found["age_years"] = age_on(born_on, requested_on)
    if injured_on is not None and injured_on <= requested_on:
        years = round((requested_on - injured_on).days / _DAYS_OF_A_YEAR, 1)
        if years <= YEARS_SINCE_INJURY_MAX:
            found["years_since_injury"] = years
    return found


YEARS_SINCE_INJURY_MAX = 80
"""A longer time since the injury is a slip of a date."""

_ACUTE_MONTHS, _SUBACUTE_MONTHS = 1, 3
_MONTH_DAYS, _THREE_MONTHS_DAYS = (28, 31), (89, 92)
"""The fewest and the most days of one month, and of three."""


def phase_of_condition(injured_on: date, requested_on: date) -> Phase:
    """Return the phase on the day of the request (8 CCR 9792.20).

    Acute in the first month after the onset, chronic from three months after it. The calendar is
    needed only on the few days that months of different lengths leave open.
    """
    days = (requested_on - injured_on).days
    if days < _MONTH_DAYS[0]:
        return "acute"
    if days >= _THREE_MONTHS_DAYS[1]:
        return "chronic"
    if _MONTH_DAYS[1] <= days < _THREE_MONTHS_DAYS[0]:
        return "subacute"
    if requested_on < months_after(injured_on, _ACUTE_MONTHS):
        return "acute"
    return "subacute" if requested_on < months_after(injured_on, _SUBACUTE_MONTHS) else "chronic"


def months_after(day: date, months: int) -> date:
    """Return the same day *months* later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
