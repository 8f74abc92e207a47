"""The messages these tests give to decision."""

from datetime import UTC, datetime
from typing import Any

from schemas.decision import SignDetermination, SignedItem
from schemas.triage import ReviewerAssigned
from tests.examples import CASE_NUMBER

AT = datetime(2015, 5, 1, 17, 0, tzinfo=UTC)


def assigned(reviewer_id: str = "R-1") -> ReviewerAssigned:
    """The reviewer of the example's case."""
    return ReviewerAssigned(
        case_number=CASE_NUMBER,
        reviewer_id=reviewer_id,
        pool="ca-workers-comp",
        licensure=("California",),
        specialties=("Chiropractic",),
        matching_specialties=("Chiropractic",),
        open_cases=0,
        considered=1,
        excluded={},
        assigned_at=AT,
    )


def signature(*items: SignedItem, **changes: Any) -> SignDetermination:
    """The reviewer's signature under the draft, with something to say on *items*."""
    values: dict[str, Any] = {
        "case_number": CASE_NUMBER,
        "reviewer_id": "R-1",
        "assessment_id": None,
        "items": items,
        "keep_the_rest": True,
        "clinical_summary": None,
        "signed_at": AT,
    }
    return SignDetermination(**{**values, **changes})


def said(item: int, outcome: Any = None, reason: str | None = None, rationale: str | None = None) -> SignedItem:
    """What the reviewer says on one item."""
    return SignedItem(item=item, outcome=outcome, reason=reason, rationale=rationale)
