"""Let an unsigned case stand still while liability is disputed, and go on afterwards."""

from datetime import datetime

from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from services.decision.assessment.config import DecisionConfig
from services.decision.handlers.assessing import Drafted, signed_at_once
from services.decision.state import Cases, DeferredCase


def on_review_deferred(message: ReviewDeferred, _at: datetime, *, cases: Cases) -> Drafted:
    """Accept no signature until the review goes on; drafts and opinions are kept.

    A case that is signed already stays signed.
    """
    number = message.case_number
    if number not in cases.signed and number not in cases.ended:
        cases.deferred[number] = DeferredCase(code=message.reasons[0].code)
    return []


def on_review_resumed(message: ReviewResumed, at: datetime, *, cases: Cases, config: DecisionConfig) -> Drafted:
    """Let the reviewer sign again; with automatic signing, sign the draft that waited."""
    number = message.case_number
    case = cases.assessed.get(number)
    if cases.deferred.pop(number, None) is None or case is None or not case.drafts or number in cases.held:
        return []
    return signed_at_once(number, next(iter(case.drafts)), at, cases, config)
