"""Which stage of a case an event begins."""

from schemas.message import Message
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.duplicates import DuplicateSuspected
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    RecordsRequested,
)
from schemas.messages.letters import LetterHeld, LetterIssued
from schemas.messages.lifecycle import CaseTerminated
from schemas.messages.triage import NoReviewerFound, ReviewerAssigned
from services.ops.domain.stages import Stage

STAGE_OF: dict[type[Message], Stage] = {
    ApplicationReceived: "received",
    DuplicateSuspected: "possible duplicate",
    ApplicationDeferred: "deferred",
    ApplicationFoundIneligible: "ineligible",
    ApplicationFoundEligible: "eligible",
    RecordsRequested: "awaiting records",
    CaseReadyForReview: "ready for review",
    NoReviewerFound: "no reviewer",
    ReviewerAssigned: "reviewer assigned",
    CaseAssessed: "assessed",
    DeterminationSigned: "determined",
    LetterHeld: "letter held",
    LetterIssued: "letter issued",
    CaseTerminated: "terminated",
    ReviewDeferred: "deferred",
    ReviewResumed: "resumed",
    CaseAppealed: "appealed",
    CaseAffirmed: "affirmed",
}
"""Events that are not listed are counted and move no case."""


def stage_of(message: Message) -> Stage | None:
    """Return the stage that *message* begins.

    A later letter that is held does not reopen the case of an issued one.
    """
    if isinstance(message, LetterHeld) and message.determination_version > 1:
        return None
    return STAGE_OF.get(type(message))
