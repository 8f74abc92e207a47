"""Number and screen an application: duplicate, ineligible, waiting for records, or ready."""

from collections.abc import Mapping
from datetime import date, datetime

from jurisdictions.model import Jurisdiction
from schemas.lots import case_number, lot_of_injury
from schemas.message import Message, of_checked
from schemas.messages.application import Application
from schemas.messages.duplicates import DuplicateFound, DuplicateItemsDropped, DuplicateSuspected, ItemMatch
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    Arrival,
    ExpeditedNotCertified,
    Reason,
    RecordsRequested,
    ScreenApplication,
)
from services.intake.case_file import is_complete
from services.intake.clocks.running import DUPLICATE_UNSETTLED, RECORDS_DUE, JurisdictionOf, start
from services.intake.domain.lifecycle.states import Act, State
from services.intake.domain.lifecycle.transitions import enter
from services.intake.eligibility_screen import Screen, is_expedited, reasons_against, screen_application
from services.intake.handlers.asking import ask, facts_to_ask
from services.intake.handlers.clocks import make_ready, start_decision_clocks
from services.intake.handlers.consolidating.proposing import propose
from services.intake.handlers.earlier_receipt import move_receipts
from services.intake.handlers.known_items import KnownItems, earlier_reviews, known_items, put_under_review, without
from services.intake.state import CaseState, Deferred, LastNumber, OpenCase, Screened, Suspected, Tables
from services.intake.translation import notice_variant, refuse_impossible_dates

_STATE_BEFORE: Mapping[Act, State] = {
    "resolve-liability": "deferred",
    "amend-application": "facts-pending",
    "answer-due": "facts-pending",
}
"""The state in which an act lets an application be screened; else it is received."""


def on_screen_application(
    message: ScreenApplication, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Find duplicates, and give an application with other items its number and screen it."""
    if message.submission_id in tables.screened:
        return []
    application = message.application
    rules = jurisdiction_of(application.jurisdiction)
    refuse_impossible_dates(application, rules.local_date(message.received_at))
    known = known_items(application, tables)
    duplicates = tuple(known.certain.values())
    moved = move_receipts(message, duplicates, at, tables, rules)
    if len(duplicates) == len(application.items):
        _mark(message, duplicates[0].case_number, duplicates, tables)
        return [_duplicate_found(message, duplicates), *moved]
    number = next_number(rules.local_date(message.received_at).year, lot_of_injury(application.injured_on), tables)
    _mark(message, number, duplicates, tables)
    left = arrival(message).model_copy(update={"application": without(application, set(known.certain))})
    dropped = (
        [DuplicateItemsDropped(case_number=number, submission_id=message.submission_id, items=duplicates)] if duplicates else []
    )
    return [received(number, message), *dropped, *moved, *_go_on(number, left, known, at, tables, rules)]


def arrival(message: Arrival) -> Arrival:
    """Return the part of *message* that is about the arrival of an application."""
    return of_checked(Arrival, **{name: getattr(message, name) for name in Arrival.model_fields})


def received(number: str, submission: Arrival) -> ApplicationReceived:
    """Return the event that gives *submission* the case number *number*."""
    return ApplicationReceived(
        case_number=number,
        submission_id=submission.submission_id,
        channel=submission.channel,
        received_at=submission.received_at,
        application=submission.application,
    )


def _mark(message: ScreenApplication, number: str, duplicates: tuple[ItemMatch, ...], tables: Tables) -> None:
    found = {each.item: each.case_number for each in duplicates}
    tables.screened[message.submission_id] = Screened(case_number=number, duplicates=found)


def _duplicate_found(message: ScreenApplication, duplicates: tuple[ItemMatch, ...]) -> DuplicateFound:
    return DuplicateFound(
        submission_id=message.submission_id,
        duplicate_of=duplicates[0].case_number,
        items=duplicates,
        submission=arrival(message),
    )


def _go_on(number: str, submission: Arrival, known: KnownItems, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Screen the items that are left, or let them wait for an answer about duplicates.

    The earlier application is considered before the assignment (8 CCR 9792.10.3(a)), so the
    decision clock does not run yet. Where health is in danger (LC 4610.6(d)) nothing waits, and an
    ineligible application need not.
    """
    application, unsure, duplicates = submission.application, known.unsure, tuple(known.certain.values())
    if not unsure or reasons_against(application, rules.local_date(submission.received_at), rules):
        return screen(number, submission, at, tables, rules, duplicates)
    waits = not is_expedited(application, rules)
    due_at = rules.deadline(DUPLICATE_UNSETTLED, at) if waits else None
    suspected = DuplicateSuspected(case_number=number, submission_id=submission.submission_id, items=unsure, settle_by=due_at)
    if due_at is None:
        return [suspected, *screen(number, submission, at, tables, rules, duplicates)]
    put_under_review(number, application, submission.received_at, tables)
    items = tuple(dict.fromkeys(each.item for each in unsure))
    tables.suspected[number] = Suspected(submission=submission, matches=unsure, open=items, dropped=duplicates)
    return [start(number, DUPLICATE_UNSETTLED, at, tables, rules), suspected]


def screen(
    number: str,
    submission: Arrival,
    at: datetime,
    tables: Tables,
    rules: Jurisdiction,
    duplicates: tuple[ItemMatch, ...] = (),
    *,
    act: Act = "screen",
    complete_at: datetime | None = None,
    resolved_at: datetime | None = None,
) -> list[Message]:
    """Return whether the application can be reviewed, and the next step if it can.

    The notice of assignment is given *at* the time of screening, and never backdated: the records
    are due from it (8 CCR 9792.10.4(b), 9792.10.5(a)(1)). *duplicates* are the items that it was
    filed with and that are reviewed in other cases. A file that was complete on receipt, or
    *complete_at* another time, starts its decision clock then, or when a deferral was
    *resolved_at*. Where missing facts decide about the eligibility, the parties are asked first.
    """
    received_on, at = rules.local_date(submission.received_at), max(at, submission.received_at)
    state = _STATE_BEFORE.get(act, "received")
    if state != "facts-pending" and (asked := facts_to_ask(submission, at, rules)):
        tables.cases[number] = CaseState(stage=enter(state, act, "facts-pending"))
        return ask(number, submission, asked, at, tables, rules, duplicates, complete_at, resolved_at)
    found = screen_application(submission.application, received_on, rules)
    if found.verdict.outcome == "ineligible":
        tables.cases[number] = CaseState(stage=enter(state, act, "ineligible"), ended_at=at)
        return [ApplicationFoundIneligible(case_number=number, submission_id=submission.submission_id, reasons=found.reasons)]
    if found.verdict.outcome == "deferred":
        return [_defer(number, submission, found, duplicates, tables, enter(state, act, "deferred"))]
    application = found.application
    put_under_review(number, application, submission.received_at, tables)
    proposals = propose(number, application, tables, rules)
    file = OpenCase(
        application=application,
        received_on=received_on,
        not_under_review=(*duplicate_reasons(submission, duplicates, rules), *found.reasons),
        proposed_with=tuple(each.with_case for each in proposals),
        complete_at=complete_at,
        resolved_at=resolved_at,
        assigned_on=rules.local_date(at),
        records_due_on=_records_due_on(application, at, rules),
    )
    events = [*_found_eligible(number, submission, found, file), *earlier_reviews(number, application, tables), *proposals]
    if is_complete(application):
        enter(state, act, "ready")
        return [*events, *make_ready(number, file, resolved_at or complete_at or submission.received_at, tables, rules)]
    tables.cases[number] = CaseState(stage=enter(state, act, "waiting"), file=file)
    return [*events, *_wait_for_records(number, submission, file, at, tables, rules)]


def _wait_for_records(
    number: str, submission: Arrival, file: OpenCase, at: datetime, tables: Tables, rules: Jurisdiction
) -> list[Message]:
    """Ask for the records; a decision clock from the application does not wait for them."""
    started: list[Message] = [start(number, RECORDS_DUE, at, tables, rules, variant=notice_variant(file.application))]
    if rules.decides_from_application(file.application.utilization_review.denial_served_on):
        started += start_decision_clocks(number, file, submission.received_at, tables, rules)
    return [*started, RecordsRequested(case_number=number, records_due_on=file.records_due_on)]


def _records_due_on(application: Application, at: datetime, rules: Jurisdiction) -> date:
    return rules.local_date(rules.deadline(RECORDS_DUE, at, notice_variant(application)))


def _found_eligible(number: str, submission: Arrival, found: Screen, file: OpenCase) -> list[Message]:
    """Return the finding, and why the review is not expedited although that was asked for."""
    eligible = ApplicationFoundEligible(
        case_number=number,
        submission_id=submission.submission_id,
        assigned_on=file.assigned_on,
        priority=file.application.priority,
        not_under_review=file.not_under_review,
    )
    if found.not_certified is None:
        return [eligible]
    return [eligible, ExpeditedNotCertified(case_number=number, text=found.not_certified)]


def _defer(
    number: str, submission: Arrival, found: Screen, dropped: tuple[ItemMatch, ...], tables: Tables, stage: State
) -> ApplicationDeferred:
    """Keep an application until liability is resolved; no clock runs (8 CCR 9792.10.3(d)).

    Its items are known meanwhile, so that a second application for them is a duplicate.
    """
    put_under_review(number, submission.application, submission.received_at, tables)
    tables.cases[number] = CaseState(stage=stage)
    tables.deferred[number] = Deferred(
        submission_id=submission.submission_id,
        received_at=submission.received_at,
        application=submission.application,
        dropped=dropped,
    )
    return ApplicationDeferred(case_number=number, submission_id=submission.submission_id, reasons=found.reasons)


def duplicate_reasons(submission: Arrival, duplicates: tuple[ItemMatch, ...], rules: Jurisdiction) -> tuple[Reason, ...]:
    """Return the reason against each of *duplicates*, in the jurisdiction's sentence."""
    sentence = rules.eligibility_reason("DUPLICATE", submission.application.utilization_review.denial_served_on).text
    return tuple(
        Reason(
            code="DUPLICATE",
            text=sentence.format(case_number=each.case_number),
            items=(each.item,),
            requests=() if each.request is None else (each.request,),
        )
        for each in duplicates
    )


def next_number(year: int, lot: int, tables: Tables) -> str:
    """The next case number of a year and lot; raises LotFull."""
    key = f"{year}-{lot:03d}"
    running_number = tables.lots[key].running_number + 1 if key in tables.lots else 1
    number = case_number(year, lot, running_number)
    tables.lots[key] = LastNumber(running_number=running_number)
    return number
