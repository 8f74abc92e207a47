"""Handle people's reports on a service: proof of it, or returned mail."""

from collections.abc import Sequence
from datetime import date, datetime

from schemas.message import Event
from schemas.messages.letters import ConfirmService, LetterReturned, ReportReturnedMail
from services.letters.context import Context
from services.letters.domain.service_status import day_cannot_be, may_be_confirmed, may_come_back
from services.letters.handlers.serving.perform import about, letter_served
from services.letters.refusals import refuse
from services.letters.state import NO_NOTICES, ServiceOnParty


def on_confirm_service(command: ConfirmService, at: datetime, *, context: Context) -> Sequence[Event]:
    """Accept a person's report as proof of the service."""
    service = context.services.get(command.service_id)
    if service is None or service.case_number != command.case_number:
        return refuse(command, "NO_SUCH_SERVICE", f"this case has no service {command.service_id}")
    if not may_be_confirmed(service.status):
        text = f"{command.service_id} is {service.status}; it cannot be confirmed"
        return refuse(command, "NOTHING_TO_CONFIRM", text)
    if wrong := _wrong_day(command.served_on, at, service, context):
        return refuse(command, "IMPOSSIBLE_DAY", wrong)
    service = service.model_copy(update={"status": "served"})
    context.services[command.service_id] = service
    rules = context.maker.jurisdiction(service.jurisdiction)
    return [letter_served(command.service_id, service, command.served_on, command.proof, command.actor, rules)]


def on_report_returned_mail(command: ReportReturnedMail, at: datetime, *, context: Context) -> Sequence[Event]:
    """Mark the party as not served, even if service was presumed."""
    service = context.services.get(command.service_id)
    if service is None or service.case_number != command.case_number:
        return refuse(command, "NO_SUCH_SERVICE", f"this case has no service {command.service_id}")
    if not may_come_back(service.status):
        text = f"{command.service_id} is {service.status}; it cannot have come back"
        return refuse(command, "NOTHING_TO_RETURN", text)
    if wrong := _wrong_day(command.returned_on, at, service, context):
        return refuse(command, "IMPOSSIBLE_DAY", wrong)
    service = service.model_copy(update={"status": "returned"})
    context.services[command.service_id] = service
    return [LetterReturned(**about(command.service_id, service), returned_on=command.returned_on, reason=command.reason)]


def _wrong_day(day: date, at: datetime, service: ServiceOnParty, context: Context) -> str | None:
    """Return why *day* cannot be that of a report written *at* an instant, or None."""
    today = context.maker.jurisdiction(service.jurisdiction).local_date(at)
    if service.notice is not None:
        issued = context.notices.get(service.case_number, NO_NOTICES).issued
        dated_on = next((each.dated_on for each in issued if each.notice == service.notice), None)
        return day_cannot_be(day, dated_on, today, of="notice")
    known = context.case_files.get(service.case_number)
    letters = known.letters if known else ()
    decided_on = next((each.decided_on for each in letters if each.letter_version == service.letter_version), None)
    return day_cannot_be(day, decided_on, today)
