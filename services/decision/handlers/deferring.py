"""Let an unsigned case stand still while liability is disputed, and go on afterwards."""

from datetime import datetime

from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from services.decision.assessment.config import DecisionConfig
from services.decision.handlers.assessing import Drafted, sign_if_it_waited
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
    if cases.deferred.pop(message.case_number, None) is None:
        return []
    return sign_if_it_waited(message.case_number, at, cases, config)
