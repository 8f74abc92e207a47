"""Which stage of a case an event begins."""

from schemas.message import Message
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import CaseConsolidated
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.messages.acts.remand import CaseRemanded
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
    CaseConsolidated: "consolidated",
    ReviewDeferred: "deferred",
    ReviewResumed: "resumed",
    CaseAppealed: "appealed",
    CaseAffirmed: "affirmed",
    CaseRemanded: "remanded",
}
"""Events that are not listed are counted and move no case."""


ANEW_OF: dict[type[Message], Stage] = {DeterminationSigned: "determined anew", LetterIssued: "letter issued anew"}
"""The stage of an event of a later determination, which a new review made."""


def stage_of(message: Message) -> Stage | None:
    """Return the stage that *message* begins.

    A later letter that is held does not reopen the case of an issued one, and a petition that is
    denied ends no appeal while others are pending. A later determination
    that corrects none is one of a new review; where the event of its letter does not say whether it
    corrects one, the order of the stages tells (`domain.stages.walk`).
    """
    if isinstance(message, LetterHeld) and message.determination_version > 1:
        return None
    if isinstance(message, CaseAffirmed) and message.pending:
        return None
    if isinstance(message, DeterminationSigned | LetterIssued) and message.determination_version > 1:
        again = (
            message.reason_for_correction
            if isinstance(message, DeterminationSigned)
            else message.reissue_reason or message.corrects
        )
        return None if again else ANEW_OF[type(message)]
    return STAGE_OF.get(type(message))
