"""Information that the reviewer lacks: asked of the parties, and overdue.

`medical_records` takes the answer.
"""

from datetime import datetime

from schemas.message import Message
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.lifecycle import InformationOverdue, InformationRequested
from schemas.messages.seats import CaseReturned
from services.intake.case_file import is_complete
from services.intake.clocks.deadlines import missed
from services.intake.clocks.running import FURTHER_RECORDS_DUE, JurisdictionOf, start, stop
from services.intake.domain.lifecycle.states import Act, State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.handlers.clocks import case_of
from services.intake.state import CaseState, OpenCase, Tables


def on_case_returned(message: CaseReturned, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Ask the parties for the information that the reviewer misses, each time anew.

    They have five business days, or one day if expedited (8 CCR 9792.10.5). A case that goes to
    another reviewer waits for nothing.
    """
    number = message.case_number
    case = case_of(number, tables)
    if message.reassign or case.file is None or not allows(case.stage, "case-returned"):
        return []
    rules = jurisdiction_of(case.file.application.jurisdiction)
    started = start(number, FURTHER_RECORDS_DUE, at, tables, rules, variant=case.file.application.priority)
    file = case.file.model_copy(update={"asked": (*case.file.asked, *message.missing)})
    tables.cases[number] = CaseState(stage=enter(case.stage, "case-returned", "information-pending"), file=file)
    asked = InformationRequested(
        case_number=number,
        asked=message.missing,
        explanation=message.explanation,
        answer_due_at=rules.deadline(FURTHER_RECORDS_DUE, at, case.file.application.priority),
    )
    return [started, asked]


def on_further_records_due(subject: str, due_at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """No party answered in time: the reviewer decides on the papers on file."""
    case = case_of(subject, tables)
    if case.file is None or not allows(case.stage, "further-records-due"):
        return []
    late = missed(subject, due_at, FURTHER_RECORDS_DUE, tables, jurisdiction_of)
    if late is None:
        return []
    _, stopped = go_on(subject, case.stage, "further-records-due", case.file, due_at, tables)
    return [late, *stopped, InformationOverdue(case_number=subject, asked=case.file.asked, answer_due_at=due_at)]


def go_on(number: str, state: State, act: Act, file: OpenCase, at: datetime, tables: Tables) -> tuple[OpenCase, list[ClockChanged]]:
    """Return the file of a case whose review goes on, and the end of the request's clock."""
    because = "no answer came" if act == "further-records-due" else "the request is answered"
    stopped = stop(number, at, because, tables, [FURTHER_RECORDS_DUE])
    file = file.model_copy(update={"asked": ()})
    then: State = "remanded" if file.set_aside else "ready" if is_complete(file.application) else "limited"
    tables.cases[number] = CaseState(stage=enter(state, act, then), file=file)
    return file, stopped
