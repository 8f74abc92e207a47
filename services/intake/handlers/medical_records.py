"""Medical records: added to a waiting case file, which may complete it."""

from datetime import datetime

from schemas.message import Message
from schemas.messages.intake import (
    ReceiveRecords,
)
from services.intake.case_file import has_medical_record, with_records
from services.intake.errors import NotWaitingForMedicalRecords
from services.intake.handlers.clocks import RECORDS_DUE, JurisdictionOf, case_of, make_ready
from services.intake.state import CaseState, Tables


def on_receive_records(message: ReceiveRecords, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Add papers and facts to a waiting case file; with medical records the case is ready."""
    case = case_of(message.case_number, tables)
    if case.file is None:
        raise NotWaitingForMedicalRecords(message.case_number, case.stage)
    application = with_records(case.file.application, message)
    file = case.file.model_copy(update={"application": application})
    if not has_medical_record(application):
        tables.cases[message.case_number] = CaseState(stage="waiting", file=file)
        return []
    tables.timers.pop(f"{message.case_number}/{RECORDS_DUE}", None)
    rules = jurisdiction_of(application.jurisdiction)
    return [make_ready(message.case_number, file, message.received_at, tables, rules)]
