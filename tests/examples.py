"""Example cases and messages that many tests share."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from schemas.messages.application import Application
from schemas.messages.decision import SignDetermination, SignedItem
from schemas.messages.intake import CaseReadyForReview, ItemClock, SubmitApplication
from services.intake.channels.channel import submit_application

ROOT = Path(__file__).parent.parent
RECEIVED_AT = datetime(2015, 4, 17, 17, 30, tzinfo=UTC)
CASE_NUMBER = "CM15-1330001"
DUE_AT = datetime(2015, 5, 18, 6, 59, 59, tzinfo=UTC)


def application(**changes: Any) -> Application:
    """Return the demonstration's application.

    It disputes chiropractic care and massage for the low back, six visits each.
    """
    known = Application.model_validate_json((ROOT / "examples/chiropractic-and-massage.json").read_bytes())
    return Application.model_validate_json(known.model_copy(update=changes).model_dump_json())


def submission(key: str = "example-1", **changes: Any) -> SubmitApplication:
    """Return the command that submits the application."""
    return submit_application(
        application(**changes), client="example", idempotency_key=key, channel="api", received_at=RECEIVED_AT
    )[0]


def case_ready(case_number: str = CASE_NUMBER, **changes: Any) -> CaseReadyForReview:
    """Return the application as a case that is ready for review."""
    filed = application(**changes)
    return CaseReadyForReview(
        case_number=case_number,
        application=filed,
        received_on=date(2015, 4, 17),
        assigned_on=date(2015, 4, 20),
        complete_on=date(2015, 4, 17),
        determination_due_at=DUE_AT,
        priority=filed.priority,
        not_under_review=(),
        clocks=(ItemClock(items=tuple(item.number for item in filed.items), determination_due_at=DUE_AT),),
    )


def signature(reviewer_id: str, *items: SignedItem, **changes: Any) -> SignDetermination:
    """Return a signature that keeps every item not in *items*, ten days after receipt."""
    values: dict[str, Any] = {
        "case_number": CASE_NUMBER,
        "reviewer_id": reviewer_id,
        "assessment_id": None,
        "items": items,
        "keep_the_rest": True,
        "clinical_summary": None,
        "signed_at": RECEIVED_AT + timedelta(days=10),
    }
    return SignDetermination(**{**values, **changes})
