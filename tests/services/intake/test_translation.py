"""Applications in the terms of intake's rules."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.messages.application import Quantity
from services.intake.domain.possible_dates import ImpossibleDates
from services.intake.translation import clock_variant, disputed, keys_of, reasons_against, refuse_impossible_dates
from tests.examples import application

RULES = load_jurisdiction("ca-workers-comp")
RECEIVED_ON = date(2015, 4, 17)


def review(**changes: Any) -> dict[str, Any]:
    """Return a change of the example's utilization review."""
    return {"utilization_review": application().utilization_review.model_copy(update=changes)}


def test_the_example_can_be_reviewed() -> None:
    """There is no reason against it, and its dates agree."""
    refuse_impossible_dates(application(), RECEIVED_ON)

    assert () == reasons_against(application(), RECEIVED_ON, RULES)


def test_a_reason_is_the_jurisdictions_sentence_with_its_dates() -> None:
    """Places are filled with dates as the form writes them."""
    (reason,) = reasons_against(application(), date(2016, 4, 17), RULES)

    assert "LATE" == reason.code
    assert "04/17/2016" in reason.text
    assert "{" not in reason.text


def test_dates_that_contradict_one_another_are_refused() -> None:
    """A decision before its request is a mistake, no reason against the worker."""
    early = application(**review(decided_on=date(2014, 1, 1)))

    with pytest.raises(ImpossibleDates):
        refuse_impossible_dates(early, RECEIVED_ON)


@pytest.mark.parametrize(
    ("priority", "formulary", "expected"),
    [
        ("standard", False, "standard"),
        ("standard", True, "formulary"),
        ("expedited", False, "expedited"),
        ("expedited", True, "expedited"),
    ],
)
def test_danger_goes_before_the_formularys_track(priority: str, expected: str, *, formulary: bool) -> None:
    """An expedited application has the expedited clock, also for the formulary."""
    found = application(priority=priority, **review(formulary_drug=formulary))

    assert expected == clock_variant(found)


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
