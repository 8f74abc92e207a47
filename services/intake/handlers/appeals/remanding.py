"""An order to review a case anew: by another reviewer, with a new clock (LC 4610.6(i))."""

from datetime import date, datetime

from jurisdictions.model import Jurisdiction
from schemas.lots import lot_of_case, lot_of_injury
from schemas.message import Message
from schemas.messages.acts.remand import CaseRemanded, RemandCase
from schemas.messages.intake import ApplicationFoundEligible, Reason, RecordsRequested
from schemas.messages.lifecycle import CaseRequestRefused
from services.intake.case_file import is_complete
from services.intake.clocks.implementation import forget
from services.intake.clocks.running import RECORDS_DUE, JurisdictionOf, start
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.eligibility_screen import screen_application
from services.intake.handlers.appeals.appealing import decided_petition
from services.intake.handlers.appeals.reviewed_elsewhere import opened_by_order
from services.intake.handlers.clocks import case_of, make_ready
from services.intake.handlers.known_items import put_under_review
from services.intake.refusals import not_allowed, refused, unchanged
from services.intake.state import Appeal, CaseState, OpenCase, Tables
from services.intake.translation import notice_variant


def on_remand_case(message: RemandCase, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Open the review anew, once, with the file of the former one and all that came since.

    Of a determination, the decision clock runs from the order's arrival. An application that was
    found ineligible, or whose review was terminated, is eligible by order.
    """
    number = message.case_number
    case = case_of(number, tables)
    if case.file is not None and case.file.set_aside is not None:
        return [unchanged(message, case.stage, "The review goes on anew already.")]
    if case.appeal is None or not allows(case.stage, "remand-case"):
        return [not_allowed(message, case.stage)]
    rules = jurisdiction_of(message.former.application.jurisdiction)
    today = rules.local_date(message.acted_at)
    appeal = decided_petition(message, message.ordered_on, today, case)
    if isinstance(appeal, CaseRequestRefused):
        return [appeal]
    if lot_of_injury(message.former.application.injured_on) != lot_of_case(number):
        return [refused(message, case.stage, "other-file", "The file is that of another case.")]
    if appeal.end == "determined":
        enter(case.stage, "remand-case", "remanded")
        file = _file(message, today, at, rules, message.former.not_under_review)
        put_under_review(number, file.application, message.former.received_at, tables)
        return [_remanded(message, appeal, rules), *forget(number, at, tables), *make_ready(number, file, at, tables, rules)]
    return _opened(message, appeal, at, tables, rules)


def _opened(message: RemandCase, appeal: Appeal, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Open an application without a determination, unless all its items were opened before."""
    opened, elsewhere = opened_by_order(message.case_number, message.former, tables, rules)
    if not opened.items:
        return [refused(message, "appealed", "reviewed-elsewhere", f"Nothing is left to review here. {elsewhere[0].text}")]
    former = message.former.model_copy(update={"application": opened})
    message = message.model_copy(update={"former": former})
    return [_remanded(message, appeal, rules), *_eligible_by_order(message, elsewhere, at, tables, rules)]


def _remanded(message: RemandCase, appeal: Appeal, rules: Jurisdiction) -> CaseRemanded:
    return CaseRemanded(
        case_number=message.case_number,
        against=appeal.end,
        petitioner=appeal.petitioner,
        ordered_on=message.ordered_on,
        ground=message.ground,
        facts=message.facts,
        application=message.former.application,
        received_on=rules.local_date(message.former.received_at),
        determination_version=message.former.determination_version,
        reviewers=message.former.reviewers,
        left_out=message.former.left_out,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )


def _eligible_by_order(
    message: RemandCase, elsewhere: tuple[Reason, ...], at: datetime, tables: Tables, rules: Jurisdiction
) -> list[Message]:
    """Return the events of an application that the court found eligible.

    Reasons against single items stand, as those against items that are reviewed *elsewhere*;
    reasons against the whole of it do not.
    """
    number, former = message.case_number, message.former
    today = rules.local_date(at)
    found = screen_application(former.application, rules.local_date(former.received_at), rules)
    is_eligible = found.verdict.outcome == "eligible"
    reasons = (*elsewhere, *found.reasons) if is_eligible else elsewhere
    file = _file(message, today, at, rules, reasons)
    if is_eligible:
        file = file.model_copy(update={"application": found.application})
    put_under_review(number, file.application, former.received_at, tables)
    eligible = ApplicationFoundEligible(
        case_number=number,
        submission_id=former.submission_id,
        assigned_on=today,
        priority=file.application.priority,
        not_under_review=file.not_under_review,
    )
    if is_complete(file.application):
        enter("appealed", "remand-case", "ready")
        return [eligible, *make_ready(number, file, at, tables, rules)]
    tables.cases[number] = CaseState(stage=enter("appealed", "remand-case", "waiting"), file=file)
    clock = start(number, RECORDS_DUE, at, tables, rules, variant=notice_variant(file.application))
    return [eligible, clock, RecordsRequested(case_number=number, records_due_on=file.records_due_on)]


def _file(message: RemandCase, today: date, at: datetime, rules: Jurisdiction, reasons: tuple[Reason, ...]) -> OpenCase:
    application = message.former.application
    return OpenCase(
        application=application,
        received_on=rules.local_date(message.former.received_at),
        assigned_on=today,
        records_due_on=rules.local_date(rules.deadline(RECORDS_DUE, at, notice_variant(application))),
        not_under_review=reasons,
        set_aside=message.former.determination_version,
    )
