"""Correct an application after it came, and look again at all that follows from its facts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from jurisdictions.model import Jurisdiction
from reading.wording import first_in_words
from schemas.message import Message
from schemas.messages.acts.amendment import AmendApplication, Amended, Amendment, ApplicationAmended
from schemas.messages.application import Application
from schemas.messages.duplicates import ItemMatch
from schemas.messages.intake import ApplicationFoundIneligible, Reason
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged
from services.intake.clocks.running import DETERMINATION_CLOCKS, JurisdictionOf, due_at, stop
from services.intake.domain.lifecycle.states import IN_REVIEW, OPEN, State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.domain.possible_dates import ImpossibleDates
from services.intake.eligibility_screen import in_dispute, screen_application
from services.intake.handlers.changing.answering import take_answer
from services.intake.handlers.clocks import case_file_changed, case_of, state_now
from services.intake.handlers.known_items import known_items, put_under_review, take_from_review
from services.intake.refusals import impossible_day, not_allowed, refused, unchanged
from services.intake.state import CaseState, OpenCase, Tables
from services.intake.translation import doubts_about, refuse_impossible_dates

_BEFORE_REVIEW: tuple[State, ...] = ("deferred", "waiting", "overdue")

AMENDABLE: Mapping[str, tuple[State, ...]] = {
    "employee-name": OPEN,
    "born-on": OPEN,
    "claim-number": OPEN,
    "employer": OPEN,
    "denial-served-on": _BEFORE_REVIEW,
    "request": _BEFORE_REVIEW,
    **dict.fromkeys(
        ("mailed-from", "employee-place", "formulary-status", "emergency-care", "proof-of-representation", "designated-on"),
        ("facts-pending", *_BEFORE_REVIEW),
    ),
}
"""The states in which a field can be corrected; once in review, window and words stand."""

OF_AN_ITEM: Mapping[str, str] = {
    "request": "request",
    "formulary-status": "formulary_status",
    "emergency-care": "emergency_care",
}
"""The fields that stand with their item, by their names there."""


def on_amend_application(
    message: AmendApplication, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Correct the application, once, and screen it again for duplicates and for its window.

    All fields of the command are corrected, or none. A case under review stays so: its reviewer has
    the corrected file.
    """
    number = message.case_number
    case, state = case_of(number, tables), state_now(number, tables)
    if not allows(state, "amend-application"):
        return [not_allowed(message, state)]
    before = _held(number, case, tables)
    if before is None:
        text = "This case is from a version that held no file of a case under review, so its application cannot be corrected."
        return [refused(message, state, "no-file-held", text)]
    rules = jurisdiction_of(before.jurisdiction)
    after = _amended(message, state, _permitted(case, state), before, rules)
    if not isinstance(after, Application):
        return [after]
    return _kept(message, state, before, after, at, tables, rules)


def _held(number: str, case: CaseState, tables: Tables) -> Application | None:
    """Return the application of the case, wherever it is held."""
    if (questioned := tables.questioned.get(number)) is not None:
        return questioned.submission.application
    if (deferred := tables.deferred.get(number)) is not None:
        return deferred.application
    return case.file.application if case.file else None


def _kept(
    message: AmendApplication,
    state: State,
    before: Application,
    after: Application,
    at: datetime,
    tables: Tables,
    rules: Jurisdiction,
) -> list[Message]:
    """Keep the corrected application where it is held, and return the events."""
    number = message.case_number
    case, matches = tables.cases[number], _filed_anew(number, before, after, tables)
    if (deferred := tables.deferred.get(number)) is not None:
        enter(state, "amend-application", state)
        tables.deferred[number] = deferred.model_copy(update={"application": after})
        return [_event(message, state, before, after, matches, at_reviewer=False)]
    if number in tables.questioned:
        told = _event(message, state, before, after, matches, at_reviewer=False)
        return [told, *take_answer(number, after, at, tables, rules)]
    assert case.file is not None, "an application is in its file, or deferred before it has one"
    file = case.file.model_copy(update={"application": after})
    if state in ("waiting", "overdue"):
        return _screened(message, state, before, file, matches, at, tables, rules)
    tables.cases[number] = case.model_copy(update={"stage": enter(state, "amend-application", state), "file": file})
    told = _event(message, state, before, after, matches, at_reviewer=(case.deferred_from or state) in IN_REVIEW)
    if not told.at_reviewer:
        return [told]
    ends = [end for name in DETERMINATION_CLOCKS if (end := due_at(number, name, tables, rules)) is not None]
    told = told.model_copy(update={"determination_due_at": min(ends, default=None)})
    return [told, case_file_changed(number, "amendment", file)]


def _amended(
    message: AmendApplication, state: State, permitted: tuple[str, ...], before: Application, rules: Jurisdiction
) -> Application | CaseRequestRefused | CaseUnchanged:
    """Return the corrected application, or the answer that says why not."""
    fields: dict[str, Any] = before.model_dump()
    for each in message.changes:
        if each.field not in permitted:
            text = f"The case is {state}, so its {each.field} cannot be corrected; it allows: {', '.join(permitted)}."
            return refused(message, state, "too-late-to-amend", text)
        if (unplaced := _without_a_place(message, each, state, before)) is not None:
            return unplaced
        _put(each, fields)
    try:
        after = Application.model_validate(fields)
        refuse_impossible_dates(after, rules.local_date(message.acted_at))
    except ImpossibleDates as error:
        return refused(message, state, "impossible-day", f"{'; '.join(error.contradictions)}.")
    except ValidationError as error:
        return refused(message, state, "impossible-value", f"{first_in_words(error)}.")
    if after == before:
        return unchanged(message, state, "The application says so already.")
    return _impossible(message, state, before, after, rules) or after


def _without_a_place(message: AmendApplication, change: Amendment, state: State, before: Application) -> CaseRequestRefused | None:
    """Return the refusal of a change of an item, or of a signature, that is not there."""
    if change.field in _OF_THE_SIGNATURE and before.signature is None:
        return refused(message, state, "impossible-value", "The application has no signature.")
    numbers = [item.number for item in before.items]
    if change.field in OF_AN_ITEM and change.item not in numbers:
        known = ", ".join(map(str, numbers))
        return refused(message, state, "unknown-item", f"There is no item {change.item}; there is: {known}.")
    return None


def _impossible(
    message: AmendApplication, state: State, before: Application, after: Application, rules: Jurisdiction
) -> CaseRequestRefused | None:
    """Return the refusal of a statement that the correction makes impossible, like the door."""
    served_on = after.utilization_review.denial_served_on
    if impossible := impossible_day(message, state, "The service of the decision", served_on, after, rules):
        return impossible
    today = rules.local_date(message.acted_at)
    known = doubts_about(before, today, today)
    doubt = next((each for each in doubts_about(after, today, today) if each not in known), None)
    text = f"{'.'.join(map(str, doubt.path))} {doubt.reason}." if doubt else ""
    return refused(message, state, "impossible-value", text) if doubt else None


def _permitted(case: CaseState, state: State) -> tuple[str, ...]:
    """Return the fields that can be corrected; of a deferred review none of its window."""
    return tuple(field for field, states in AMENDABLE.items() if state in states and (case.deferred_from is None or states == OPEN))


_PLACES: dict[str, tuple[str, ...]] = {
    "employee-name": ("employee", "name"),
    "born-on": ("employee", "born_on"),
    "claim-number": ("claims_administrator", "claim_number"),
    "employer": ("employer",),
    "denial-served-on": ("utilization_review", "denial_served_on"),
    "mailed-from": ("utilization_review", "mailed_from"),
    "employee-place": ("employee", "place"),
    "proof-of-representation": ("signature", "proof_of_representation"),
    "designated-on": ("signature", "designated_on"),
}
"""Where a field of the whole application stands; one of an item is in OF_AN_ITEM."""

_OF_THE_SIGNATURE = frozenset({"proof-of-representation", "designated-on"})
_DAYS = frozenset({"born_on", "denial_served_on", "designated_on"})
_YES_OR_NO = {"yes": True, "no": False}


def _put(change: Amendment, fields: dict[str, Any]) -> None:
    """Put the right value into *fields*; a text that is no value stays one, and is refused."""
    place: dict[str, Any] = fields
    *way, name = _place(change)
    if change.field in OF_AN_ITEM:
        place = next(item for item in fields["items"] if item["number"] == change.item)
    for step in way:
        place = place[step]
    place[name] = _as_value(name, change.value)


def _place(change: Amendment) -> tuple[str, ...]:
    return (OF_AN_ITEM[change.field],) if change.field in OF_AN_ITEM else _PLACES[change.field]


def _as_value(name: str, text: str) -> object:
    """Return the day, or the yes or no, that was written as *text*."""
    if name in ("proof_of_representation", "emergency_care"):
        return _YES_OR_NO.get(text, text)
    try:
        return date.fromisoformat(text) if name in _DAYS else text
    except ValueError:
        return text


def _filed_anew(number: str, before: Application, after: Application, tables: Tables) -> tuple[ItemMatch, ...]:
    """Keep the case under its corrected facts; return the items that others may have."""
    filed = tables.filed.get(number)
    take_from_review(number, before, tables)
    known = known_items(after, tables)
    if filed is not None:
        put_under_review(number, after, filed.received_at, tables)
    return (*known.certain.values(), *known.unsure)


def _screened(
    message: AmendApplication,
    state: State,
    before: Application,
    file: OpenCase,
    matches: tuple[ItemMatch, ...],
    at: datetime,
    tables: Tables,
    rules: Jurisdiction,
) -> list[Message]:
    """Return the events of a case before its review: by the corrected facts it may end."""
    number, after = message.case_number, file.application
    case = tables.cases[number]
    found = screen_application(after, file.received_on, rules)
    known = [item.number for item in before.items if in_dispute(item)]
    left = [each for each in known if each in found.verdict.under_review]
    reasons = tuple(each for each in found.reasons if not each.items or set(each.items) & set(known))
    if not left:
        tables.cases[number] = CaseState(stage=enter(state, "amend-application", "ineligible"), ended_at=at)
        take_from_review(number, after, tables)
        stopped = stop(number, at, "the application is not eligible by its corrected facts", tables)
        told = _event(message, state, before, after, matches, at_reviewer=False)
        against = ApplicationFoundIneligible(case_number=number, submission_id=message.submission_id, reasons=reasons)
        return [told, *stopped, against]
    if len(left) < len(known):
        file = file.model_copy(
            update={"application": found.application, "not_under_review": (*file.not_under_review, *_of_items(reasons))}
        )
    tables.cases[number] = case.model_copy(update={"stage": enter(state, "amend-application", state), "file": file})
    return [_event(message, state, before, file.application, matches, at_reviewer=False)]


def _of_items(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(each for each in reasons if each.items)


def _event(
    message: AmendApplication,
    state: State,
    before: Application,
    after: Application,
    matches: tuple[ItemMatch, ...],
    *,
    at_reviewer: bool,
) -> ApplicationAmended:
    changes = [
        Amended(field=each.field, item=each.item, before=_value(each, before), after=each.value)
        for each in message.changes
        if _value(each, before) != each.value
    ]
    return ApplicationAmended(
        case_number=message.case_number,
        changes=tuple(changes),
        application=after,
        state=state,
        at_reviewer=at_reviewer,
        determination_due_at=None,
        possible_duplicates=matches,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )


def _value(change: Amendment, application: Application) -> str | None:
    """Return the value of a field as text."""
    found: Any = application
    *way, name = _place(change)
    if change.field in OF_AN_ITEM:
        found = next(item for item in application.items if item.number == change.item)
    for step in way:
        found = getattr(found, step)
    value = getattr(found, name)
    return {None: None, True: "yes", False: "no"}.get(value, str(value))
