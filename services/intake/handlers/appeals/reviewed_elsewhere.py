"""Which items of an application an order opens: none that is, or was, opened elsewhere."""

from jurisdictions.model import Jurisdiction
from schemas.messages.acts.remand import Former
from schemas.messages.application import Application
from schemas.messages.intake import Reason
from services.intake.handlers.known_items import without
from services.intake.state import Screened, Tables


def opened_by_order(number: str, former: Former, tables: Tables, rules: Jurisdiction) -> tuple[Application, tuple[Reason, ...]]:
    """Return the application that an order opens under *number*, and reasons against the rest.

    An item whose finding as a duplicate was reversed is reviewed in the case that it got. A
    duplicate stays one, unless the application was found ineligible for its duplicates alone: the
    order sets that finding aside, so they are opened here and cannot be reversed any more. The
    application has no items if all are reviewed elsewhere.
    """
    mark = tables.screened.get(former.submission_id)
    if mark is None:
        return former.application, ()
    items = {item.number for item in former.application.items}
    moved = {item: case for item, case in mark.reversed.items() if item in items and case != number}
    found = {item: case for item, case in (mark.duplicates or {}).items() if item in items}
    if items == moved.keys() | found.keys():
        _open(former.submission_id, mark, found, tables)
        found = {}
    elsewhere = {**found, **moved}
    sentence = rules.eligibility_reason("DUPLICATE", former.application.utilization_review.denial_served_on).text
    words = {item.number: item.request for item in former.application.items}
    reasons = tuple(
        Reason(code="DUPLICATE", text=sentence.format(case_number=case), items=(item,), requests=(words[item],))
        for item, case in sorted(elsewhere.items())
    )
    return without(former.application, set(elsewhere)), reasons


def _open(submission_id: str, mark: Screened, found: dict[int, str], tables: Tables) -> None:
    """Let the items of *found* count as duplicates no more."""
    left = {item: case for item, case in (mark.duplicates or {}).items() if item not in found}
    tables.screened[submission_id] = mark.model_copy(update={"duplicates": left})
