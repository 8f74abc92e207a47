"""What may happen to a service when."""

from typing import get_args

import pytest

from services.letters.domain.service_status import Status, may_be_confirmed, may_be_settled, may_come_back, waits_for_a_person

STATUSES: tuple[Status, ...] = get_args(Status)
ALLOWED = {
    "intended": "settled",
    "attempted": "settled confirmed back",
    "sent": "confirmed back person",
    "served": "back",
    "failed": "person",
    "unsure": "confirmed back person",
    "returned": "person",
}


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_allows_what_it_should(status: Status) -> None:
    """What was never sent cannot come back; what is proven is not proven again; what came back stays for a person."""
    questions = {
        "settled": may_be_settled,
        "confirmed": may_be_confirmed,
        "back": may_come_back,
        "person": waits_for_a_person,
    }

    assert set(ALLOWED[status].split()) == {word for word, ask in questions.items() if ask(status)}
