"""Move the receipt of a case whose application turns out to have arrived earlier."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.duplicates import ItemMatch, ReceiptMoved
from schemas.messages.intake import Arrival
from services.intake.case_file import is_complete
from services.intake.clocks.running import start_earlier
from services.intake.state import CaseState, Tables


def move_receipts(
    submission: Arrival,
    duplicates: Iterable[ItemMatch],
    at: datetime,
    tables: Tables,
    rules: Jurisdiction,
    complete_at: datetime | None = None,
) -> list[Message]:
    """Return the changes of the cases whose application arrived with *submission* already.

    It has every item of such a case for certain, and the case is not determined. If it is the
    earlier one, its day of receipt counts. If its file was complete, on receipt or at
    *complete_at*, the decision clock runs from then (LC 4610.6(d)); an incomplete one moves no
    clock, unless the law counts from the application.
    """
    of_case: dict[str, set[int | None]] = {}
    for each in duplicates:
        of_case.setdefault(each.case_number, set()).add(each.case_item)
    if complete_at is None and _counts(submission, rules):
        complete_at = submission.received_at
    moved: list[Message] = []
    for number, items in of_case.items():
        if _is_whole(number, items, tables):
            moved += _move_receipt(number, submission, tables, rules)
            if complete_at is not None:
                moved += _move_clock(number, complete_at, at, tables, rules)
    return moved


def _is_whole(number: str, items: set[int | None], tables: Tables) -> bool:
    """Whether *items* are all that the case reviews, and it is not determined."""
    filed = tables.filed.get(number)
    return filed is not None and filed.determined_on is None and not {item.number for item in filed.filing.items} - items


def _counts(submission: Arrival, rules: Jurisdiction) -> bool:
    """Whether the decision clock runs from the receipt of this paper."""
    application = submission.application
    return is_complete(application) or rules.decides_from_application(application.utilization_review.denial_served_on)


def _move_receipt(number: str, submission: Arrival, tables: Tables, rules: Jurisdiction) -> Iterator[ReceiptMoved]:
    filed, earlier = tables.filed[number], {"received_at": submission.received_at}
    if submission.received_at >= filed.received_at:
        return
    before, received_on = rules.local_date(filed.received_at), rules.local_date(submission.received_at)
    tables.filed[number] = filed.model_copy(update=earlier)
    if (case := tables.cases.get(number)) is not None and case.file is not None:
        _keep(number, case, tables, received_on=received_on)
    if (deferred := tables.deferred.get(number)) is not None:
        tables.deferred[number] = deferred.model_copy(update=earlier)
    if (suspected := tables.suspected.get(number)) is not None:
        known, moved = suspected.submission, suspected.submission.model_copy(update=earlier)
        complete_at = suspected.complete_at or (known.received_at if is_complete(known.application) else None)
        tables.suspected[number] = suspected.model_copy(update={"submission": moved, "complete_at": complete_at})
    if (questioned := tables.questioned.get(number)) is not None:
        known, moved = questioned.submission, questioned.submission.model_copy(update=earlier)
        complete_at = questioned.complete_at or (known.received_at if is_complete(known.application) else None)
        tables.questioned[number] = questioned.model_copy(update={"submission": moved, "complete_at": complete_at})
    if before != received_on:
        yield ReceiptMoved(
            case_number=number,
            submission_id=submission.submission_id,
            received_at=submission.received_at,
            received_on=received_on,
            before=before,
        )


def _move_clock(number: str, complete_at: datetime, at: datetime, tables: Tables, rules: Jurisdiction) -> Iterator[Message]:
    """Let the decision clock run from *complete_at*; one that starts later remembers it.

    That of a review which a court ordered runs from its order.
    """
    if (suspected := tables.suspected.get(number)) is not None:
        first = min(complete_at, suspected.complete_at or complete_at)
        tables.suspected[number] = suspected.model_copy(update={"complete_at": first})
    if (questioned := tables.questioned.get(number)) is not None:
        first = min(complete_at, questioned.complete_at or complete_at)
        tables.questioned[number] = questioned.model_copy(update={"complete_at": first})
    case = tables.cases.get(number)
    if case is None or case.file is None or case.file.set_aside is not None:
        return
    first = min(complete_at, case.file.complete_at or complete_at)
    _keep(number, case, tables, complete_at=first)
    yield from start_earlier(number, max(first, case.file.resolved_at or first), at, tables, rules)


def _keep(number: str, case: CaseState, tables: Tables, **changes: object) -> None:
    """Keep the case with these *changes* of its file."""
    assert case.file is not None
    tables.cases[number] = case.model_copy(update={"file": case.file.model_copy(update=changes)})
