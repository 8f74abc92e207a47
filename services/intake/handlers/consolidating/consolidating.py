"""Consolidate two cases: decision is asked if one is signed, and then they are one.

Both cases are of one lot, so one transaction of a service covers both. Decision keeps both from
being signed from its answer until it hears how the consolidation ended: no determination can leave
out items that joined, or decide items a second time.
"""

from datetime import datetime

from pydantic import ValidationError

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.acts.consolidation import (
    CaseConsolidated,
    ConsolidateCases,
    ConsolidationAbandoned,
    ConsolidationAnswered,
    ConsolidationAsked,
    ItemsJoined,
)
from schemas.messages.lifecycle import ReviewLimited
from services.intake.case_file import is_complete, suffices
from services.intake.clocks.running import DETERMINATION_CLOCKS, JurisdictionOf, due_at
from services.intake.domain.consolidation import OBSTACLES
from services.intake.domain.lifecycle.states import IN_REVIEW, State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.handlers.clocks import case_of, make_ready, start_decision_clocks, state_now
from services.intake.handlers.consolidating.clocks import hand_over
from services.intake.handlers.consolidating.merging import Merged, merge
from services.intake.handlers.consolidating.proposing import compare_applications
from services.intake.refusals import not_allowed, refused, unchanged
from services.intake.state import CaseState, GoesOn, OpenCase, Tables

Refusal = tuple[str, str]
"""The code and the sentence of a reason against a consolidation."""


def on_consolidate_cases(
    message: ConsolidateCases, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Ask decision, if both cases may be consolidated as far as intake knows (9792.10.4(a))."""
    number, other = message.case_number, message.with_case
    case_of(number, tables)
    state = state_now(number, tables)
    if _is_done(number, other, tables):
        return [unchanged(message, state, f"{other} is consolidated into this case already.")]
    if not allows(state, "consolidate-cases"):
        return [not_allowed(message, state)]
    if (reason := _reason_against(number, other, tables, jurisdiction_of)) is not None:
        return [refused(message, state, *reason)]
    return [
        ConsolidationAsked(
            case_number=number, with_case=other, actor=message.actor, reason=message.reason, acted_at=message.acted_at
        )
    ]


def on_consolidation_answered(
    message: ConsolidationAnswered, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Let the cases go on as one, or stay apart where one is signed or has changed meanwhile."""
    number, other = message.case_number, message.with_case
    if message.code is not None:
        return [_abandoned(message, message.code, message.text or message.code)]
    if _is_done(number, other, tables):
        return [_abandoned(message, "consolidated", f"{other} is consolidated into this case already.")]
    state = state_now(number, tables)
    if not allows(state, "consolidation-answered"):
        return [_abandoned(message, "not-allowed", f"{number} is {state} now, which does not allow this.")]
    if (reason := _reason_against(number, other, tables, jurisdiction_of)) is not None:
        return [_abandoned(message, *reason)]
    return _consolidate(message, at, tables, jurisdiction_of)


def _is_done(number: str, other: str, tables: Tables) -> bool:
    case = tables.cases.get(other)
    return case is not None and case.goes_on is not None and case.goes_on.into == number


def _reason_against(number: str, other: str, tables: Tables, jurisdiction_of: JurisdictionOf) -> Refusal | None:
    """Return why *other* cannot be consolidated into the case *number*, whose state allows it."""
    if number == other:
        return "same-case", "A case cannot be consolidated into itself."
    if other not in tables.cases:
        return "unknown-case", f"There is no case {other} of this date of injury that was found eligible."
    state = state_now(other, tables)
    if not allows(state, "consolidation-answered"):
        return "not-allowed", f"{other} is {state}, which does not allow this."
    own, file = tables.cases[number].file, tables.cases[other].file
    if own is None or file is None:
        return "no-file-held", "One of the cases is from a version that held no file of a case under review."
    return _reason_of_files(own, other, file, jurisdiction_of(own.application.jurisdiction))


def _reason_of_files(own: OpenCase, other: str, file: OpenCase, rules: Jurisdiction) -> Refusal | None:
    """Return why two files of open cases stay apart, if they do."""
    if not rules.consolidates(own.application.utilization_review.denial_served_on):
        return "not-in-this-law", "This law does not consolidate cases."
    obstacles = compare_applications(own.application, file.application).obstacles
    if obstacles:
        return obstacles[0], OBSTACLES[obstacles[0]]
    try:
        merge(own, other, file)
    except ValidationError:
        return "file-too-large", "The file of both would have more items or papers than a case can have."
    return None


def _consolidate(message: ConsolidationAnswered, at: datetime, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Return the events of both cases; the file of the one that goes on has the items of both."""
    number, other = message.case_number, message.with_case
    state, ended = state_now(number, tables), state_now(other, tables)
    own, theirs = tables.cases[number].file, tables.cases[other].file
    assert own is not None, "a case without a file is refused"
    assert theirs is not None, "a case without a file is refused"
    rules = jurisdiction_of(own.application.jurisdiction)
    merged = merge(own, other, theirs)
    clocks = hand_over(number, other, merged.file, merged.items, at, tables, rules)
    after = _go_on(number, state, merged.file, at, tables, rules)
    tables.cases[other] = CaseState(
        stage=enter(ended, "consolidation-answered", "consolidated"), goes_on=GoesOn(into=number, items=merged.items)
    )
    _keep_origins(number, other, merged.items, tables)
    return [*clocks, _ended(message, ended, own, merged), _joined(message, merged.file, tables, rules), *after]


def _keep_origins(number: str, other: str, items: dict[int, int], tables: Tables) -> None:
    """Let cases that were consolidated into *other* go on in the case *number* too."""
    theirs, own = tables.filed.get(other), tables.filed.get(number)
    earlier = theirs.joined if theirs else ()
    for each in earlier:
        if (goes_on := tables.cases[each].goes_on) is not None:
            moved = {there: items[here] for there, here in goes_on.items.items()}
            tables.cases[each] = CaseState(stage="consolidated", goes_on=GoesOn(into=number, items=moved))
    if theirs is not None:
        tables.filed[other] = theirs.model_copy(update={"joined": ()})
    if own is not None:
        tables.filed[number] = own.model_copy(update={"joined": (*own.joined, other, *earlier)})


def _go_on(number: str, state: State, file: OpenCase, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Return the events after the items joined: the review goes on, or begins with the papers."""
    if state in IN_REVIEW:
        then: State = "ready" if is_complete(file.application) and state != "information-pending" else state
        tables.cases[number] = CaseState(stage=enter(state, "consolidation-answered", then), file=file)
        return start_decision_clocks(number, file, at, tables, rules)
    if is_complete(file.application):
        enter(state, "consolidation-answered", "ready")
        return make_ready(number, file, at, tables, rules)
    if state == "overdue" and suffices(file.application):
        enter(state, "consolidation-answered", "limited")
        limited = ReviewLimited(case_number=number, records_due_on=file.records_due_on)
        return [limited, *make_ready(number, file, at, tables, rules, limited=True)]
    tables.cases[number] = CaseState(stage=enter(state, "consolidation-answered", state), file=file)
    return []


def _ended(message: ConsolidationAnswered, state: State, own: OpenCase, merged: Merged) -> CaseConsolidated:
    return CaseConsolidated(
        case_number=message.with_case,
        into=message.case_number,
        into_denied_on=own.application.utilization_review.decided_on,
        items=merged.items,
        state=state,
        at_reviewer=state in IN_REVIEW,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )


def _joined(message: ConsolidationAnswered, file: OpenCase, tables: Tables, rules: Jurisdiction) -> ItemsJoined:
    number = message.case_number
    ends = [end for name in DETERMINATION_CLOCKS if (end := due_at(number, name, tables, rules)) is not None]
    return ItemsJoined(
        case_number=number,
        from_case=message.with_case,
        state=tables.cases[number].stage,
        application=file.application,
        received_on=file.received_on,
        assigned_on=file.assigned_on,
        priority=file.application.priority,
        not_under_review=file.not_under_review,
        determination_due_at=min(ends, default=None),
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )


def _abandoned(message: ConsolidationAnswered, code: str, text: str) -> ConsolidationAbandoned:
    return ConsolidationAbandoned(
        case_number=message.case_number,
        with_case=message.with_case,
        code=code,
        text=text,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )
