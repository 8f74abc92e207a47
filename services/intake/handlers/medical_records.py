"""Medical records: taken in at any time, and brought to the reviewer until a signature."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.application import Application, Document, Fact
from schemas.messages.intake import ReceiveRecords
from schemas.messages.lifecycle import (
    AnswerRequest,
    CaseRequestRefused,
    InformationAnswered,
    KeptBecause,
    RecordsAdded,
    RecordsKept,
    ReviewLimited,
)
from services.intake.case_file import is_complete, suffices, with_records
from services.intake.clocks.running import JurisdictionOf
from services.intake.domain.lifecycle.states import IN_REVIEW, State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.errors import DocumentIdTaken, UnknownDocument, UnknownItem
from services.intake.handlers.clocks import case_file_changed, case_of, make_ready, state_now
from services.intake.handlers.information import go_on
from services.intake.refusals import not_allowed, refused
from services.intake.state import CaseState, Deferred, OpenCase, Questioned, Suspected, Tables


def on_receive_records(message: ReceiveRecords, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Add papers and facts to the case file, or keep them once the review has ended.

    Records that do not fit the file are refused as a whole. Papers on file already change nothing.
    """
    number = message.case_number
    if (events := _before_the_screen(message, tables)) is not None:
        return events
    case = case_of(number, tables)
    if case.file is None:
        return [_kept(message, case.stage, "no-file-held" if case.stage in IN_REVIEW else "review-ended")]
    state = state_now(number, tables)
    application = _merged(message, state, case.file.application)
    if isinstance(application, CaseRequestRefused):
        return [application]
    if application == case.file.application:
        return [_kept(message, state, "already-on-file")]
    added = _added(message, case.file.application, application)
    file = case.file.model_copy(update={"application": application})
    rules = jurisdiction_of(application.jurisdiction)
    return [added, *_go_on(message, state, file, tables, rules)]


def on_answer_request(message: AnswerRequest, _at: datetime, *, tables: Tables) -> list[Message]:
    """Take the answer to the reviewer's request, in papers or in words; the review goes on."""
    number = message.case_number
    case = case_of(number, tables)
    if case.file is None or not allows(case.stage, "answer-request"):
        return [not_allowed(message, case.stage)]
    application = _merged(message, case.stage, case.file.application)
    if isinstance(application, CaseRequestRefused):
        return [application]
    file = case.file.model_copy(update={"application": application})
    file, stopped = go_on(number, case.stage, "answer-request", file, message.acted_at, tables)
    answered = _answered(message, message.acted_at)
    if application == case.file.application:
        return [*stopped, answered]
    return [*stopped, answered, _added(message, case.file.application, application), case_file_changed(number, "records", file)]


def _before_the_screen(message: ReceiveRecords, tables: Tables) -> list[Message] | None:
    """Add records to an application that waits for its screen; None if it does not."""
    number = message.case_number
    if (suspected := tables.suspected.get(number)) is not None:
        return _while_suspected(message, suspected, tables)
    if (deferred := tables.deferred.get(number)) is not None:
        return _while_deferred(message, deferred, tables)
    if (questioned := tables.questioned.get(number)) is not None:
        return _while_questioned(message, questioned, tables)
    return None


def _while_suspected(message: ReceiveRecords, suspected: Suspected, tables: Tables) -> list[Message]:
    """Add records to a case that waits for an answer about duplicates; it is screened later."""

    def keep(application: Application) -> None:
        submission = suspected.submission.model_copy(update={"application": application})
        tables.suspected[message.case_number] = suspected.model_copy(update={"submission": submission})

    return _before_review(message, "received", suspected.submission.application, keep)


def _while_deferred(message: ReceiveRecords, deferred: Deferred, tables: Tables) -> list[Message]:
    """Add records to an application that waits for the end of another dispute."""

    def keep(application: Application) -> None:
        tables.deferred[message.case_number] = deferred.model_copy(update={"application": application})

    return _before_review(message, "deferred", deferred.application, keep)


def _while_questioned(message: ReceiveRecords, questioned: Questioned, tables: Tables) -> list[Message]:
    """Add records to an application that waits for facts about its eligibility."""

    def keep(application: Application) -> None:
        submission = questioned.submission.model_copy(update={"application": application})
        tables.questioned[message.case_number] = questioned.model_copy(update={"submission": submission})

    return _before_review(message, "facts-pending", questioned.submission.application, keep)


def _before_review(
    message: ReceiveRecords, state: State, before: Application, keep: Callable[[Application], None]
) -> list[Message]:
    """Add records to an application without a file yet, and *keep* it if they are new to it."""
    application = _merged(message, state, before)
    if isinstance(application, CaseRequestRefused):
        return [application]
    if application == before:
        return [_kept(message, state, "already-on-file")]
    keep(application)
    return [_added(message, before, application)]


def _to_a_deferred_review(message: ReceiveRecords, file: OpenCase, tables: Tables) -> list[Message]:
    """Keep records with the file; they answer the reviewer, whose view changes with them."""
    number, case = message.case_number, tables.cases[message.case_number]
    answered = [_answered(message, message.received_at)] if file.asked else []
    file = file.model_copy(update={"asked": ()})
    tables.cases[number] = case.model_copy(update={"stage": enter(case.stage, "receive-records", case.stage), "file": file})
    return [*answered, *([case_file_changed(number, "records", file)] if case.deferred_from in IN_REVIEW else ())]


def _go_on(message: ReceiveRecords, state: State, file: OpenCase, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Return the events after the records: a review begins, or goes on with them."""
    number, application = message.case_number, file.application
    if state == "deferred":
        return _to_a_deferred_review(message, file, tables)
    if state == "information-pending":
        _, stopped = go_on(number, state, "receive-records", file, message.received_at, tables)
        return [*stopped, _answered(message, message.received_at), case_file_changed(number, "records", file)]
    if state in IN_REVIEW:
        then: State = "ready" if is_complete(application) and state != "remanded" else state
        tables.cases[number] = CaseState(stage=enter(state, "receive-records", then), file=file)
        return [case_file_changed(number, "records", file)]
    if is_complete(application):
        enter(state, "receive-records", "ready")
        return make_ready(number, file, message.received_at, tables, rules)
    if state == "overdue" and suffices(application):
        enter(state, "receive-records", "limited")
        limited = ReviewLimited(case_number=number, records_due_on=file.records_due_on)
        return [limited, *make_ready(number, file, message.received_at, tables, rules, limited=True)]
    tables.cases[number] = CaseState(stage=enter(state, "receive-records", state), file=file)
    return []


def _merged(message: ReceiveRecords | AnswerRequest, state: State, before: Application) -> Application | CaseRequestRefused:
    """Return the application with the papers and facts of *message*, or why they do not fit."""
    try:
        return with_records(before, message)
    except (UnknownItem, UnknownDocument, DocumentIdTaken) as error:
        return refused(message, state, error.code, str(error))
    except ValidationError:
        return refused(message, state, "file-too-large", "The file would have more papers or facts than a case can have.")


def _answered(message: ReceiveRecords | AnswerRequest, at: datetime) -> InformationAnswered:
    who = {name: getattr(message, name) for name in ("case_number", "sent_by", "actor", "reason")}
    return InformationAnswered(**who, answered_at=at)


def _added(message: ReceiveRecords | AnswerRequest, before: Application, after: Application) -> RecordsAdded:
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


def _records(message: ReceiveRecords | AnswerRequest) -> dict[str, Any]:
    names = ("case_number", "sent_by", "actor", "reason")
    at = message.received_at if isinstance(message, ReceiveRecords) else message.acted_at
    return {**{name: getattr(message, name) for name in names}, "received_at": at}
