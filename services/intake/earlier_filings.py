"""An application in the terms of the disputes that were filed before evidence was kept."""

from decimal import Decimal

from schemas.messages.application import Application, Item
from services.intake.domain.earlier_disputes import DigestedItem, dispute_keys, request_digest


def earlier_keys(application: Application) -> dict[str, str]:
    """Return the keys under which its items may be among the earlier disputes, by field."""
    employee, administrator = application.employee.name, application.claims_administrator
    days = {"injured_on": application.injured_on, "decided_on": application.utilization_review.decided_on}
    named = dispute_keys(employee=employee, claims_administrator="", claim_number="", **days)
    claimed = dispute_keys(
        employee="", claims_administrator=administrator.organization, claim_number=administrator.claim_number, **days
    )
    return {field: key for field, keys in (("name", named), ("claim_number", claimed)) for key in keys}


def digested(item: Item) -> DigestedItem:
    """Return the facts that tell *item* from others."""
    requested = item.quantity.requested
    return DigestedItem(
        request_digest(item.request),
        item.treatment,
        item.body_region,
        item.body_side,
        None if requested is None else Decimal(requested),
    )
