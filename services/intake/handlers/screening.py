"""Number and screen an application: duplicate, ineligible, waiting for records, or ready."""

from collections.abc import Iterator
from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.lots import case_number, lot_of_injury
from schemas.message import Message
from schemas.messages.application import Application
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    DuplicateFound,
    ExpeditedNotCertified,
    RecordsRequested,
    ScreenApplication,
)
from services.intake.case_file import is_complete
from services.intake.domain.duplicates import KnownItem, case_reviewing, short_key
from services.intake.domain.lifecycle import enter
from services.intake.eligibility_screen import Screen, in_dispute, screen_application
from services.intake.handlers.clocks import RECORDS_DUE, JurisdictionOf, make_ready, set_timer
from services.intake.state import CaseState, Deferred, Dispute, LastNumber, OpenCase, Screened, Tables, UnderReview
from services.intake.translation import disputed, keys_of, notice_variant, refuse_impossible_dates


def on_screen_application(
    message: ScreenApplication, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
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
    return [received, *_screen(number, message, max(at, message.received_at), tables, rules)]


def _screen(number: str, message: ScreenApplication, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Return whether the application can be reviewed, and the next step if it can.

    The notice of assignment is given *at* the time of screening, and never backdated: the records
    are due from it (8 CCR 9792.10.4(b), 9792.10.5(a)(1)).
    """
    received_on = rules.local_date(message.received_at)
    screen = screen_application(message.application, received_on, rules)
    if screen.verdict.outcome == "ineligible":
        tables.cases[number] = CaseState(stage=enter("received", "screen", "ineligible"))
        return [ApplicationFoundIneligible(case_number=number, submission_id=message.submission_id, reasons=screen.reasons)]
    if screen.verdict.outcome == "deferred":
        return [_defer(number, message, screen, tables)]
    application = screen.application
    _put_under_review(number, application, tables)
    notice_on = rules.local_date(at)
    records_due_at = rules.deadline(RECORDS_DUE, at, notice_variant(application))
    file = OpenCase(
        application=application,
        received_on=received_on,
        assigned_on=notice_on,
        records_due_on=rules.local_date(records_due_at),
        not_under_review=screen.reasons,
    )
    eligible: list[Message] = [
        ApplicationFoundEligible(
            case_number=number,
            submission_id=message.submission_id,
            assigned_on=notice_on,
            priority=application.priority,
            not_under_review=screen.reasons,
        )
    ]
    if screen.not_certified is not None:
        eligible.append(ExpeditedNotCertified(case_number=number, text=screen.not_certified))
    if is_complete(application):
        enter("received", "screen", "ready")
        return [*eligible, make_ready(number, file, message.received_at, tables, rules)]
    tables.cases[number] = CaseState(stage=enter("received", "screen", "waiting"), file=file)
    set_timer(number, RECORDS_DUE, records_due_at, tables)
    return [*eligible, RecordsRequested(case_number=number, records_due_on=file.records_due_on)]


def _defer(number: str, message: ScreenApplication, screen: Screen, tables: Tables) -> ApplicationDeferred:
    """Keep an application until liability is resolved; no clock runs (8 CCR 9792.10.3(d))."""
    tables.cases[number] = CaseState(stage=enter("received", "screen", "deferred"))
    tables.deferred[number] = Deferred(
        submission_id=message.submission_id, received_at=message.received_at, application=message.application
    )
    return ApplicationDeferred(case_number=number, submission_id=message.submission_id, reasons=screen.reasons)


def _duplicate_of(application: Application, tables: Tables) -> str | None:
    """Return the first item's case if every item is under review already.

    An ineligible application puts no item under review.
    """
    known = [known for key in keys_of(application) for known in _known(key, tables)]
    cases = [case_reviewing(disputed(item), application.employee.born_on, known) for item in application.items]
    return None if None in cases else cases[0]


def _known(key: str, tables: Tables) -> Iterator[KnownItem]:
    """Yield the items of the dispute under *key*, also if an earlier version kept them."""
    yield from tables.disputes.get(key, Dispute()).items
    for number in tables.disputes.get(short_key(key), Dispute()).cases:
        case = tables.under_review[number]
        yield from (KnownItem(item, case.born_on, number) for item in case.items)


def _put_under_review(number: str, application: Application, tables: Tables) -> None:
    """Keep the items of a case, so that a second application for them is recognised."""
    items = tuple(disputed(item) for item in application.items if in_dispute(item))
    tables.under_review[number] = UnderReview(items=items, born_on=application.employee.born_on)
    for key in map(short_key, keys_of(application)):
        tables.disputes[key] = Dispute(cases=(*tables.disputes.get(key, Dispute()).cases, number))


def _next_number(year: int, lot: int, tables: Tables) -> str:
    """The next case number of a year and lot; raises LotFull."""
    key = f"{year}-{lot:03d}"
    running_number = tables.lots[key].running_number + 1 if key in tables.lots else 1
    number = case_number(year, lot, running_number)
    tables.lots[key] = LastNumber(running_number=running_number)
    return number
