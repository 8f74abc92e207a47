"""How long the condition lasts: acute, subacute or chronic."""

from calendar import monthrange
from datetime import date
from typing import Literal

Phase = Literal["acute", "subacute", "chronic"]

_ACUTE_MONTHS, _SUBACUTE_MONTHS = 1, 3


def phase_of_condition(injured_on: date, requested_on: date) -> Phase:
    """The phase on the day of the request: acute in the first month, chronic from three months after the onset (8 CCR 9792.20)."""
    if requested_on < months_after(injured_on, _ACUTE_MONTHS):
        return "acute"
    return "subacute" if requested_on < months_after(injured_on, _SUBACUTE_MONTHS) else "chronic"


def months_after(day: date, months: int) -> date:
    """The same day of the month *months* later, or the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
