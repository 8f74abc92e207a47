"""Facts that follow from dates: the age of the employee and the years since the injury, on the day of the request."""

from datetime import date

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.reasons.clinical_summary import age_on

_DAYS_OF_A_YEAR = 365.25


def facts_from_dates(requested_on: date, injured_on: date | None, born_on: date | None) -> dict[str, FactValue]:
    """What follows, by the names of the facts' vocabulary; dates that contradict each other yield nothing."""
    found: dict[str, FactValue] = {}
    if born_on is not None and born_on <= min(requested_on, injured_on or requested_on):
        found["age_years"] = age_on(born_on, requested_on)
    if injured_on is not None and injured_on <= requested_on:
        found["years_since_injury"] = round((requested_on - injured_on).days / _DAYS_OF_A_YEAR, 1)
    return found
