"""Take submissions in once, number and screen applications, wait for records, run clocks."""

from collections.abc import Callable
from datetime import date, datetime

from jurisdictions.model import Jurisdiction
from runtime.state.state import Timer
from schemas.lots import case_number, lot_of_injury
from schemas.message import Message
from schemas.messages.application import Application
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    DeterminationOverdue,
    DuplicateFound,
    ReceiveRecords,
    RecordsOverdue,
    RecordsRequested,
    ScreenApplication,
    Submission,
    SubmissionRefused,
    SubmitApplication,
)
from services.intake.channels.errors import NotWaitingForRecords, UnknownCase
from services.intake.channels.file import has_medical_record, with_records
from services.intake.domain.duplicates import KnownItem, case_reviewing
from services.intake.state import Accepted, CaseRecord, Dispute, LastNumber, Screened, Tables, WaitingFile
from services.intake.translation import clock_variant, disputed, keys_of, reasons_against, refuse_impossible_dates

JurisdictionOf = Callable[[str], Jurisdiction]

RECORDS_DUE = "records-due"
DETERMINATION_DUE = "determination-due"


def on_submit_application(message: SubmitApplication, _at: datetime, *, tables: Tables) -> list[Message]:
    """Send a new submission on to its lot; refuse another body under the same key."""
    accepted = tables.submissions.get(message.submission_id)
    if accepted is None:
        tables.submissions[message.submission_id] = Accepted(body_digest=message.body_digest)
        return [ScreenApplication.model_validate({name: getattr(message, name) for name in Submission.model_fields})]
    if accepted.body_digest == message.body_digest:
        return []
    return [
        SubmissionRefused(
            submission_id=message.submission_id, body_digest=message.body_digest, accepted_digest=accepted.body_digest
        )
    ]


def on_screen_application(
    message: ScreenApplication, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Find a duplicate, or give the application its number and screen it."""
    if message.submission_id in tables.screened:
        return []
    application = message.application
    rules = jurisdiction_of(application.jurisdiction)
    received_on = rules.local_date(message.received_at)
    refuse_impossible_dates(application, received_on)
    duplicate_of = _duplicate_of(application, tables)
    if duplicate_of is not None:
        tables.screened[message.submission_id] = Screened(case_number=duplicate_of)
        return [DuplicateFound(submission_id=message.submission_id, duplicate_of=duplicate_of)]
    number = _next_number(received_on.year, lot_of_injury(application.injured_on), tables)
    tables.screened[message.submission_id] = Screened(case_number=number)
    received = ApplicationReceived(
        case_number=number,
        submission_id=message.submission_id,
        channel=message.channel,
        received_at=message.received_at,
        application=application,
    )
    return [received, *_screen(number, message, received_on, tables, rules)]


def on_receive_records(message: ReceiveRecords, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Add papers and facts to a waiting case file; with medical records the case is ready."""
    case = _case(message.case_number, tables)
    if case.file is None:
        raise NotWaitingForRecords(message.case_number, case.stage)
    application = with_records(case.file.application, message)
    file = case.file.model_copy(update={"application": application})
    if not has_medical_record(application):
        tables.cases[message.case_number] = CaseRecord(stage="waiting", file=file)
        return []
    tables.timers.pop(f"{message.case_number}/{RECORDS_DUE}", None)
    rules = jurisdiction_of(application.jurisdiction)
    return [_ready(message.case_number, file, message.received_at, tables, rules)]


def on_determination_signed(message: DeterminationSigned, _at: datetime, *, tables: Tables) -> list[Message]:
    """The case is decided: its clocks stop."""
    _case(message.case_number, tables)
    tables.cases[message.case_number] = CaseRecord(stage="determined")
    for clock in (RECORDS_DUE, DETERMINATION_DUE):
        tables.timers.pop(f"{message.case_number}/{clock}", None)
    return []


def on_records_due(subject: str, _due_at: datetime, *, tables: Tables) -> list[Message]:
    """The records of the case *subject* did not come in time; it goes on waiting."""
    file = _case(subject, tables).file
    return [RecordsOverdue(case_number=subject, records_due_on=file.records_due_on)] if file else []


def on_determination_due(subject: str, due_at: datetime) -> list[Message]:
    """Report that the case was not decided in time (CHP v. WCAB (Margaris), 2016).

    It is decided late.
    """
    return [DeterminationOverdue(case_number=subject, determination_due_at=due_at)]


def _screen(number: str, message: ScreenApplication, received_on: date, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Return whether the application can be reviewed, and the next step if it can."""
    application = message.application
    reasons = reasons_against(application, received_on, rules)
    if reasons:
        tables.cases[number] = CaseRecord(stage="ineligible")
        return [ApplicationFoundIneligible(case_number=number, submission_id=message.submission_id, reasons=reasons)]
    _put_under_review(number, application, tables)
    # Screening takes no time, so the notice goes out on the day of receipt, within the one working day of 8 CCR 9792.10.4(b).
    records_due_at = rules.deadline(RECORDS_DUE, message.received_at, clock_variant(application))
    file = WaitingFile(
        application=application,
        received_on=received_on,
        assigned_on=received_on,
        records_due_on=rules.local_date(records_due_at),
    )
    eligible = ApplicationFoundEligible(case_number=number, submission_id=message.submission_id, assigned_on=received_on)
    if has_medical_record(application):
        return [eligible, _ready(number, file, message.received_at, tables, rules)]
    tables.cases[number] = CaseRecord(stage="waiting", file=file)
    _set_timer(number, RECORDS_DUE, records_due_at, tables)
    return [eligible, RecordsRequested(case_number=number, records_due_on=file.records_due_on)]


def _ready(number: str, file: WaitingFile, complete_at: datetime, tables: Tables, rules: Jurisdiction) -> CaseReadyForReview:
    """Start the decision clock of a case whose file is complete (LC 4610.6(d))."""
    due_at = rules.deadline(DETERMINATION_DUE, complete_at, clock_variant(file.application))
    tables.cases[number] = CaseRecord(stage="ready")
    _set_timer(number, DETERMINATION_DUE, due_at, tables)
    return CaseReadyForReview(
        case_number=number,
        application=file.application,
        received_on=file.received_on,
        assigned_on=file.assigned_on,
        complete_on=rules.local_date(complete_at),
        determination_due_at=due_at,
    )


def _duplicate_of(application: Application, tables: Tables) -> str | None:
    """Return the first item's case if every item is under review already.

    An ineligible application puts no item under review.
    """
    known = [known for key in keys_of(application) for known in tables.disputes.get(key, Dispute()).items]
    cases = [case_reviewing(disputed(item), application.employee.born_on, known) for item in application.items]
    return None if None in cases else cases[0]


def _put_under_review(number: str, application: Application, tables: Tables) -> None:
    """Keep the items of a case, so that a second application for them is recognised."""
    items = tuple(KnownItem(disputed(item), application.employee.born_on, number) for item in application.items)
    for key in keys_of(application):
        tables.disputes[key] = Dispute(items=(*tables.disputes.get(key, Dispute()).items, *items))


def _next_number(year: int, lot: int, tables: Tables) -> str:
    """The next case number of a year and lot; raises LotFull."""
    key = f"{year}-{lot:03d}"
    running_number = tables.lots[key].running_number + 1 if key in tables.lots else 1
    number = case_number(year, lot, running_number)
    tables.lots[key] = LastNumber(running_number=running_number)
    return number


def _case(number: str, tables: Tables) -> CaseRecord:
    if number not in tables.cases:
        raise UnknownCase(number)
    return tables.cases[number]


def _set_timer(subject: str, clock: str, due_at: datetime, tables: Tables) -> None:
    tables.timers[f"{subject}/{clock}"] = Timer(clock=clock, subject=subject, due_at=due_at)
