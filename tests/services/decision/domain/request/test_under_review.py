"""The requirements on a request beside the guidelines."""

from decimal import Decimal

import pytest

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.request.under_review import requirements
from terms.disputed_part import Quantities, disputed_part

OPEN = disputed_part(Quantities(Decimal(12), Decimal(6), None, "visits"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"quantity_stated": True}, "met"),
        ({"days_supplied": 30}, "met"),
        ({"quantity_stated": False}, "not met"),
        ({}, "undocumented"),
    ],
)
def test_a_missing_quantity_is_a_reason_of_its_own(values: dict[str, FactValue], expected: str) -> None:
    """A countable request needs a quantity; a missing and an undocumented one differ."""
    assert ["met", expected] == [each.value for each in requirements(OPEN, values, countable=True)]


def test_what_is_not_counted_needs_no_quantity() -> None:
    """A treatment that is not countable, such as an operation, needs no quantity."""
    assert ["not-yet-authorised"] == [each.id for each in requirements(OPEN, {}, countable=False)]
