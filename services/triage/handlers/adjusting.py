"""Adjust a case in its pool: it stands still, goes on, has another urgency or more items."""

from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.triage import AdjustCase, FindAnotherReviewer, RecheckCase, ReviewersRechecked, ReviewerWithdrawn
from services.triage.domain.assignment import Search, reason_unfit
from services.triage.handlers.cases import JurisdictionOf
from services.triage.handlers.pool import on_find_another_reviewer
from services.triage.handlers.seats import fill_seat, make_room, search_now, unload, urgency, waiting_key
from services.triage.state import PoolCase, PoolTables
from services.triage.translation import requirements_of, search_of


def on_adjust_case(message: AdjustCase, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Adjust an open case; one that is released or was never sought stays so."""
    case = tables.cases.get(message.case_number)
    if case is None or case.stage != "open" or case.search is None:
        return []
    case = _with_urgency(message, case)
    if message.on_hold:
        return _hold(message, case, at, tables, jurisdiction_of)
    if case.on_hold:
        return _go_on(message, case, at, tables, jurisdiction_of)
    tables.cases[message.case_number] = _moved(message.pool, case, tables)
    return []


def on_recheck_case(message: RecheckCase, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Seek for all items of a case; a reviewer whom the joined ones exclude leaves it.

    It is always answered, because nothing is signed until then.
    """
    number, case = message.case_number, tables.cases.get(message.case_number)
    answer = [] if message.change is None else [ReviewersRechecked(case_number=number, change=message.change)]
    if case is None or case.stage != "open" or case.search is None:
        return [*answer]
    rules = jurisdiction_of(message.jurisdiction)
    search = search_of(message, rules)
    case = case.model_copy(update={"search": search, "urgency": urgency(message.priority, message.determination_due_at)})
    for key in case.waiting_keys:
        tables.waiting[key] = tables.waiting[key].model_copy(update={"search": search})
    tables.cases[number] = _moved(message.pool, case, tables)
    unfit = _unfit(message.pool, case, search, tables, rules)
    events: list[Message] = [
        ReviewerWithdrawn(case_number=number, reviewer_id=reviewer, because=reason) for reviewer, reason in unfit.items()
    ]
    for reviewer in unfit:
        another = FindAnotherReviewer(pool=message.pool, case_number=number, instead_of=reviewer)
        events += on_find_another_reviewer(another, at, tables=tables, jurisdiction_of=jurisdiction_of)
    return [*events, *answer]


def _unfit(pool: str, case: PoolCase, search: Search, tables: PoolTables, rules: Jurisdiction) -> dict[str, str]:
    """Return the reviewers of *case* who do not fit *search*, each with the reason."""
    found = {}
    for reviewer in case.reviewers:
        record = tables.reviewers.get(f"{pool}/{reviewer}")
        reason = reason_unfit(record.reviewer, search, requirements_of(rules, search.on)) if record else None
        if reason is not None:
            found[reviewer] = reason
    return found


def _with_urgency(message: AdjustCase, case: PoolCase) -> PoolCase:
    """Return *case* with the sort key of its priority and due date, where they are given."""
    rank, _, due = case.urgency.partition("/")
    if message.priority is not None:
        rank = "0" if message.priority == "expedited" else "1"
    if message.determination_due_at is not None:
        due = urgency("standard", message.determination_due_at).partition("/")[2]
    return case.model_copy(update={"urgency": f"{rank}/{due}"})


def _moved(pool: str, case: PoolCase, tables: PoolTables) -> PoolCase:
    """Return *case* with its waiting seats under its urgency."""
    keys = []
    for key in case.waiting_keys:
        waiting = tables.waiting.pop(key)
        keys.append(waiting_key(pool, case.urgency, waiting.case_number, int(key.rpartition("/")[2])))
        tables.waiting[keys[-1]] = waiting
    return case.model_copy(update={"waiting_keys": tuple(keys)})


def _hold(message: AdjustCase, case: PoolCase, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Take its seats out of the pool; its reviewers keep it and get waiting cases."""
    held = case.model_copy(update={"on_hold": True, "held_seats": case.held_seats + len(case.waiting_keys), "waiting_keys": ()})
    for key in case.waiting_keys:
        del tables.waiting[key]
    tables.cases[message.case_number] = held
    return [] if case.on_hold else make_room(message.pool, case, at, tables, jurisdiction_of)


def _go_on(message: AdjustCase, case: PoolCase, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Count it with its reviewers again, even beyond their room; fill its other seats."""
    tables.cases[message.case_number] = case.model_copy(update={"on_hold": False, "held_seats": 0})
    for reviewer in case.reviewers:
        unload(message.pool, reviewer, tables, cases=-1)
    assert case.search is not None
    assert case.jurisdiction is not None, "a case that is sought has its jurisdiction"
    rules, search = jurisdiction_of(case.jurisdiction), case.search
    return [fill_seat(message.pool, search_now(search, at, tables, rules), at, tables, rules) for _ in range(case.held_seats)]
