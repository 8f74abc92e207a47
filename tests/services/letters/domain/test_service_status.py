"""The status of a service, its proof and the time to appeal."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.domain.service_status import (
    AppealWindow,
    Status,
    Way,
    appeal_until,
    may_be_confirmed,
    may_be_settled,
    may_come_back,
    served_on,
)

STATUSES: tuple[Status, ...] = get_args(Status)
ALLOWED = {
    "intended": "settled",
    "attempted": "settled confirmed back",
    "sent": "confirmed back",
    "served": "back",
    "failed": "",
    "unsure": "confirmed back",
    "returned": "",
}


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_allows_what_it_should(status: Status) -> None:
    """Each status allows exactly the steps of the table."""
    questions = {
        "settled": may_be_settled,
        "confirmed": may_be_confirmed,
        "back": may_come_back,
    }

    assert set(ALLOWED[status].split()) == {word for word, ask in questions.items() if ask(status)}


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (Way("sending", 0), date(2015, 4, 30)),
        (Way("sending", 5), date(2015, 5, 5)),
        (Way("confirmation", 0), None),
        (Way("confirmation", 5), None),
    ],
)
def test_sending_proves_service_only_where_the_rule_says_so(way: Way, expected: date | None) -> None:
    """Sending proves service at once, after some days, or not, as the rule states."""
    assert expected == served_on(date(2015, 4, 30), way)


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
    """Day thirty is the last day (LC 4610.6(h))."""
    assert expected == appeal_until("worker", served_on, WINDOW)


@pytest.mark.parametrize("party", ["provider", "agency", "public"])
def test_parties_without_an_appeal_have_no_window(party: str) -> None:
    """The provider and the agency are served but have no appeal."""
    assert appeal_until(party, date(2015, 4, 27), WINDOW) is None


@given(served_on=st.dates(date(2013, 1, 1), date(2100, 1, 1)), days=st.integers(1, 90), allowance=st.integers(0, 10))
def test_the_way_of_service_only_ever_adds(served_on: date, days: int, allowance: int) -> None:
    """The window is the sum of its days and the allowance."""
    window = AppealWindow(days, allowance, frozenset({"worker"}))

    assert timedelta(days=days + allowance) == (appeal_until("worker", served_on, window) or served_on) - served_on
