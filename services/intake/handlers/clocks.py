"""The clocks of a case: records due, determination due, and the end of both."""

from collections.abc import Callable
from datetime import datetime

from jurisdictions.model import Jurisdiction
from runtime.state.state import Timer
from schemas.message import Message
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import (
    CaseReadyForReview,
    DeterminationOverdue,
    RecordsOverdue,
)
from schemas.messages.lifecycle import CaseFileChanged, FileChange, ReviewLimited, SignedAfterEnd
from services.intake.case_file import suffices
from services.intake.domain.lifecycle import State, allows, enter
from services.intake.eligibility_screen import item_clocks
from services.intake.errors import UnknownCase
from services.intake.state import CaseState, OpenCase, Tables

JurisdictionOf = Callable[[str], Jurisdiction]
RECORDS_DUE = "records-due"
DETERMINATION_DUE = "determination-due"
LATER_DETERMINATION_DUE = "later-determination-due"
"""The clock of items that have longer than others; a timer's key names its clock."""
FURTHER_RECORDS_DUE = "further-records-due"


def on_records_due(subject: str, due_at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """The claims administrator's records did not come in time.

    The case is reviewed on the papers on file if they suffice; otherwise it waits for others
    (8 CCR 9792.10.6(b)(2)). The decision clock starts when the time lapsed.
    """
    case = case_of(subject, tables)
    file = case.file
    if file is None or not allows(case.stage, "records-due"):
        return []
    overdue = RecordsOverdue(case_number=subject, records_due_on=file.records_due_on)
    if not suffices(file.application):
        tables.cases[subject] = CaseState(stage=enter(case.stage, "records-due", "overdue"), file=file)
        return [overdue]
    enter(case.stage, "records-due", "limited")
    rules = jurisdiction_of(file.application.jurisdiction)
    ready = make_ready(subject, file, due_at, tables, rules, limited=True)
    return [overdue, ReviewLimited(case_number=subject, records_due_on=file.records_due_on), ready]


def on_determination_due(subject: str, due_at: datetime) -> list[Message]:
    """Report that the case was not decided in time (CHP v. WCAB (Margaris), 2016).

    It is decided late.
    """
    return [DeterminationOverdue(case_number=subject, determination_due_at=due_at)]


def on_determination_signed(message: DeterminationSigned, _at: datetime, *, tables: Tables) -> list[Message]:
    """The case is decided: its clocks stop. One that ended before stays so, with a word.

    A correction of an appealed determination leaves it appealed.
    """
    number = message.case_number
    case = case_of(number, tables)
    if "terminated" in {case.stage, case.appeal and case.appeal.end}:
        return [SignedAfterEnd(case_number=number, determination_version=message.determination_version, state=case.stage)]
    if case.appeal is None:
        tables.cases[number] = CaseState(stage="determined")
    if (filed := tables.filed.get(number)) is not None:
        outcomes = {each.item: each.outcome for each in message.decisions}
        tables.filed[number] = filed.model_copy(update={"determined_on": message.decided_on, "outcomes": outcomes})
    stop_clocks(number, tables)
    return []


def stop_clocks(number: str, tables: Tables) -> None:
    """Stop every clock of a case."""
    for clock in (RECORDS_DUE, DETERMINATION_DUE, LATER_DETERMINATION_DUE, FURTHER_RECORDS_DUE):
        tables.timers.pop(f"{number}/{clock}", None)


def make_ready(
    number: str, file: OpenCase, complete_at: datetime, tables: Tables, rules: Jurisdiction, *, limited: bool = False
) -> CaseReadyForReview:
    """Start the decision clocks of a case that can be reviewed (LC 4610.6(d)).

    A drug of the formulary has another clock than the items beside it. *complete_at* is when the
    file was complete or, for a *limited* review, sufficed. The file stays in the state until the
    determination, so that later records can be added to it.
    """
    first, *later = clocks = item_clocks(file.application, DETERMINATION_DUE, complete_at, rules)
    tables.cases[number] = CaseState(stage="limited" if limited else "ready", file=file)
    set_timer(number, DETERMINATION_DUE, first.determination_due_at, tables)
    for each in later:
        set_timer(number, LATER_DETERMINATION_DUE, each.determination_due_at, tables)
    return CaseReadyForReview(
        case_number=number,
        application=file.application,
        received_on=file.received_on,
        assigned_on=file.assigned_on,
        complete_on=rules.local_date(complete_at),
        determination_due_at=first.determination_due_at,
        priority=file.application.priority,
        not_under_review=file.not_under_review,
        clocks=clocks,
    )


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
    """Return the case *number*; raise UnknownCase."""
    if number not in tables.cases:
        raise UnknownCase(number)
    return tables.cases[number]


def set_timer(subject: str, clock: str, due_at: datetime, tables: Tables) -> None:
    """Let *clock* of *subject* run out at *due_at*."""
    tables.timers[f"{subject}/{clock}"] = Timer(clock=clock, subject=subject, due_at=due_at)
