"""Acute, subacute, chronic: the first month, the next two, and after."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.phase import months_after, phase_of_condition

DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    ("injured_on", "requested_on", "expected"),
    [
        (date(2014, 3, 12), date(2014, 3, 12), "acute"),
        (date(2014, 3, 12), date(2014, 4, 11), "acute"),
        (date(2014, 3, 12), date(2014, 4, 12), "subacute"),
        (date(2014, 3, 12), date(2014, 6, 11), "subacute"),
        (date(2014, 3, 12), date(2014, 6, 12), "chronic"),
        (date(2014, 1, 31), date(2014, 2, 27), "acute"),
        (date(2014, 1, 31), date(2014, 2, 28), "subacute"),
        (date(2016, 1, 31), date(2016, 2, 28), "acute"),
        (date(2016, 1, 31), date(2016, 2, 29), "subacute"),
        (date(2014, 11, 30), date(2015, 2, 27), "subacute"),
        (date(2014, 11, 30), date(2015, 2, 28), "chronic"),
        (date(2014, 12, 15), date(2015, 1, 14), "acute"),
        (date(2014, 12, 15), date(2015, 1, 15), "subacute"),
        (date(2014, 3, 12), date(2030, 1, 1), "chronic"),
    ],
)
def test_phase_by_date(injured_on: date, requested_on: date, expected: str) -> None:
    """The phase changes on the day of the month, or on the month's last where it is shorter."""
    assert expected == phase_of_condition(injured_on, requested_on)


@given(DAYS, DAYS)
def test_phases_only_advance(injured_on: date, requested_on: date) -> None:
    """A later request is never in an earlier phase."""
    order = ("acute", "subacute", "chronic")
    later = date.fromordinal(requested_on.toordinal() + 1)

    assert order.index(phase_of_condition(injured_on, requested_on)) <= order.index(phase_of_condition(injured_on, later))


@given(DAYS, st.integers(0, 36))
def test_months_after_keeps_the_day(day: date, months: int) -> None:
    """The day of the month is the same or, in a shorter month, its last."""
    later = months_after(day, months)

    assert later.day == day.day or (later.day < day.day and date.fromordinal(later.toordinal() + 1).day == 1)
