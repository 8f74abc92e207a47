"""What every request must satisfy."""

from decimal import Decimal

import pytest

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.request.requirements import requirements
from services.decision.domain.request.under_review import Quantities, disputed

OPEN = disputed(Quantities(Decimal(12), Decimal(6), None, "visits"))
NOTHING_LEFT = disputed(Quantities(Decimal(12), Decimal(12), None, "visits"))


def test_what_is_authorised_already_is_not_approved_again() -> None:
    """Where nothing is left in dispute, that alone speaks against the request, and the quantity is not asked for."""
    found = requirements(NOTHING_LEFT, {}, countable=True)

    assert [("not-yet-authorised", "not met")] == [(each.id, each.value) for each in found]
    assert "duplicate" in found[0].sentence


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
    """Of what is counted the request has to say how much; whether it does not or the file is silent is told apart."""
    assert ["met", expected] == [each.value for each in requirements(OPEN, values, countable=True)]


def test_what_is_not_counted_needs_no_quantity() -> None:
    """An operation or a study is one."""
    assert ["not-yet-authorised"] == [each.id for each in requirements(OPEN, {}, countable=False)]
