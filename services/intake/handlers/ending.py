"""The end of a review without a determination: withdrawn, settled, or authorised in full."""

from datetime import date, datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.application import Application, Item
from schemas.messages.intake import Reason
from schemas.messages.lifecycle import (
    AuthorizeTreatment,
    CaseAct,
    CaseTerminated,
    EndGround,
    FileChange,
    TreatmentAuthorised,
    WithdrawApplication,
)
from services.intake.clocks.running import JurisdictionOf, stop, without_items
from services.intake.domain.completeness import WORKERS_SIDE
from services.intake.domain.lifecycle.states import IN_REVIEW, State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.eligibility_screen import in_dispute
from services.intake.handlers.clocks import case_file_changed, case_of, state_now
from services.intake.handlers.known_items import take_from_review
from services.intake.refusals import impossible_day, not_allowed, refused, unchanged
from services.intake.state import CaseState, OpenCase, Tables, UnderReview

ENDED = "ENDED_IN_REVIEW"
"""The reason against an item of which the dispute ended during the review."""

_ENDED_AS = {
    "withdrawn": (None, "withdrawn"),
    "settled": ("SETTLED", "settled"),
    "awarded": ("AWARDED", "decided by an award"),
}
"""The ground on which the dispute about an item ends: its own code, and its words."""

AUTHORISED = "AUTHORISED_IN_REVIEW"
"""The reason against an item that the claims administrator authorised during the review."""


def on_withdraw_application(
    message: WithdrawApplication, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """End the review, once, or that of single items.

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
    if message.items and (answer := _of_items(message, state, at, tables, jurisdiction_of)) is not None:
        return answer
    if message.ground == "withdrawn":
        _forget(number, tables)
    before = _before(number, state, tables)
    enter(state, "withdraw-application", "terminated")
    return terminate(message, before, message.ground, at, tables)


def _forget(number: str, tables: Tables) -> None:
    """Forget the items of a withdrawn application: another one for them is no duplicate.

    Those that joined it are known under the number of their own case.
    """
    file = tables.cases[number].file
    filed = tables.filed.get(number)
    for each in (number, *(filed.joined if filed else ())):
        if file is not None:
            take_from_review(each, file.application, tables)
        tables.filed.pop(each, None)
    if number in tables.under_review:
        tables.under_review[number] = UnderReview(items=())


def _of_items(
    message: WithdrawApplication, state: State, at: datetime, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message] | None:
    """Return the events of items that leave the review, or why not; None if none is left."""
    number = message.case_number
    file = case_of(number, tables).file
    if file is None:
        text = "The items of this case are not under review here, so only the whole application can be withdrawn."
        return [refused(message, state, "no-file-held", text)]
    if (unknown := _unknown_item(message, state, file.application)) is not None:
        return [unknown]
    left = _left(file.application)
    ended = left & set(message.items)
    if not ended:
        return [unchanged(message, state, "These items are not under review already.")]
    if ended == left:
        return None
    rules = jurisdiction_of(file.application.jurisdiction)
    if not rules.knows_ground(ENDED):
        return [refused(message, state, "not-in-this-law", "This law ends the review of an application as a whole.")]
    if message.ground == "withdrawn":
        _forget_items(number, ended, tables)
    told = ItemsWithdrawn(
        case_number=number,
        items=tuple(sorted(ended)),
        ground=message.ground,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )
    reason = rules.eligibility_reason(ENDED, file.application.utilization_review.denial_served_on)
    code, words = _ENDED_AS[message.ground]
    why = Reason(code=code or reason.code or ENDED, text=reason.text.format(ground=words), items=tuple(sorted(ended)))
    file = file.model_copy(update={"application": _without(file.application, ended)})
    enter(state, "withdraw-application", state)
    return _drop(told, "withdrawal", state, file, why, at, tables)


def _forget_items(number: str, items: set[int], tables: Tables) -> None:
    """Forget single items, each under the number of the case in which it was filed."""
    filed = tables.filed.get(number)
    places = {number: items}
    for other in filed.joined if filed else ():
        if (goes_on := tables.cases[other].goes_on) is not None:
            places[other] = {there for there, here in goes_on.items.items() if here in items}
    for case, dropped in places.items():
        if (known := tables.filed.get(case)) is not None:
            left = tuple(each for each in known.filing.items if each.number not in dropped)
            tables.filed[case] = known.model_copy(update={"filing": known.filing._replace(items=left)})


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
    enter(state, "authorize-treatment", state)
    reason = _reason(authorised, message.authorised_on, file, rules)
    file = file.model_copy(update={"application": without})
    return _drop(_told(message, authorised), "authorisation", state, file, reason, at, tables)


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
    if (unknown := _unknown_item(message, state, application)) is not None:
        return unknown
    left = _left(application)
    return None if left & set(message.items or left) else unchanged(message, state, "These items are not under review already.")


def _unknown_item(message: WithdrawApplication | AuthorizeTreatment, state: State, application: Application) -> Message | None:
    """Return the refusal of an item that the application does not have, if one is named."""
    numbers = sorted(item.number for item in application.items)
    unknown = sorted(set(message.items) - set(numbers))
    if not unknown:
        return None
    known = ", ".join(map(str, numbers))
    return refused(message, state, "unknown-item", f"There is no item {unknown[0]}; there is: {known}.")


def _drop(
    told: TreatmentAuthorised | ItemsWithdrawn,
    because: FileChange,
    state: State,
    file: OpenCase,
    reason: Reason,
    at: datetime,
    tables: Tables,
) -> list[Message]:
    """Return the events of a case that goes on with the other items of *file*.

    A clock that counts for dropped items alone stops.
    """
    number = told.case_number
    file = file.model_copy(update={"not_under_review": (*file.not_under_review, reason)})
    case = tables.cases[number]
    tables.cases[number] = case.model_copy(update={"stage": state, "file": file})
    idle = without_items(number, _left(file.application), tables)
    why = "its items are authorised" if because == "authorisation" else "its items are withdrawn"
    stopped = stop(number, at, why, tables, idle)
    at_reviewer = (case.deferred_from or state) in IN_REVIEW
    return [*stopped, told, *([case_file_changed(number, because, file)] if at_reviewer else ())]


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
    tables.cases[number] = CaseState(stage="terminated", ended_at=message.acted_at)
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
