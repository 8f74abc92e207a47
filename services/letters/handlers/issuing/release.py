"""What staff and delivery channels ask of letters: release, confirm a service, report returned mail. What cannot be is refused."""

from collections.abc import Callable, Sequence
from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Event
from schemas.messages.letters import ConfirmService, LetterReleased, LetterReturned, Release, ReleaseLetter, ReportReturnedMail
from services.letters.context import Office
from services.letters.domain.release import not_accepted, not_found
from services.letters.domain.service_status import may_be_confirmed, may_come_back
from services.letters.handlers.issuing.assemble import printable
from services.letters.handlers.issuing.issue import issue
from services.letters.handlers.serving.perform import about, letter_served
from services.letters.refusals import refuse


async def on_release_letter(command: ReleaseLetter, at: datetime, *, office: Office) -> Sequence[Event]:
    """Issue the held letter as it is, if every finding is accepted by its id."""
    case_file = office.case_file(command.case_number)
    held = case_file.held
    if held is None:
        return refuse(command, "NOTHING_HELD", "no letter of this case is held")
    ids = [finding.id for finding in held.findings]
    if unknown := not_found(ids, command.findings):
        return refuse(command, "NO_SUCH_FINDING", f"the letter was not held for {', '.join(unknown)}, but for {', '.join(ids)}")
    if missing := not_accepted(ids, command.findings):
        return refuse(command, "FINDINGS_NOT_ACCEPTED", f"a release accepts every finding; {', '.join(missing)} is not named")
    (complete,) = printable(case_file.model_copy(update={"waiting": (held.determination,)}))
    letter = office.press.assemble(complete)
    release = Release(actor=command.actor, reason=command.reason, findings=command.findings)
    case_file, events = await issue(letter, held.determination, case_file, office, at, release)
    office.case_files[command.case_number] = case_file
    version = held.determination.determination_version
    return [LetterReleased(case_number=command.case_number, determination_version=version, release=release), *events]


def on_confirm_service(
    command: ConfirmService, _at: datetime, *, office: Office, jurisdiction: Callable[[str], Jurisdiction]
) -> Sequence[Event]:
    """Somebody's word proves the service."""
    record = office.services.get(command.service_id)
    if record is None or record.case_number != command.case_number:
        return refuse(command, "NO_SUCH_SERVICE", f"nothing of this case is served under {command.service_id}")
    if not may_be_confirmed(record.status):
        return refuse(command, "NOTHING_TO_CONFIRM", f"{command.service_id} is {record.status}, which is not confirmed")
    record = record.model_copy(update={"status": "served"})
    office.services[command.service_id] = record
    rules = jurisdiction(record.jurisdiction)
    return [letter_served(command.service_id, record, command.served_on, command.proof, command.actor, rules)]


def on_report_returned_mail(command: ReportReturnedMail, _at: datetime, *, office: Office) -> Sequence[Event]:
    """The letter served nobody: the party's service is open again, whatever was presumed or proven."""
    record = office.services.get(command.service_id)
    if record is None or record.case_number != command.case_number:
        return refuse(command, "NO_SUCH_SERVICE", f"nothing of this case is served under {command.service_id}")
    if not may_come_back(record.status):
        return refuse(command, "NOTHING_TO_RETURN", f"{command.service_id} is {record.status}; it cannot have come back")
    record = record.model_copy(update={"status": "returned"})
    office.services[command.service_id] = record
    return [LetterReturned(**about(command.service_id, record), returned_on=command.returned_on, reason=command.reason)]
