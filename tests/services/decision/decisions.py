"""Commands and events that these tests give to decision."""

from datetime import UTC, datetime
from typing import Any

from schemas.messages.acts.fact_corrections import CorrectFact
from schemas.messages.decision import (
    CorrectDetermination,
    CountersignDetermination,
    DeterminationSigned,
    SignDetermination,
    SignedItem,
)
from schemas.messages.seats import ConvenePanel, ReturnCase
from schemas.messages.triage import ReviewerAssigned
from services.decision.assessment.config import config_of
from tests import examples
from tests.examples import CASE_NUMBER

AT = datetime(2015, 5, 1, 17, 0, tzinfo=UTC)
CONFIG = config_of("ca-workers-comp", auto_sign=False)


def assigned(reviewer_id: str = "R-1") -> ReviewerAssigned:
    """The assignment of a reviewer to the example's case."""
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
    """A reviewer's signature on the draft, with choices on *items*."""
    return examples.signature(**{"reviewer_id": "R-1", "items": items, "signed_at": AT, **changes})


def said(item: int, outcome: Any = None, reason: str | None = None, rationale: str | None = None) -> SignedItem:
    """A reviewer's choice on one item."""
    return SignedItem(item=item, outcome=outcome, reason=reason, rationale=rationale)


def countersignature(second: str = "R-9", **changes: Any) -> CountersignDetermination:
    """A second signature on the first determination."""
    values: dict[str, Any] = {
        "case_number": CASE_NUMBER,
        "reviewer_id": second,
        "determination_version": 1,
        "agrees": True,
        "reason": None,
        "signed_at": AT,
    }
    return CountersignDetermination(**{**values, **changes})


def correction(corrected: DeterminationSigned, *items: SignedItem, **changes: Any) -> CorrectDetermination:
    """A correction of a signed determination."""
    values: dict[str, Any] = {
        "case_number": corrected.case_number,
        "reviewer_id": corrected.reviewer_id,
        "corrected": corrected,
        "reason": "A page was cited wrongly.",
        "items": items,
        "clinical_summary": None,
        "signed_at": AT,
    }
    return CorrectDetermination(**{**values, **changes})


_NO: Any = False


def corrected_fact(value: Any = _NO, fact: str = "previous_treatment", **changes: Any) -> CorrectFact:
    """A correction of a fact of item 1, from the progress note of the example's file."""
    values: dict[str, Any] = {
        "case_number": CASE_NUMBER,
        "item": 1,
        "fact": fact,
        "value": value,
        "quotation": None if value is None else "no chiropractic care to date",
        "document": None if value is None else "progress-note",
        "page": None if value is None else 3,
        "dated_on": None,
        "range": None,
        "reason": "The visits were those of another patient.",
        "actor": "Example Clerk",
    }
    return CorrectFact(**{**values, **changes})


def returned(ground: Any = "conflict-of-interest", reviewer_id: str = "R-1", **changes: Any) -> ReturnCase:
    """The return of a case by its reviewer."""
    values: dict[str, Any] = {
        "case_number": CASE_NUMBER,
        "reviewer_id": reviewer_id,
        "ground": ground,
        "explanation": "The reviewer once treated the employee.",
        "missing": ("Notes of the first six visits",) if ground == "information-missing" else (),
        "returned_at": AT,
    }
    return ReturnCase(**{**values, **changes})


def panel(reviewers: int = 3, **changes: Any) -> ConvenePanel:
    """A command for a panel of several reviewers."""
    values: dict[str, Any] = {
        "case_number": CASE_NUMBER,
        "reviewers": reviewers,
        "approval": "AD-EXAMPLE-1",
        "approved_on": AT.date(),
        "finding": "Two fields are in dispute, and no one reviewer answers for both.",
    }
    return ConvenePanel(**{**values, **changes})


REASON = "The records show a return to full duty."
VOTES = {
    "R-1": signature(reviewer_id="R-1"),
    "R-2": signature(said(1, "overturned", REASON), reviewer_id="R-2"),
    "R-3": signature(said(1, "overturned", "Another reason."), reviewer_id="R-3"),
}
"""One signature for each reviewer of a panel of three; two of them overturn item 1."""
