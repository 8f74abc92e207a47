"""Handle people's reports on a service: proof of it, or returned mail."""

from collections.abc import Sequence
from datetime import datetime

from schemas.message import Event
from schemas.messages.letters import ConfirmService, LetterReturned, ReportReturnedMail
from services.letters.context import Context
from services.letters.domain.service_status import may_be_confirmed, may_come_back
from services.letters.handlers.serving.perform import about, letter_served
from services.letters.refusals import refuse


def on_confirm_service(command: ConfirmService, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Accept a person's report as proof of the service."""
    service = context.services.get(command.service_id)
    if service is None or service.case_number != command.case_number:
        return refuse(command, "NO_SUCH_SERVICE", f"this case has no service {command.service_id}")
    if not may_be_confirmed(service.status):
        text = f"{command.service_id} is {service.status}; it cannot be confirmed"
        return refuse(command, "NOTHING_TO_CONFIRM", text)
    service = service.model_copy(update={"status": "served"})
    context.services[command.service_id] = service
    rules = context.maker.jurisdiction(service.jurisdiction)
    return [letter_served(command.service_id, service, command.served_on, command.proof, command.actor, rules)]


def on_report_returned_mail(command: ReportReturnedMail, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Mark the party as not served, even if service was presumed."""
    service = context.services.get(command.service_id)
    if service is None or service.case_number != command.case_number:
        return refuse(command, "NO_SUCH_SERVICE", f"this case has no service {command.service_id}")
    if not may_come_back(service.status):
        text = f"{command.service_id} is {service.status}; it cannot have come back"
        return refuse(command, "NOTHING_TO_RETURN", text)
    service = service.model_copy(update={"status": "returned"})
    context.services[command.service_id] = service
    return [LetterReturned(**about(command.service_id, service), returned_on=command.returned_on, reason=command.reason)]
