"""Move the day of receipt of a case whose application turns out to have arrived earlier."""

from collections.abc import Iterable

from jurisdictions.model import Jurisdiction
from schemas.messages.duplicates import ItemMatch, ReceiptMoved
from schemas.messages.intake import Arrival
from services.intake.state import Tables


def move_receipts(submission: Arrival, duplicates: Iterable[ItemMatch], tables: Tables, rules: Jurisdiction) -> list[ReceiptMoved]:
    """Return the cases whose day of receipt becomes that of *submission*.

    It has every item of such a case for certain, arrived before it, and the case is not determined.
    """
    of_case: dict[str, set[int | None]] = {}
    for each in duplicates:
        of_case.setdefault(each.case_number, set()).add(each.case_item)
    return [moved for number, items in of_case.items() if (moved := _move(number, items, submission, tables, rules)) is not None]


def _move(number: str, items: set[int | None], submission: Arrival, tables: Tables, rules: Jurisdiction) -> ReceiptMoved | None:
    filed = tables.filed.get(number)
    if filed is None or filed.determined_on is not None or submission.received_at >= filed.received_at:
        return None
    if {item.number for item in filed.filing.items} - items:
        return None
    before, received_on = rules.local_date(filed.received_at), rules.local_date(submission.received_at)
    tables.filed[number] = filed.model_copy(update={"received_at": submission.received_at})
    case, suspected = tables.cases.get(number), tables.suspected.get(number)
    if case is not None and case.file is not None:
        tables.cases[number] = case.model_copy(update={"file": case.file.model_copy(update={"received_on": received_on})})
    if suspected is not None:
        earlier = suspected.submission.model_copy(update={"received_at": submission.received_at})
        tables.suspected[number] = suspected.model_copy(update={"submission": earlier})
    if before == received_on:
        return None
    return ReceiptMoved(
        case_number=number,
        submission_id=submission.submission_id,
        received_at=submission.received_at,
        received_on=received_on,
        before=before,
    )
