"""What a pool does: one pool, one partition, one owner, so no reviewer is given more cases than they have room for.

When a reviewer changes or gets room, only that reviewer can make a difference to the cases that wait, so only they are tried, most
urgent case first, until they are full. Published counts grow old with each change of the registry; they are counted again a minute
after it, so that an import of a thousand reviewers does not count a thousand times.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from jurisdictions import Jurisdiction
from runtime.state import Timer
from schemas.message import Message
from schemas.triage import EnrolReviewer, FindReviewer, NoReviewerFound, ReleaseReviewer, ReviewerAssigned
from services.triage.domain.assignment import Candidate, Choice, Search, choose, reason_excluded
from services.triage.domain.qualifications import valid_licences
from services.triage.domain.specialties import fit
from services.triage.handlers import JurisdictionOf
from services.triage.records import Load, PoolCase, PoolRecord, PoolTables, ReviewerRecord, Waiting
from services.triage.translation import requirements_of, reviewer_of, search_of

RECOUNT = "recount"
RECOUNT_AFTER = timedelta(minutes=1)
RECOUNTED_AT_ONCE_MAX = 100
RECOUNT_AGAIN_AFTER = timedelta(seconds=1)


def on_find_reviewer(message: FindReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Assign a reviewer, or keep the case waiting and say why; a case that was found, waits or was released already stays so."""
    if message.case_number in tables.cases:
        return []
    rules = jurisdiction_of(message.jurisdiction)
    search = search_of(message, rules)
    choice = _choose(message.pool, search, tables, rules)
    if choice.candidate is not None:
        return [_assign(message.pool, search, choice, choice.candidate, at, tables, rules)]
    key = _waiting_key(message)
    tables.cases[message.case_number] = PoolCase(stage="waiting", waiting_key=key)
    tables.waiting[key] = Waiting(
        case_number=message.case_number,
        jurisdiction=message.jurisdiction,
        search=search,
        considered=choice.considered,
        excluded=choice.excluded,
        registry_version=_registry_version(message.pool, tables),
    )
    return [_nobody(message.pool, message.case_number, choice)]


def on_enrol_reviewer(
    message: EnrolReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Know a reviewer as they are now, and give them waiting cases; cases open with them stay theirs, whatever changed."""
    key, record = f"{message.pool}/{message.reviewer_id}", ReviewerRecord(reviewer=reviewer_of(message))
    if tables.reviewers.get(key) == record:
        return []
    tables.reviewers[key] = record
    tables.pools[message.pool] = PoolRecord(registry_version=_registry_version(message.pool, tables) + 1)
    assigned = _give_waiting_cases(message.pool, message.reviewer_id, at, tables, jurisdiction_of)
    if f"{message.pool}/{RECOUNT}" not in tables.timers and any(_waiting_keys(message.pool, tables)):
        _set_recount(message.pool, at + RECOUNT_AFTER, tables)
    return assigned


def on_release_reviewer(
    message: ReleaseReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Take a determined case from its reviewer, or from those that wait, for good; who has room again gets waiting cases."""
    case = tables.cases.get(message.case_number)
    tables.cases[message.case_number] = PoolCase(stage="released")
    if case is not None and case.waiting_key is not None:
        del tables.waiting[case.waiting_key]
    if case is None or case.reviewer_id is None:
        return []
    key = f"{message.pool}/{case.reviewer_id}"
    tables.loads[key] = Load(open_cases=tables.loads[key].open_cases - 1)
    return _give_waiting_cases(message.pool, case.reviewer_id, at, tables, jurisdiction_of)


def on_recount(subject: str, due_at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Count again for the waiting cases of the pool *subject* whose counts are old, the most urgent first; the rest a moment later."""
    version = _registry_version(subject, tables)
    old = [key for key in _waiting_keys(subject, tables) if tables.waiting[key].registry_version < version]
    if len(old) > RECOUNTED_AT_ONCE_MAX:
        _set_recount(subject, due_at + RECOUNT_AGAIN_AFTER, tables)
    recounted = (_recount(subject, key, due_at, tables, jurisdiction_of) for key in old[:RECOUNTED_AT_ONCE_MAX])
    return [message for message in recounted if message is not None]


def _recount(pool: str, key: str, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> Message | None:
    """Count again for one waiting case; None if the counts are as published. Time may have made somebody eligible meanwhile."""
    waiting = tables.waiting[key]
    rules = jurisdiction_of(waiting.jurisdiction)
    search = _search_now(waiting, at, rules)
    choice = _choose(pool, search, tables, rules)
    if choice.candidate is not None:
        del tables.waiting[key]
        return _assign(pool, search, choice, choice.candidate, at, tables, rules)
    counts = {"considered": choice.considered, "excluded": choice.excluded}
    tables.waiting[key] = waiting.model_copy(update={**counts, "registry_version": _registry_version(pool, tables)})
    if (choice.considered, choice.excluded) == (waiting.considered, waiting.excluded):
        return None
    return _nobody(pool, waiting.case_number, choice)


def _give_waiting_cases(
    pool: str, reviewer_id: str, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Give the reviewer the waiting cases they may have, expedited first, then by due date, until they are full."""
    assigned: list[Message] = []
    for key in sorted(_waiting_keys(pool, tables)):
        candidate = _candidate(pool, reviewer_id, tables)
        if candidate is None or not candidate.has_room:
            break
        waiting = tables.waiting[key]
        rules = jurisdiction_of(waiting.jurisdiction)
        search = _search_now(waiting, at, rules)
        if reason_excluded(candidate, search, requirements_of(rules)) is None:
            choice = _choose(pool, search, tables, rules)
            del tables.waiting[key]
            assigned.append(_assign(pool, search, choice, choice.candidate or candidate, at, tables, rules))
    return assigned


def _assign(
    pool: str, search: Search, choice: Choice, candidate: Candidate, at: datetime, tables: PoolTables, rules: Jurisdiction
) -> ReviewerAssigned:
    """Give the case to the *candidate* and say why."""
    reviewer, requirements, open_cases = candidate.reviewer, requirements_of(rules), candidate.open_cases + 1
    tables.cases[search.case_number] = PoolCase(stage="assigned", reviewer_id=reviewer.id)
    tables.loads[f"{pool}/{reviewer.id}"] = Load(open_cases=open_cases)
    return ReviewerAssigned(
        case_number=search.case_number,
        reviewer_id=reviewer.id,
        pool=pool,
        licensure=valid_licences(reviewer, requirements, search.on),
        specialties=tuple(specialty.name for specialty in reviewer.specialties),
        matching_specialties=fit(reviewer, search.needs, requirements).matching,
        open_cases=open_cases,
        considered=choice.considered,
        excluded=dict(choice.excluded),
        assigned_at=at,
    )


def _nobody(pool: str, case_number: str, choice: Choice) -> NoReviewerFound:
    return NoReviewerFound(case_number=case_number, pool=pool, considered=choice.considered, excluded=dict(choice.excluded))


def _choose(pool: str, search: Search, tables: PoolTables, rules: Jurisdiction) -> Choice:
    return choose(search, _candidates(pool, tables), requirements_of(rules))


def _candidates(pool: str, tables: PoolTables) -> Iterator[Candidate]:
    for key, record in tables.reviewers.items():
        if key.startswith(f"{pool}/"):
            yield Candidate(record.reviewer, _open_cases(key, tables))


def _candidate(pool: str, reviewer_id: str, tables: PoolTables) -> Candidate | None:
    key = f"{pool}/{reviewer_id}"
    return Candidate(tables.reviewers[key].reviewer, _open_cases(key, tables)) if key in tables.reviewers else None


def _open_cases(key: str, tables: PoolTables) -> int:
    return tables.loads[key].open_cases if key in tables.loads else 0


def _search_now(waiting: Waiting, at: datetime, rules: Jurisdiction) -> Search:
    """The search of a waiting case as of *at*: a licence may have run out since."""
    return replace(waiting.search, on=rules.local_date(at))


def _waiting_key(message: FindReviewer) -> str:
    """A key that sorts by urgency: expedited before standard, then by due date, then by case number."""
    rank = 0 if message.priority == "expedited" else 1
    due_at = message.determination_due_at.astimezone(UTC)
    return f"{message.pool}/{rank}/{due_at:%Y-%m-%dT%H:%M:%S.%f}/{message.case_number}"


def _waiting_keys(pool: str, tables: PoolTables) -> Iterator[str]:
    return (key for key in tables.waiting if key.startswith(f"{pool}/"))


def _registry_version(pool: str, tables: PoolTables) -> int:
    return tables.pools[pool].registry_version if pool in tables.pools else 0


def _set_recount(pool: str, due_at: datetime, tables: PoolTables) -> None:
    tables.timers[f"{pool}/{RECOUNT}"] = Timer(clock=RECOUNT, subject=pool, due_at=due_at)
