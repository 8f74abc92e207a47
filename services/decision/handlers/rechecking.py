"""Sign nothing while triage checks whether the reviewers of a changed case may keep it."""

from datetime import datetime

from schemas.message import Event
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.triage import ReviewersRechecked, ReviewerWithdrawn
from services.decision.assessment.config import DecisionConfig
from services.decision.handlers.assessing import Drafted, sign_if_it_waited
from services.decision.handlers.panels import take_off
from services.decision.state import Cases, RecheckedCase


def on_application_amended(message: ApplicationAmended, _at: datetime, *, cases: Cases) -> list[Event]:
    """Await the check that follows if a party's name changed: a reviewer may have a tie now."""
    if message.names_changed:
        await_recheck(message, cases)
    return []


def await_recheck(message: ApplicationAmended | ItemsJoined, cases: Cases) -> None:
    """Let nothing be signed until triage has answered this act, unless it has already.

    Before the file of the case is known triage seeks its first reviewer by the changed file, and
    after its end there is nothing to check.
    """
    number = message.case_number
    waiting, known = cases.waiting.get(number), cases.rechecked.get(number, RecheckedCase())
    is_reviewed = number in cases.assessed or (waiting is not None and waiting.application is not None)
    if not is_reviewed or known.answered == message.change:
        cases.rechecked.pop(number, None)
    else:
        cases.rechecked[number] = known.model_copy(update={"asked": message.change})


def on_reviewer_withdrawn(message: ReviewerWithdrawn, _at: datetime, *, cases: Cases) -> list[Event]:
    """Take a reviewer off the case who may not review it as it is now."""
    if message.case_number not in cases.signed:
        take_off(message.case_number, message.reviewer_id, cases)
    return []


def on_reviewers_rechecked(message: ReviewersRechecked, at: datetime, *, cases: Cases, config: DecisionConfig) -> Drafted:
    """Let those reviewers sign who kept the case, or sign a draft by itself that waited.

    An answer to an act that is not read yet is kept for it.
    """
    number = message.case_number
    if number in cases.signed or number in cases.ended:
        return []
    known = cases.rechecked.get(number, RecheckedCase())
    if known.asked == message.change:
        cases.rechecked.pop(number, None)
        return sign_if_it_waited(number, at, cases, config)
    cases.rechecked[number] = known.model_copy(update={"answered": message.change})
    return []
