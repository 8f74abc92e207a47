"""The part of a request that is under review."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.request.under_review import Quantities, disputed_part, requirements


def quantities(
    requested: int | None, authorised: int | None, in_dispute: int | None, authorised_as: str | None = None
) -> Quantities:
    """Quantities in visits."""
    numbers = [None if number is None else Decimal(number) for number in (requested, authorised, in_dispute)]
    return Quantities(*numbers, "visits", authorised_as)


@pytest.mark.parametrize(
    ("given_quantities", "scope", "amount"),
    [
        (quantities(12, None, None), "whole", 12),
        (quantities(12, None, 12), "whole", 12),
        (quantities(12, 0, None), "whole", 12),
        (quantities(None, None, 6), "whole", 6),
        (quantities(None, None, None), "whole", None),
        (quantities(12, 6, None), "remainder", 6),
        (quantities(12, 6, 6), "remainder", 6),
        (quantities(12, 11, None), "remainder", 1),
        (quantities(12, 12, None), "nothing", 0),
        (quantities(12, 13, None), "nothing", 0),
        (quantities(12, None, 6), "remainder", 6),
        (quantities(None, 6, None), "whole", None),
        (quantities(None, 6, 6), "whole", 6),
        (quantities(12, None, None, "an evaluation"), "whole", 12),
        (quantities(12, 6, 6, "six visits elsewhere"), "whole", 12),
    ],
)
def test_what_is_under_review(given_quantities: Quantities, scope: str, amount: int | None) -> None:
    """A smaller approved amount leaves the rest; any other approval leaves the whole request."""
    found = disputed_part(given_quantities)

    assert (scope, amount) == (found.scope, found.amount)


@pytest.mark.parametrize(
    ("given_quantities", "part"),
    [(quantities(12, 6, 7), "leaves 6"), (quantities(12, 6, 5), "leaves 6"), (quantities(12, None, 13), "only 12 visits")],
)
def test_what_does_not_add_up_is_not_documented(given_quantities: Quantities, part: str) -> None:
    """Contradictory numbers are named, and the amount is unknown."""
    found = disputed_part(given_quantities)

    assert found.amount is None
    assert part in found.explanation


@given(st.integers(1, 500), st.integers(0, 500))
def test_nothing_is_lost_between_what_is_approved_and_what_is_in_dispute(requested: int, authorised: int) -> None:
    """The approved amount and the amount under review add up to the request."""
    found = disputed_part(quantities(requested, authorised, None))

    assert found.amount == max(requested - authorised, 0)
    assert found.explanation.endswith(".")


OPEN = disputed_part(Quantities(Decimal(12), Decimal(6), None, "visits"))
NOTHING_LEFT = disputed_part(Quantities(Decimal(12), Decimal(12), None, "visits"))


def test_what_is_authorised_already_is_not_approved_again() -> None:
    """If nothing is disputed, that is the only requirement that fails."""
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
    """A countable request needs a quantity; a missing and an undocumented one differ."""
    assert ["met", expected] == [each.value for each in requirements(OPEN, values, countable=True)]


def test_what_is_not_counted_needs_no_quantity() -> None:
    """A treatment that is not countable, such as an operation, needs no quantity."""
    assert ["not-yet-authorised"] == [each.id for each in requirements(OPEN, {}, countable=False)]
