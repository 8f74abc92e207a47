"""Adjust a case in its pool: let it stand still, go on, or be more or less urgent."""

from datetime import datetime

from schemas.message import Message
from schemas.messages.triage import AdjustCase
from services.triage.handlers.cases import JurisdictionOf
from services.triage.handlers.seats import fill_seat, make_room, search_now, unload, urgency, waiting_key
from services.triage.state import PoolCase, PoolTables


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
