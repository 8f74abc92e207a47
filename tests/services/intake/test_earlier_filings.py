"""Applications in the terms of disputes that were filed before evidence was kept."""

from decimal import Decimal

from schemas.messages.application import Quantity
from services.intake.domain.earlier_disputes import dispute_keys
from services.intake.earlier_filings import digested, earlier_keys
from tests.examples import application


def test_the_keys_are_those_that_were_kept() -> None:
    """One by name, one by claim number, as one call gave them together."""
    administrator = application().claims_administrator.model_copy(update={"claim_number": "NEC-0001-EXAMPLE"})
    known = application(claims_administrator=administrator)
    keys = dispute_keys(
        employee=known.employee.name,
        claims_administrator=administrator.organization,
        claim_number=administrator.claim_number,
        injured_on=known.injured_on,
        decided_on=known.utilization_review.decided_on,
    )

    assert keys == tuple(earlier_keys(known).values())
    assert ["name", "claim_number"] == list(earlier_keys(known))
    assert ["name"] == list(earlier_keys(application()))


def test_an_item_is_told_by_its_request_and_its_fields() -> None:
    """The request itself is not kept, only its digest."""
    item = application().items[0].model_copy(update={"quantity": Quantity(requested="6.0", unit="visits")})
    found = digested(item)

    assert Decimal("6.0") == found.requested
    assert item.request not in str(found)
    assert found == digested(item.model_copy(update={"request": item.request.upper()}))
