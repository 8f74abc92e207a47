"""The messages of one invented case, as intake, triage and decision publish them."""

from datetime import UTC, date, datetime

from schemas.messages.application import (
    Application,
    ClaimsAdministrator,
    Document,
    Employee,
    Item,
    Practitioner,
    ServiceAddress,
    UtilizationReview,
)
from schemas.messages.decision import Decision, DeterminationSigned
from schemas.messages.intake import CaseReadyForReview, ItemClock
from schemas.messages.triage import ReviewerAssigned
from tests.services.letters.sample import LETTER

AT = datetime(2026, 4, 29, 17, 0, tzinfo=UTC)

APPLICATION = Application(
    injured_on=date(2025, 11, 12),
    employee=Employee(name="Pat Example"),
    employer="Example Crates",
    claims_administrator=ClaimsAdministrator(organization="Northwind Example Claims", claim_number="NW-0000-EXAMPLE"),
    requesting_physician=Practitioner(name="Dr. Robin Example"),
    utilization_review=UtilizationReview(
        requested_on=date(2026, 3, 16), decided_on=date(2026, 3, 20), denial_served_on=date(2026, 3, 21), service_method="mail"
    ),
    service_addresses=tuple(
        ServiceAddress(party=party, method="mail", address="1 Example Lane\nExampleville, CA 90000")
        for party in ("worker", "claims-administrator", "employer", "provider")
    ),
    items=tuple(Item(number=item.number, request=item.request) for item in LETTER.items),
    documents=tuple(
        Document(id=f"D{number}", kind="medical-record", title=paper.title, from_on=paper.from_on, to_on=paper.to_on)
        for number, paper in enumerate(LETTER.documents_reviewed, start=1)
    ),
)

READY = CaseReadyForReview(
    case_number="CM26-4170023",
    application=APPLICATION,
    received_on=date(2026, 3, 31),
    assigned_on=date(2026, 4, 3),
    complete_on=date(2026, 4, 13),
    determination_due_at=datetime(2026, 5, 14, 6, 59, tzinfo=UTC),
    priority="standard",
    not_under_review=(),
    clocks=(ItemClock(items=(1,), determination_due_at=datetime(2026, 5, 14, 6, 59, tzinfo=UTC)),),
)

ASSIGNED = ReviewerAssigned(
    case_number="CM26-4170023",
    reviewer_id="R-0001",
    pool="ca-workers-comp",
    licensure=("California", "Oregon"),
    specialties=("Chiropractic", "Sports Medicine"),
    matching_specialties=("Chiropractic",),
    open_cases=1,
    considered=3,
    excluded={},
    assigned_at=AT,
)

SIGNED = DeterminationSigned(
    case_number="CM26-4170023",
    determination_version=1,
    reason_for_correction=None,
    assessment_id="assessment-1",
    reviewer_id="R-0001",
    signature="reviewer",
    outcome="partial overturn",
    clinical_summary=LETTER.clinical_summary,
    drafted_clinical_summary=None,
    decisions=tuple(
        Decision(
            item=item.number,
            request=item.request,
            outcome=item.outcome,
            proposal=item.outcome,
            reason_for_change=None,
            claims_administrator_guideline=item.claims_administrator_guideline,
            reviewer_guideline=item.reviewer_guideline,
            rationale=item.rationale,
            drafted_rationale=None,
            closing=item.closing,
        )
        for item in LETTER.items
    ),
    opinions=(),
    decided_on=date(2026, 4, 29),
    signed_at=AT,
    second_signature=None,
)
