"""Applications in the terms of intake's rules."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from schemas.messages.application import Quantity
from services.intake.domain.possible_dates import ImpossibleDates
from services.intake.translation import disputed, keys_of, refuse_impossible_dates
from tests.examples import application

RECEIVED_ON = date(2015, 4, 17)


def review(**changes: Any) -> dict[str, Any]:
    """Return a change of the example's utilization review."""
    return {"utilization_review": application().utilization_review.model_copy(update=changes)}


def test_the_dates_of_the_example_agree() -> None:
    """Nothing in it is before what must come first."""
    refuse_impossible_dates(application(), RECEIVED_ON)


def test_dates_that_contradict_one_another_are_refused() -> None:
    """A decision before its request is a mistake, no reason against the worker."""
    early = application(**review(decided_on=date(2014, 1, 1)))

    with pytest.raises(ImpossibleDates):
        refuse_impossible_dates(early, RECEIVED_ON)


def test_an_item_is_told_by_its_request_and_what_it_says() -> None:
    """The request itself is not kept, only its digest."""
    item = application().items[0].model_copy(update={"quantity": Quantity(requested="6.0", unit="visits")})

    found = disputed(item)

    assert Decimal("6.0") == found.requested
    assert item.request not in str(found)
    assert found == disputed(item.model_copy(update={"request": item.request.upper()}))


def test_keys_name_no_worker() -> None:
    """Name and claim number are digests."""
    keys = keys_of(application())

    assert keys
    assert {64} == {len(key) for key in keys}
    assert not [key for key in keys if application().employee.name.casefold() in key]
