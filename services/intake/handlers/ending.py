"""The end of a review without a determination: withdrawn, settled, or authorised in full."""

from datetime import date, datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.application import Application, Item
from schemas.messages.intake import Reason
from schemas.messages.lifecycle import (
    AuthorizeTreatment,
    CaseAct,
    CaseTerminated,
    EndGround,
    TreatmentAuthorised,
    WithdrawApplication,
)
from services.intake.clocks.running import JurisdictionOf, stop, without_items
from services.intake.domain.completeness import WORKERS_SIDE
from services.intake.domain.lifecycle import IN_REVIEW, State, allows, enter
from services.intake.eligibility_screen import in_dispute
from services.intake.handlers.clocks import case_file_changed, case_of, state_now
from services.intake.handlers.known_items import take_from_review
from services.intake.refusals import impossible_day, not_allowed, refused, unchanged
from services.intake.state import CaseState, OpenCase, Tables, UnderReview

AUTHORISED = "AUTHORISED_IN_REVIEW"
"""The reason against an item that the claims administrator authorised during the review."""


def on_withdraw_application(message: WithdrawApplication, at: datetime, *, tables: Tables) -> list[Message]:
    """End the review, once.

    An application is withdrawn by the worker's side; any party tells of a settlement or an award.
    The treatment of a withdrawn application can be filed for again.
    """
    number = message.case_number
    case_of(number, tables)
    state = state_now(number, tables)
    if state == "terminated":
        return [unchanged(message, state, "The review has ended already.")]
    if not allows(state, "withdraw-application"):
        return [not_allowed(message, state)]
    if message.ground == "withdrawn" and message.sent_by not in WORKERS_SIDE:
        text = "An application is withdrawn by the employee, the attorney or the provider; others tell of a settlement or an award."
        return [refused(message, state, "not-theirs", text)]
    if message.ground == "withdrawn":
        _forget(number, tables)
    before = _before(number, state, tables)
    enter(state, "withdraw-application", "terminated")
    return terminate(message, before, message.ground, at, tables)


def _forget(number: str, tables: Tables) -> None:
    """Forget the items of a withdrawn application: another one for them is no duplicate."""
    file = tables.cases[number].file
    if file is not None:
        take_from_review(number, file.application, tables)
    tables.filed.pop(number, None)
    if number in tables.under_review:
        tables.under_review[number] = UnderReview(items=())


def on_authorize_treatment(
    message: AuthorizeTreatment, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Drop the authorised items; with the last one the review ends (LC 4610.5(g))."""
    number = message.case_number
    file, deferred = case_of(number, tables).file, tables.deferred.get(number)
    state = state_now(number, tables)
    application = deferred.application if deferred else file.application if file else None
    answer = _answer_without_change(message, state, application, jurisdiction_of)
    if answer is not None:
        return [answer]
    left = _left(application) if application else set()
    authorised = left & set(message.items or left)
    if application is None or authorised == left:
        enter(state, "authorize-treatment", "terminated")
        return terminate(message, _before(number, state, tables), "authorised", at, tables)
    without = _without(application, authorised)
    if deferred is not None:
        enter(state, "authorize-treatment", state)
        tables.deferred[number] = deferred.model_copy(update={"application": without})
        return [_told(message, authorised)]
    assert file is not None, "an application is in its file, or deferred before it has one"
    rules = jurisdiction_of(application.jurisdiction)
    return _drop(message, state, file.model_copy(update={"application": without}), authorised, at, tables, rules)


def _answer_without_change(
    message: AuthorizeTreatment, state: State, application: Application | None, jurisdiction_of: JurisdictionOf
) -> Message | None:
    """Return why the authorisation changes nothing, if so."""
    if state == "terminated":
        return unchanged(message, state, "The review has ended already.")
    if not allows(state, "authorize-treatment"):
        return not_allowed(message, state)
    if application is None:
        text = "This case is from a version that held no file of a case under review: only all items can be authorised."
        return refused(message, state, "no-file-held", text) if message.items else None
    rules = jurisdiction_of(application.jurisdiction)
    if impossible := impossible_day(message, state, "The authorisation", message.authorised_on, application, rules):
        return impossible
    numbers = sorted(item.number for item in application.items)
    if unknown := sorted(set(message.items) - set(numbers)):
        known = ", ".join(map(str, numbers))
        return refused(message, state, "unknown-item", f"There is no item {unknown[0]}; there is: {known}.")
    left = _left(application)
    return None if left & set(message.items or left) else unchanged(message, state, "These items are not under review already.")


def _drop(
    message: AuthorizeTreatment,
    state: State,
    file: OpenCase,
    authorised: set[int],
    at: datetime,
    tables: Tables,
    rules: Jurisdiction,
) -> list[Message]:
    """Return the events of a case that goes on with the other items of *file*.

    A clock that counts for dropped items alone stops.
    """
    number = message.case_number
    reasons = (*file.not_under_review, _reason(authorised, message.authorised_on, file, rules))
    file = file.model_copy(update={"not_under_review": reasons})
    case = tables.cases[number]
    tables.cases[number] = case.model_copy(update={"stage": enter(state, "authorize-treatment", state), "file": file})
    idle = without_items(number, _left(file.application), tables)
    stopped = stop(number, at, "its items are authorised", tables, idle)
    at_reviewer = (case.deferred_from or state) in IN_REVIEW
    return [*stopped, _told(message, authorised), *([case_file_changed(number, "authorisation", file)] if at_reviewer else ())]


def _told(message: AuthorizeTreatment, authorised: set[int]) -> TreatmentAuthorised:
    return TreatmentAuthorised(
        case_number=message.case_number,
        items=tuple(sorted(authorised)),
        authorised_on=message.authorised_on,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )


def _without(application: Application, authorised: set[int]) -> Application:
    """Return *application* with nothing of the *authorised* items in dispute."""
    items = tuple(_authorised(item) if item.number in authorised else item for item in application.items)
    return application.model_copy(update={"items": items})


def _authorised(item: Item) -> Item:
    """Return *item* with nothing in dispute, which tells all services not to decide it."""
    return item.model_copy(update={"quantity": item.quantity.model_copy(update={"in_dispute": "0"})})


def _reason(items: set[int], on: date, file: OpenCase, rules: Jurisdiction) -> Reason:
    reason = rules.eligibility_reason(AUTHORISED, file.application.utilization_review.denial_served_on)
    text = reason.text.format(authorised_on=f"{on:%m/%d/%Y}")
    return Reason(code=reason.code or AUTHORISED, text=text, items=tuple(sorted(items)))


def _left(application: Application) -> set[int]:
    """Return the numbers of the items that are under review."""
    return {item.number for item in application.items if in_dispute(item)}


def terminate(message: CaseAct, state: State, ground: EndGround, at: datetime, tables: Tables) -> list[Message]:
    """Return the events of the end of a case that was in *state*; its clocks stop.

    Of a review that was deferred, *state* is the one before.
    """
    number = message.case_number
    tables.cases[number] = CaseState(stage="terminated")
    stopped = stop(number, at, f"the review ended: {ground}", tables)
    tables.deferred.pop(number, None)
    ended = CaseTerminated(
        case_number=number,
        ground=ground,
        state=state,
        at_reviewer=state in IN_REVIEW,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )
    return [*stopped, ended]


def _before(number: str, state: State, tables: Tables) -> State:
    """Return the state of a case; of a review that is deferred, the one before."""
    return tables.cases[number].deferred_from or state
