"""Medical records: taken in at any time, and brought to the reviewer until a signature."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.application import Application, Document, Fact
from schemas.messages.intake import ReceiveRecords
from schemas.messages.lifecycle import CaseFileChanged, KeptBecause, RecordsAdded, RecordsKept, ReviewLimited
from services.intake.case_file import is_complete, suffices, with_records
from services.intake.domain.lifecycle import IN_REVIEW, State, enter
from services.intake.errors import DocumentIdTaken, UnknownDocument, UnknownItem
from services.intake.handlers.clocks import RECORDS_DUE, JurisdictionOf, case_of, make_ready
from services.intake.refusals import refused
from services.intake.state import CaseState, OpenCase, Suspected, Tables


def on_receive_records(message: ReceiveRecords, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Add papers and facts to the case file, or keep them once the review has ended.

    Records that do not fit the file are refused as a whole. Papers on file already change nothing.
    """
    number = message.case_number
    if (suspected := tables.suspected.get(number)) is not None:
        return _while_suspected(message, suspected, tables)
    case = case_of(number, tables)
    if case.file is None:
        return [_kept(message, case.stage, "no-file-held" if case.stage in IN_REVIEW else "review-ended")]
    application = _with(message, case.file.application, case.stage)
    if not isinstance(application, Application):
        return [application]
    added = _added(message, case.file.application, application)
    file = case.file.model_copy(update={"application": application})
    rules = jurisdiction_of(application.jurisdiction)
    return [added, *_go_on(message, _state_now(case, number, tables), file, tables, rules)]


def _with(message: ReceiveRecords, before: Application, state: State) -> Application | Message:
    """Return the file *before* with the records, or the event by which they change nothing."""
    try:
        application = with_records(before, message)
    except (UnknownItem, UnknownDocument, DocumentIdTaken) as error:
        return refused(message, message.case_number, state, error.code, str(error), message.actor)
    except ValidationError:
        text = "The file would have more papers or facts than a case can have."
        return refused(message, message.case_number, state, "file-too-large", text, message.actor)
    return _kept(message, state, "already-on-file") if application == before else application


def _while_suspected(message: ReceiveRecords, suspected: Suspected, tables: Tables) -> list[Message]:
    """Add records to a case that waits for an answer about duplicates; it is screened later."""
    before = suspected.submission.application
    application = _with(message, before, "received")
    if not isinstance(application, Application):
        return [application]
    submission = suspected.submission.model_copy(update={"application": application})
    tables.suspected[message.case_number] = suspected.model_copy(update={"submission": submission})
    return [_added(message, before, application)]


def _go_on(message: ReceiveRecords, state: State, file: OpenCase, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Return the events after the records: a review begins, or goes on with them."""
    number, application = message.case_number, file.application
    if state in IN_REVIEW:
        then: State = "ready" if is_complete(application) else state
        tables.cases[number] = CaseState(stage=enter(state, "receive-records", then), file=file)
        return [case_file_changed(number, file)]
    if is_complete(application):
        tables.timers.pop(f"{number}/{RECORDS_DUE}", None)
        enter(state, "receive-records", "ready")
        return [make_ready(number, file, message.received_at, tables, rules)]
    if state == "overdue" and suffices(application):
        enter(state, "receive-records", "limited")
        limited = ReviewLimited(case_number=number, records_due_on=file.records_due_on)
        return [limited, make_ready(number, file, message.received_at, tables, rules, limited=True)]
    tables.cases[number] = CaseState(stage=enter(state, "receive-records", state), file=file)
    return []


def case_file_changed(number: str, file: OpenCase) -> CaseFileChanged:
    """Return the event that brings the whole file to the reviewer."""
    return CaseFileChanged(
        case_number=number,
        because="records",
        application=file.application,
        received_on=file.received_on,
        assigned_on=file.assigned_on,
        priority=file.application.priority,
        not_under_review=file.not_under_review,
    )


def _state_now(case: CaseState, number: str, tables: Tables) -> State:
    """Return the state of the case; one that waits without a clock is overdue.

    Earlier versions let it wait so.
    """
    return "overdue" if case.stage == "waiting" and f"{number}/{RECORDS_DUE}" not in tables.timers else case.stage


def _added(message: ReceiveRecords, before: Application, after: Application) -> RecordsAdded:
    """Return the event with the papers and facts that are new on the file."""
    documents: tuple[Document, ...] = tuple(each for each in after.documents if each not in before.documents)
    facts: dict[int, tuple[Fact, ...]] = {
        item.number: item.facts[len(old.facts) :]
        for old, item in zip(before.items, after.items, strict=True)
        if len(item.facts) > len(old.facts)
    }
    return RecordsAdded(**_records(message), documents=documents, facts=facts)


def _kept(message: ReceiveRecords, state: State, because: KeptBecause) -> RecordsKept:
    return RecordsKept(**_records(message), documents=message.documents, facts=message.facts, because=because, state=state)


def _records(message: ReceiveRecords) -> dict[str, Any]:
    names = ("case_number", "sent_by", "received_at", "actor", "reason")
    return {name: getattr(message, name) for name in names}
