"""Handle the messages of a pool: one pool, one partition, one owner.

A single owner never gives a reviewer more cases than the reviewer has room for.
"""

from datetime import datetime

from schemas.message import Message
from schemas.messages.triage import (
    EnrolReviewer,
    FindAnotherReviewer,
    FindReviewer,
    FindReviewerAnew,
    ReleaseReviewer,
)
from services.triage.handlers.cases import JurisdictionOf
from services.triage.handlers.recount import RECOUNT, RECOUNT_AFTER, set_recount
from services.triage.handlers.seats import (
    fill_seat,
    give_waiting_cases,
    registry_version,
    search_now,
    unload,
    urgency,
    waiting_keys,
)
from services.triage.state import PoolCase, PoolState, PoolTables, ReviewerState
from services.triage.translation import reviewer_of, search_of


def on_find_reviewer(message: FindReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Assign a reviewer, or keep the case waiting with the reason.

    A case that is assigned, waiting or released stays so.
    """
    if message.case_number in tables.cases:
        return []
    rules = jurisdiction_of(message.jurisdiction)
    search = search_of(message, rules)
    tables.cases[message.case_number] = PoolCase(
        stage="open",
        jurisdiction=message.jurisdiction,
        search=search,
        urgency=urgency(message.priority, message.determination_due_at),
    )
    return [fill_seat(message.pool, search, at, tables, rules)]


def on_find_reviewer_anew(
    message: FindReviewerAnew, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Open a remanded case again for a reviewer who never had it, once for an order.

    A seat that is still held, because the determination of the former review comes late, is freed.
    """
    number, before = message.case_number, tables.cases.get(message.case_number, PoolCase(stage="released"))
    if before.remanded_on == message.remanded_on:
        return []
    freed = _free_seats(message.pool, before, tables)
    rules = jurisdiction_of(message.jurisdiction)
    search = search_of(message, rules)
    tables.cases[number] = PoolCase(
        stage="open",
        former=tuple(dict.fromkeys((*message.earlier_reviewers, *before.reviewers, *before.former))),
        jurisdiction=message.jurisdiction,
        search=search,
        urgency=urgency(message.priority, message.determination_due_at),
        remanded_on=message.remanded_on,
    )
    filled = fill_seat(message.pool, search_now(search, at, tables, rules), at, tables, rules)
    given = [give_waiting_cases(message.pool, reviewer, at, tables, jurisdiction_of) for reviewer in freed]
    return [filled, *(each for messages in given for each in messages)]


def on_find_another_reviewer(
    message: FindAnotherReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Fill one more seat of an open case.

    The reviewer who returned it has room again, but not for this case.
    """
    case, leaving = tables.cases.get(message.case_number), message.instead_of
    if case is None or case.search is None or case.jurisdiction is None or (leaving is not None and leaving not in case.reviewers):
        return []
    if leaving is not None:
        reviewers = tuple(each for each in case.reviewers if each != leaving)
        case = case.model_copy(update={"reviewers": reviewers, "former": (*case.former, leaving)})
        tables.cases[message.case_number] = case
        if not case.on_hold:
            unload(message.pool, leaving, tables)
    if case.on_hold:
        tables.cases[message.case_number] = case.model_copy(update={"held_seats": case.held_seats + 1})
        return []
    assert case.search is not None
    assert case.jurisdiction is not None
    rules = jurisdiction_of(case.jurisdiction)
    filled = fill_seat(message.pool, search_now(case.search, at, tables, rules), at, tables, rules)
    if leaving is None:
        return [filled]
    return [filled, *give_waiting_cases(message.pool, leaving, at, tables, jurisdiction_of)]


def on_enrol_reviewer(
    message: EnrolReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Take in a reviewer's current data and give them waiting cases.

    Their open cases stay theirs.
    """
    key, record = f"{message.pool}/{message.reviewer_id}", ReviewerState(reviewer=reviewer_of(message))
    if tables.reviewers.get(key) == record:
        return []
    tables.reviewers[key] = record
    tables.pools[message.pool] = PoolState(registry_version=registry_version(message.pool, tables) + 1)
    assigned = give_waiting_cases(message.pool, message.reviewer_id, at, tables, jurisdiction_of)
    if f"{message.pool}/{RECOUNT}" not in tables.timers and any(waiting_keys(message.pool, tables)):
        set_recount(message.pool, at + RECOUNT_AFTER, tables)
    return assigned


def on_release_reviewer(
    message: ReleaseReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Release a determined case for good and give its reviewers waiting cases."""
    case = tables.cases.get(message.case_number)
    tables.cases[message.case_number] = PoolCase(stage="released", remanded_on=case.remanded_on if case is not None else None)
    if case is None:
        return []
    freed = _free_seats(message.pool, case, tables)
    given = [give_waiting_cases(message.pool, reviewer, at, tables, jurisdiction_of) for reviewer in freed]
    return [each for messages in given for each in messages]


def _free_seats(pool: str, case: PoolCase, tables: PoolTables) -> tuple[str, ...]:
    """Free the seats of *case*, filled and waiting; return the reviewers who have room again."""
    for key in case.waiting_keys:
        del tables.waiting[key]
    if case.on_hold:
        return ()
    for reviewer in case.reviewers:
        unload(pool, reviewer, tables)
    return case.reviewers
