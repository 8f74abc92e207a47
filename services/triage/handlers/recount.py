"""Renew the published counts of waiting cases.

Counts become outdated with each change of the registry. They are renewed a minute later, so that
an import of a thousand reviewers is followed by one recount.
"""

from datetime import datetime, timedelta

from runtime.state.state import Timer
from schemas.message import Message
from services.triage.handlers.cases import JurisdictionOf
from services.triage.handlers.seats import (
    assign,
    choose_reviewer,
    no_reviewer_found,
    registry_version,
    search_now,
    take_from_waiting,
    waiting_keys,
)
from services.triage.state import PoolTables

RECOUNT = "recount"
RECOUNT_AFTER = timedelta(minutes=1)
RECOUNTED_AT_ONCE_MAX = 100
RECOUNT_AGAIN_AFTER = timedelta(seconds=1)


def on_recount(subject: str, due_at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Count again for waiting cases with old counts, most urgent first.

    At most RECOUNTED_AT_ONCE_MAX at a time; the rest follow a second later.
    """
    version = registry_version(subject, tables)
    old = [key for key in waiting_keys(subject, tables) if tables.waiting[key].registry_version < version]
    if len(old) > RECOUNTED_AT_ONCE_MAX:
        set_recount(subject, due_at + RECOUNT_AGAIN_AFTER, tables)
    recounted = (_recount(subject, key, due_at, tables, jurisdiction_of) for key in old[:RECOUNTED_AT_ONCE_MAX])
    return [message for message in recounted if message is not None]


def _recount(pool: str, key: str, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> Message | None:
    """Count again for one waiting case; return None if the counts are unchanged.

    Time may have made a reviewer eligible meanwhile.
    """
    waiting = tables.waiting[key]
    rules = jurisdiction_of(waiting.jurisdiction)
    search = search_now(waiting.search, at, tables, rules)
    choice = choose_reviewer(pool, search, tables, rules)
    if choice.candidate is not None:
        take_from_waiting(key, tables)
        return assign(pool, search, choice, choice.candidate, at, tables, rules)
    counts = {"considered": choice.considered, "excluded": choice.excluded}
    tables.waiting[key] = waiting.model_copy(update={**counts, "registry_version": registry_version(pool, tables)})
    if (choice.considered, choice.excluded) == (waiting.considered, waiting.excluded):
        return None
    return no_reviewer_found(pool, waiting.case_number, choice)


def set_recount(pool: str, due_at: datetime, tables: PoolTables) -> None:
    """Set the timer of the next recount of *pool*."""
    tables.timers[f"{pool}/{RECOUNT}"] = Timer(clock=RECOUNT, subject=pool, due_at=due_at)
