"""Defer a review for a dispute about liability, and take it up again with its file."""

from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.form.utilization_review import LiabilityDispute
from schemas.message import Message
from schemas.messages.acts.deferral import DeferReview, ReviewDeferred, ReviewResumed
from schemas.messages.intake import Reason, RecordsRequested
from schemas.messages.lifecycle import InformationRequested, ReviewLimited
from services.intake.case_file import is_complete, suffices
from services.intake.clocks.running import (
    DETERMINATION_CLOCKS,
    FURTHER_RECORDS_DUE,
    RECORDS_DUE,
    JurisdictionOf,
    due_at,
    resume,
    stop,
    toll,
)
from services.intake.domain.lifecycle.states import IN_REVIEW, State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.handlers.clocks import case_of, make_ready, state_now
from services.intake.refusals import not_allowed, refused, unchanged
from services.intake.state import CaseState, OpenCase, Tables

LIABILITY = "LIABILITY_DEFERRED"
"""The ground of a deferral, which not every law has."""
DISPUTED = "liability is disputed"
GOES_ON = "The dispute about liability is resolved, and the review goes on."


def on_defer_review(message: DeferReview, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Let a review stand still until liability is resolved; it keeps its file and its place.

    8 CCR 9792.10.3(d); LC 4610.5(h)(2).
    """
    number = message.case_number
    case, state = case_of(number, tables), state_now(number, tables)
    if state == "deferred":
        return [unchanged(message, state, "The case is deferred already.")]
    if not allows(state, "defer-review"):
        return [not_allowed(message, state)]
    if case.file is None:
        text = "This case is from a version that held no file of a case under review, so it cannot be deferred."
        return [refused(message, state, "no-file-held", text)]
    application = case.file.application
    rules = jurisdiction_of(application.jurisdiction)
    if not rules.knows_ground(LIABILITY):
        text = f"Under this law ({rules.title}) no review is deferred for a dispute about liability."
        return [refused(message, state, "not-in-this-law", text)]
    application = application.model_copy(update={"liability_dispute": LiabilityDispute(reason=message.reason)})
    file = case.file.model_copy(update={"application": application})
    tables.cases[number] = CaseState(stage=enter(state, "defer-review", "deferred"), file=file, deferred_from=state)
    deferred = ReviewDeferred(
        case_number=number,
        state=state,
        at_reviewer=state in IN_REVIEW,
        reasons=(_reason(file, rules),),
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )
    return [deferred, *toll(number, at, DISPUTED, tables, rules)]


def take_up(number: str, before: State, file: OpenCase, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Return the events of a deferred review that goes on from the state *before*.

    Papers that came meanwhile count: they complete the file, or answer the reviewer.
    """
    if before in IN_REVIEW:
        return _to_the_reviewer(number, before, file, at, tables, rules)
    file = file.model_copy(update={"resolved_at": at})
    if is_complete(file.application):
        return _begin(number, file, at, tables, rules)
    if before == "overdue" and suffices(file.application):
        return _begin(number, file, at, tables, rules, limited=True)
    clocks = resume(number, at, tables, rules)
    due = due_at(number, RECORDS_DUE, tables, rules)
    if due is not None:
        file = file.model_copy(update={"records_due_on": rules.local_date(due)})
    tables.cases[number] = CaseState(stage=enter("deferred", "resolve-liability", before), file=file)
    resumed = ReviewResumed(case_number=number, state=before, determination_due_at=None)
    if before == "overdue":
        return [*clocks, resumed]
    return [*clocks, resumed, RecordsRequested(case_number=number, records_due_on=file.records_due_on)]


def _begin(
    number: str, file: OpenCase, at: datetime, tables: Tables, rules: Jurisdiction, *, limited: bool = False
) -> list[Message]:
    """Return the events of a case whose review begins with the papers that came meanwhile."""
    then = enter("deferred", "resolve-liability", "limited" if limited else "ready")
    resumed = ReviewResumed(case_number=number, state=then, determination_due_at=None)
    told = [ReviewLimited(case_number=number, records_due_on=file.records_due_on)] if limited else []
    return [resumed, *told, *make_ready(number, file, at, tables, rules, limited=limited)]


def _to_the_reviewer(
    number: str, before: State, file: OpenCase, at: datetime, tables: Tables, rules: Jurisdiction
) -> list[Message]:
    """Return the events of a case under review; an open question is asked again, with its day."""
    then: State = "ready" if is_complete(file.application) else "limited"
    if before == "information-pending" and file.asked:
        then = before
    tables.cases[number] = CaseState(stage=enter("deferred", "resolve-liability", then), file=file)
    stopped = [] if then == "information-pending" else stop(number, at, "the request is answered", tables, [FURTHER_RECORDS_DUE])
    clocks = resume(number, at, tables, rules)
    due = [each for each in (due_at(number, name, tables, rules) for name in DETERMINATION_CLOCKS) if each is not None]
    resumed = ReviewResumed(case_number=number, state=then, determination_due_at=min(due, default=None))
    answer_due_at = due_at(number, FURTHER_RECORDS_DUE, tables, rules)
    if answer_due_at is None:
        return [*stopped, *clocks, resumed]
    asked = InformationRequested(case_number=number, asked=file.asked, explanation=GOES_ON, answer_due_at=answer_due_at)
    return [*stopped, *clocks, resumed, asked]


def _reason(file: OpenCase, rules: Jurisdiction) -> Reason:
    reason = rules.eligibility_reason(LIABILITY, file.application.utilization_review.denial_served_on)
    return Reason(code=reason.code or LIABILITY, text=reason.text)
