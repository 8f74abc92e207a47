"""The clocks of a case: records due, determination due, and the end of both."""

from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import (
    CaseReadyForReview,
    DeterminationOverdue,
    ItemClock,
    RecordsOverdue,
)
from schemas.messages.lifecycle import CaseFileChanged, FileChange, ReviewLimited, SignedAfterEnd
from services.intake.case_file import suffices
from services.intake.clocks.deadlines import missed
from services.intake.clocks.earlier_cases import TIMERS
from services.intake.clocks.implementation import is_implemented, owe, start_owed
from services.intake.clocks.running import (
    CLOCKS_OF_CASES,
    DETERMINATION_CLOCKS,
    DETERMINATION_DUE,
    FORMULARY_DETERMINATION_DUE,
    IMPLEMENTATION_CLOCKS,
    RECORDS_DUE,
    JurisdictionOf,
    due_at,
    enter_again,
    start,
    stop,
)
from services.intake.domain.lifecycle.states import State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.eligibility_screen import tracks
from services.intake.errors import UnknownCase
from services.intake.state import CaseState, OpenCase, Tables

_ENDED: frozenset[str | None] = frozenset({"terminated", "consolidated"})
"""Ends of a case without a determination of its own."""


def on_records_due(subject: str, due_at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """The claims administrator's records did not come in time.

    The case is reviewed on the papers on file if they suffice; otherwise it waits for others
    (8 CCR 9792.10.6(b)(2)). The decision clock starts when the time lapsed.
    """
    case = case_of(subject, tables)
    file = case.file
    if file is None or not allows(case.stage, "records-due"):
        return []
    late = missed(subject, due_at, RECORDS_DUE, tables, jurisdiction_of)
    if late is None:
        return []
    overdue = RecordsOverdue(case_number=subject, records_due_on=file.records_due_on)
    if not suffices(file.application):
        tables.cases[subject] = CaseState(stage=enter(case.stage, "records-due", "overdue"), file=file)
        return [late, overdue]
    enter(case.stage, "records-due", "limited")
    rules = jurisdiction_of(file.application.jurisdiction)
    ready = make_ready(subject, file, due_at, tables, rules, limited=True)
    return [late, overdue, ReviewLimited(case_number=subject, records_due_on=file.records_due_on), *ready]


def on_determination_due(
    subject: str, due_at: datetime, *, name: str, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Report that the case was not decided in time (CHP v. WCAB (Margaris), 2016).

    It is decided late.
    """
    late = missed(subject, due_at, name, tables, jurisdiction_of)
    if late is None:
        return []
    return [late, DeterminationOverdue(case_number=subject, determination_due_at=due_at)]


def on_determination_signed(
    message: DeterminationSigned, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """The case is decided: its clocks stop. One that ended before stays so, with a word.

    A correction of an appealed determination leaves it appealed; one of a determination that the
    court set aside crossed its order, and changes nothing. Items that joined it are decided where
    they were filed.
    """
    number = message.case_number
    case = case_of(number, tables)
    is_former = case.file is not None and case.file.is_former(message)
    if is_former or _ENDED & {case.stage, case.appeal and case.appeal.end}:
        return [SignedAfterEnd(case_number=number, determination_version=message.determination_version, state=case.stage)]
    changed: list[Message] = [*owe(message, case.file.application if case.file else None, at, tables)]
    if case.file is not None and case.file.served_on is not None:
        changed += start_owed(number, case.file.served_on, tables, jurisdiction_of)
    if case.appeal is None:
        then: State = "implemented" if is_implemented(number, tables) else "determined"
        tables.cases[number] = CaseState(stage=then)
    _keep_outcomes(message, tables)
    of_the_review = [*TIMERS, *(each for each in CLOCKS_OF_CASES if each not in IMPLEMENTATION_CLOCKS)]
    return [*stop(number, at, "the determination is signed", tables, of_the_review), *changed]


def _keep_outcomes(message: DeterminationSigned, tables: Tables) -> None:
    """Keep each outcome under the number under which its item was filed."""
    number, outcomes = message.case_number, {each.item: each.outcome for each in message.decisions}
    filed = tables.filed.get(number)
    if filed is None:
        return
    for other in filed.joined:
        if (joined := tables.filed.get(other)) is not None and (goes_on := tables.cases[other].goes_on) is not None:
            theirs = {there: outcomes.pop(here) for there, here in goes_on.items.items() if here in outcomes}
            tables.filed[other] = joined.model_copy(update={"determined_on": message.decided_on, "outcomes": theirs})
    is_correction = message.reason_for_correction is not None
    first_on = (filed.first_determined_on or filed.determined_on) if is_correction else None
    update = {"determined_on": message.decided_on, "first_determined_on": first_on, "outcomes": outcomes}
    tables.filed[number] = filed.model_copy(update=update)


def make_ready(
    number: str, file: OpenCase, complete_at: datetime, tables: Tables, rules: Jurisdiction, *, limited: bool = False
) -> list[Message]:
    """Start the decision clocks of a case that can be reviewed (LC 4610.6(d)).

    The clock of the records stops. A decision clock that runs from the application runs already.

    A drug of the formulary has another clock than the items beside it. *complete_at* is when the
    file was complete or, for a *limited* review, sufficed, unless another paper of the same dispute
    was complete before. The file stays in the state until the determination, so that later records
    can be added to it.
    """
    because = "the file suffices without the records" if limited else "the file is complete"
    stopped = stop(number, complete_at, because, tables, [RECORDS_DUE])
    if file.complete_at is not None:
        complete_at = min(complete_at, max(file.complete_at, file.resolved_at or file.complete_at))
    started = start_decision_clocks(number, file, complete_at, tables, rules)
    clocks = tuple(sorted(_decision_clocks(number, tables, rules), key=lambda each: each.determination_due_at))
    tables.cases[number] = CaseState(stage=_stage_in_review(file, limited=limited), file=file)
    ready = CaseReadyForReview(
        case_number=number,
        application=file.application,
        received_on=file.received_on,
        assigned_on=file.assigned_on,
        complete_on=rules.local_date(complete_at),
        determination_due_at=clocks[0].determination_due_at,
        priority=file.application.priority,
        not_under_review=file.not_under_review,
        clocks=clocks,
    )
    return [*stopped, *started, ready]


def _stage_in_review(file: OpenCase, *, limited: bool) -> State:
    if file.set_aside:
        return "remanded"
    return "limited" if limited else "ready"


def start_decision_clocks(number: str, file: OpenCase, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Start the clock of the determination, one for each track of items.

    An item that a clock counts for stays with it; another goes with the clock of its track, if that
    runs already.
    """
    running = tables.clocks[number].running if number in tables.clocks else {}
    clocks = {name: clock for name, clock in running.items() if name in DETERMINATION_CLOCKS}
    if any(not clock.items for clock in clocks.values()):
        return []
    counted = {item for clock in clocks.values() for item in clock.items}
    events: list[Message] = []
    for variant, items in tracks(file.application, DETERMINATION_DUE, at, rules).items():
        name = FORMULARY_DETERMINATION_DUE if variant == "formulary" else DETERMINATION_DUE
        left = tuple(item for item in items if item not in counted)
        if left and name in clocks:
            events += stop(number, at, "it counts for more items", tables, [name])
            events += enter_again(number, name, clocks[name], tuple(sorted({*clocks[name].items, *left})), tables, rules)
        elif left:
            events.append(start(number, DETERMINATION_DUE, at, tables, rules, variant=variant, items=left))
    return events


def _decision_clocks(number: str, tables: Tables, rules: Jurisdiction) -> list[ItemClock]:
    """Return the decision clocks that run, each with its items and its end."""
    running = tables.clocks[number].running if number in tables.clocks else {}
    ends = {name: due_at(number, name, tables, rules) for name in DETERMINATION_CLOCKS if name in running}
    return [ItemClock(items=running[name].items, determination_due_at=end) for name, end in ends.items() if end is not None]


def case_file_changed(number: str, because: FileChange, file: OpenCase) -> CaseFileChanged:
    """Return the event that brings the whole file to the reviewer."""
    return CaseFileChanged(
        case_number=number,
        because=because,
        application=file.application,
        received_on=file.received_on,
        assigned_on=file.assigned_on,
        priority=file.application.priority,
        not_under_review=file.not_under_review,
    )


def state_now(number: str, tables: Tables) -> State:
    """Return the state of a case; one that waits for records without a clock is overdue.

    Earlier versions let it wait so.
    """
    stage = case_of(number, tables).stage
    return "overdue" if stage == "waiting" and f"{number}/{RECORDS_DUE}" not in tables.timers else stage


def case_of(number: str, tables: Tables) -> CaseState:
    """Return the case *number*; raise UnknownCase.

    One that waits for an answer about duplicates is received and not screened yet.
    """
    if number in tables.suspected:
        return CaseState(stage="received")
    if number not in tables.cases:
        raise UnknownCase(number)
    return tables.cases[number]
