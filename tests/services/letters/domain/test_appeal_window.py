"""How long a party may appeal."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.domain.appeal_window import AppealWindow, appeal_until

WINDOW = AppealWindow(days=30, allowance_days=0, parties=frozenset({"worker", "employer"}))


@pytest.mark.parametrize(
    ("served_on", "expected"),
    [
        (date(2015, 4, 27), date(2015, 5, 27)),
        (date(2016, 1, 31), date(2016, 3, 1)),  # a leap year
        (date(2015, 1, 31), date(2015, 3, 2)),
        (date(2015, 12, 15), date(2016, 1, 14)),
    ],
)
def test_the_window_is_thirty_days_and_the_day_of_service_does_not_count(served_on: date, expected: date) -> None:
    """LC 4610.6(h): day thirty is the last."""
    assert expected == appeal_until("worker", served_on, WINDOW)


@pytest.mark.parametrize("party", ["provider", "agency", "public"])
def test_who_is_not_aggrieved_has_no_window(party: str) -> None:
    """The provider and the agency are served, and have no appeal."""
    assert appeal_until(party, date(2015, 4, 27), WINDOW) is None


@given(served_on=st.dates(date(2013, 1, 1), date(2100, 1, 1)), days=st.integers(1, 90), allowance=st.integers(0, 10))
def test_the_way_of_service_only_ever_adds(served_on: date, days: int, allowance: int) -> None:
    """The window is as long as its days and the allowance together."""
    window = AppealWindow(days, allowance, frozenset({"worker"}))

    assert timedelta(days=days + allowance) == (appeal_until("worker", served_on, window) or served_on) - served_on
