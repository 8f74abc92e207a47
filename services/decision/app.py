"""The decision service put together: the guideline library, the evidence order and the sign-off policy of the jurisdiction."""

from functools import partial

import jurisdictions
from runtime.handlers import Handlers
from runtime.service import Service
from runtime.settings import Settings
from runtime.state import State
from schemas.decision import SignDetermination
from schemas.intake import CaseReadyForReview
from schemas.topics import DECISION_COMMANDS, INTAKE_EVENTS, TRIAGE_EVENTS
from schemas.triage import ReviewerAssigned
from services.decision.handlers import Cases, Practice, on_case_ready_for_review, on_reviewer_assigned, on_sign_determination
from services.decision.records import AssessedCase, SignedCase, WaitingCase
from services.decision.rules import rules_of


def create_app(settings: Settings) -> Service:
    """The service as *settings* want it."""
    name = settings.jurisdiction
    practice = Practice(rules_of(name), jurisdictions.load(name).time_zone, auto_sign=settings.auto_sign)
    return Service("decision", (INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_COMMANDS), partial(create_handlers, practice=practice))


def create_handlers(state: State, *, practice: Practice) -> Handlers:
    """Which handler gets which message, bound to the cases of one partition."""
    cases = Cases(
        waiting=state.table("waiting-cases", WaitingCase),
        assessed=state.table("assessed-cases", AssessedCase),
        signed=state.table("signed-cases", SignedCase),
    )
    handlers = Handlers()
    handlers.on(CaseReadyForReview, partial(on_case_ready_for_review, cases=cases, practice=practice))
    handlers.on(ReviewerAssigned, partial(on_reviewer_assigned, cases=cases, practice=practice))
    handlers.on(SignDetermination, partial(on_sign_determination, cases=cases, practice=practice))
    return handlers
