"""The composition of the triage service: its topics and its handlers."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from jurisdictions.files import load_jurisdiction
from jurisdictions.model import Jurisdiction
from runtime.handlers import Handlers
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.retention import Retention
from runtime.state.state import State
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import CaseConsolidated, ItemsJoined
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseTerminated
from schemas.messages.seats import CaseReturned, PanelConvened
from schemas.messages.triage import (
    AdjustCase,
    EnrolReviewer,
    FindAnotherReviewer,
    FindReviewer,
    FindReviewerAnew,
    RecheckCase,
    ReleaseReviewer,
    ReviewerRecorded,
)
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS, REVIEWERS, TRIAGE_POOL
from services.triage.handlers.adjusting import on_adjust_case, on_recheck_case
from services.triage.handlers.cases import (
    JurisdictionOf,
    on_appeal,
    on_application_amended,
    on_case_ready_for_review,
    on_case_remanded,
    on_case_returned,
    on_determination_signed,
    on_items_joined,
    on_panel_convened,
    on_review_converted,
    on_review_deferred,
    on_reviewer_recorded,
)
from services.triage.handlers.pool import (
    on_enrol_reviewer,
    on_find_another_reviewer,
    on_find_reviewer,
    on_find_reviewer_anew,
    on_release_reviewer,
)
from services.triage.handlers.recount import RECOUNT, on_recount
from services.triage.state import CaseState, Load, PoolCase, PoolState, PoolTables, ReviewerState, Waiting


def create_app(settings: Settings) -> Service:
    """Return the service by *settings*; the registry's reviewers join the jurisdiction's pool."""
    rules = load_jurisdiction(settings.jurisdiction)
    topics = (INTAKE_EVENTS, DECISION_EVENTS, REVIEWERS, TRIAGE_POOL)
    create = partial(create_handlers, rules=rules, jurisdiction_of=load_jurisdiction, drop_at=rules.drop_at)
    return Service("triage", topics, create)


def create_handlers(
    state: State, *, rules: Jurisdiction, jurisdiction_of: JurisdictionOf, drop_at: Callable[[datetime], datetime]
) -> Handlers:
    """Which handler gets which message and which clock, bound to the tables of one partition.

    *drop_at* tells when a case that was determined at an instant is dropped.
    """

    def is_closed(case_number: str) -> bool:
        case = cases.get(case_number)
        return case is not None and case.determined and not case.appealed

    cases, tables = state.table("cases", CaseState), create_pool_tables(state)
    handlers = Handlers()
    handlers.retain(Retention(state, is_closed, cases.__delitem__, drop_at))
    handlers.on(ReviewerRecorded, partial(on_reviewer_recorded, rules=rules))
    handlers.on(CaseReadyForReview, partial(on_case_ready_for_review, cases=cases, jurisdiction_of=jurisdiction_of))
    handlers.on(DeterminationSigned, partial(on_determination_signed, cases=cases))
    handlers.on(CaseTerminated, partial(on_determination_signed, cases=cases))
    handlers.on(CaseConsolidated, partial(on_determination_signed, cases=cases))
    handlers.on(ItemsJoined, partial(on_items_joined, cases=cases, jurisdiction_of=jurisdiction_of))
    handlers.on(ReviewDeferred, partial(on_review_deferred, cases=cases))
    handlers.on(ReviewResumed, partial(on_review_deferred, cases=cases))
    handlers.on(ReviewConverted, partial(on_review_converted, cases=cases))
    handlers.on(ApplicationAmended, partial(on_application_amended, cases=cases, jurisdiction_of=jurisdiction_of))
    handlers.on(CaseAppealed, partial(on_appeal, cases=cases))
    handlers.on(CaseAffirmed, partial(on_appeal, cases=cases))
    handlers.on(CaseRemanded, partial(on_case_remanded, cases=cases))
    handlers.on(CaseReturned, partial(on_case_returned, cases=cases))
    handlers.on(PanelConvened, partial(on_panel_convened, cases=cases))
    handlers.on(EnrolReviewer, partial(on_enrol_reviewer, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on(FindReviewer, partial(on_find_reviewer, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on(FindReviewerAnew, partial(on_find_reviewer_anew, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on(FindAnotherReviewer, partial(on_find_another_reviewer, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on(ReleaseReviewer, partial(on_release_reviewer, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on(AdjustCase, partial(on_adjust_case, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on(RecheckCase, partial(on_recheck_case, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on_timer(RECOUNT, partial(on_recount, tables=tables, jurisdiction_of=jurisdiction_of))
    return handlers


def create_pool_tables(state: State) -> PoolTables:
    """The tables of the pools of one partition."""
    return PoolTables(
        pools=state.table("pools", PoolState),
        reviewers=state.table("reviewers", ReviewerState),
        loads=state.table("loads", Load),
        cases=state.table("pool-cases", PoolCase),
        waiting=state.table("waiting", Waiting),
        timers=state.timers,
    )
