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
    ItemClock,
    RecordsOverdue,
)
from services.intake.errors import UnknownCase
from services.intake.state import CaseState, Tables, WaitingCase
from services.intake.translation import clock_variant

JurisdictionOf = Callable[[str], Jurisdiction]
RECORDS_DUE = "records-due"
DETERMINATION_DUE = "determination-due"


def on_records_due(subject: str, _due_at: datetime, *, tables: Tables) -> list[Message]:
    """The records of the case *subject* did not come in time; it goes on waiting."""
    file = case_of(subject, tables).file
    return [RecordsOverdue(case_number=subject, records_due_on=file.records_due_on)] if file else []


def on_determination_due(subject: str, due_at: datetime) -> list[Message]:
    """Report that the case was not decided in time (CHP v. WCAB (Margaris), 2016).

    It is decided late.
    """
    return [DeterminationOverdue(case_number=subject, determination_due_at=due_at)]


def on_determination_signed(message: DeterminationSigned, _at: datetime, *, tables: Tables) -> list[Message]:
    """The case is decided: its clocks stop."""
    case_of(message.case_number, tables)
    tables.cases[message.case_number] = CaseState(stage="determined")
    for clock in (RECORDS_DUE, DETERMINATION_DUE):
        tables.timers.pop(f"{message.case_number}/{clock}", None)
    return []


def make_ready(number: str, file: WaitingCase, complete_at: datetime, tables: Tables, rules: Jurisdiction) -> CaseReadyForReview:
    """Start the decision clock of a case whose file is complete (LC 4610.6(d))."""
    due_at = rules.deadline(DETERMINATION_DUE, complete_at, clock_variant(file.application))
    tables.cases[number] = CaseState(stage="ready")
    set_timer(number, DETERMINATION_DUE, due_at, tables)
    return CaseReadyForReview(
        case_number=number,
        application=file.application,
        received_on=file.received_on,
        assigned_on=file.assigned_on,
        complete_on=rules.local_date(complete_at),
        determination_due_at=due_at,
        priority=file.application.priority,
        not_under_review=(),
        clocks=(ItemClock(items=tuple(item.number for item in file.application.items), determination_due_at=due_at),),
    )


def case_of(number: str, tables: Tables) -> CaseState:
    """Return the case *number*; raise UnknownCase."""
    if number not in tables.cases:
        raise UnknownCase(number)
    return tables.cases[number]


def set_timer(subject: str, clock: str, due_at: datetime, tables: Tables) -> None:
    """Let *clock* of *subject* run out at *due_at*."""
    tables.timers[f"{subject}/{clock}"] = Timer(clock=clock, subject=subject, due_at=due_at)
