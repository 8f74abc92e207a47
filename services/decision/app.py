"""The decision service assembled from library, evidence order and sign-off policy."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from jurisdictions.files import load_jurisdiction
from runtime.handlers import Handlers
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.retention import Retention
from runtime.state.state import State
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import CaseConsolidated, ConsolidationAbandoned, ConsolidationAsked, ItemsJoined
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.messages.acts.fact_corrections import CorrectFact
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.application import Application
from schemas.messages.decision import CorrectDetermination, CountersignDetermination, SignDetermination
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseFileChanged, CaseTerminated
from schemas.messages.seats import ConvenePanel, ReturnCase
from schemas.messages.triage import ReviewerAssigned, ReviewersRechecked, ReviewerWithdrawn
from schemas.topics import DECISION_COMMANDS, INTAKE_EVENTS, TRIAGE_EVENTS
from services.decision.assessment.config import DecisionConfig, config_of
from services.decision.handlers.appeals import on_appeal, on_case_remanded
from services.decision.handlers.assessing import on_case_ready_for_review, on_case_terminated, on_reviewer_assigned
from services.decision.handlers.consolidating import (
    on_case_consolidated,
    on_consolidation_abandoned,
    on_consolidation_asked,
    on_items_joined,
)
from services.decision.handlers.correcting import on_correct_determination
from services.decision.handlers.correcting_facts import on_correct_fact
from services.decision.handlers.countersigning import on_countersign_determination
from services.decision.handlers.deferring import on_review_deferred, on_review_resumed
from services.decision.handlers.panels import on_convene_panel, on_return_case
from services.decision.handlers.rechecking import on_application_amended, on_reviewer_withdrawn, on_reviewers_rechecked
from services.decision.handlers.signing import on_sign_determination
from services.decision.state import AssessedCase, Cases, DeferredCase, EndedCase, HeldCase, RecheckedCase, SignedCase, WaitingCase


def create_app(settings: Settings) -> Service:
    """Create the service for *settings*."""
    config = config_of(settings.jurisdiction, auto_sign=settings.auto_sign)
    create = partial(create_handlers, config=config, drop_at=load_jurisdiction(settings.jurisdiction).drop_at)
    return Service("decision", (INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_COMMANDS), create)


def create_handlers(state: State, *, config: DecisionConfig, drop_at: Callable[[datetime], datetime]) -> Handlers:
    """Create the handlers, bound to the cases of one partition.

    *drop_at* tells when a case that was signed at an instant is dropped.
    """

    def is_closed(case_number: str) -> bool:
        signed, ended = cases.signed.get(case_number), cases.ended.get(case_number)
        if signed is None:
            return ended is not None and not ended.appealed
        return signed.awaiting is None and not signed.appealed

    def drop(case_number: str) -> None:
        cases.signed.pop(case_number, None)
        cases.ended.pop(case_number, None)
        cases.files.pop(case_number, None)

    cases, handlers = create_cases(state), Handlers()
    handlers.retain(Retention(state, is_closed, drop, drop_at))
    handlers.on(CaseReadyForReview, partial(on_case_ready_for_review, cases=cases, config=config))
    handlers.on(CaseFileChanged, partial(on_case_ready_for_review, cases=cases, config=config))
    handlers.on(CaseTerminated, partial(on_case_terminated, cases=cases))
    handlers.on(CaseConsolidated, partial(on_case_consolidated, cases=cases))
    handlers.on(ConsolidationAsked, partial(on_consolidation_asked, cases=cases))
    handlers.on(ConsolidationAbandoned, partial(on_consolidation_abandoned, cases=cases, config=config))
    handlers.on(ItemsJoined, partial(on_items_joined, cases=cases, config=config))
    handlers.on(ApplicationAmended, partial(on_application_amended, cases=cases))
    handlers.on(ReviewerWithdrawn, partial(on_reviewer_withdrawn, cases=cases))
    handlers.on(ReviewersRechecked, partial(on_reviewers_rechecked, cases=cases, config=config))
    handlers.on(ReviewDeferred, partial(on_review_deferred, cases=cases))
    handlers.on(ReviewResumed, partial(on_review_resumed, cases=cases, config=config))
    handlers.on(CaseAppealed, partial(on_appeal, cases=cases))
    handlers.on(CaseAffirmed, partial(on_appeal, cases=cases))
    handlers.on(CaseRemanded, partial(on_case_remanded, cases=cases))
    handlers.on(ReviewerAssigned, partial(on_reviewer_assigned, cases=cases, config=config))
    handlers.on(SignDetermination, partial(on_sign_determination, cases=cases, config=config))
    handlers.on(CountersignDetermination, partial(on_countersign_determination, cases=cases, config=config))
    handlers.on(CorrectDetermination, partial(on_correct_determination, cases=cases, config=config))
    handlers.on(CorrectFact, partial(on_correct_fact, cases=cases, config=config))
    handlers.on(ReturnCase, partial(on_return_case, cases=cases))
    handlers.on(ConvenePanel, partial(on_convene_panel, cases=cases, config=config))
    return handlers


def create_cases(state: State) -> Cases:
    """Return the tables of one partition."""
    return Cases(
        waiting=state.table("waiting-cases", WaitingCase),
        assessed=state.table("assessed-cases", AssessedCase),
        signed=state.table("signed-cases", SignedCase),
        ended=state.table("ended-cases", EndedCase),
        deferred=state.table("deferred-cases", DeferredCase),
        files=state.table("assessed-files", Application),
        held=state.table("held-cases", HeldCase),
        rechecked=state.table("rechecked-cases", RecheckedCase),
    )
