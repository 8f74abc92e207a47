"""The status of a service, and its proof."""

from datetime import date
from typing import get_args

import pytest

from services.letters.domain.service_status import (
    Status,
    Way,
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
    "unaddressed": "",
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
