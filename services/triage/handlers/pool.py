"""Assign reviewers from a pool: one pool, one partition, one owner.

A single owner gives no reviewer more cases than they have room for. When a reviewer changes or
gets room, only that reviewer matters to the waiting cases, so only they are tried, most urgent
case first, until they are full. Published counts grow old with each change of the registry; they
are counted again a minute later, so that an import of a thousand reviewers does not count a
thousand times.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from jurisdictions.model import Jurisdiction
from runtime.state.state import Timer
from schemas.message import Message
from schemas.messages.triage import (
    EnrolReviewer,
    FindAnotherReviewer,
    FindReviewer,
    NoReviewerFound,
    ReleaseReviewer,
    ReviewerAssigned,
)
from services.triage.domain.assignment import Candidate, Choice, Search, choose, reason_excluded
from services.triage.domain.qualifications import valid_licences
from services.triage.domain.specialties import fit
from services.triage.handlers.cases import JurisdictionOf
from services.triage.state import Load, PoolCase, PoolState, PoolTables, ReviewerState, Waiting
from services.triage.translation import requirements_of, reviewer_of, search_of

RECOUNT = "recount"
RECOUNT_AFTER = timedelta(minutes=1)
RECOUNTED_AT_ONCE_MAX = 100
RECOUNT_AGAIN_AFTER = timedelta(seconds=1)


def on_find_reviewer(message: FindReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Assign a reviewer, or keep the case waiting with the reason.

    A case that is assigned, waiting or released stays so.
    """
    if message.case_number in tables.cases:
        return []
    rules = jurisdiction_of(message.jurisdiction)
    search = search_of(message, rules)
    tables.cases[message.case_number] = PoolCase(
        stage="open", jurisdiction=message.jurisdiction, search=search, urgency=_urgency(message)
    )
    return [_fill_seat(message.pool, search, at, tables, rules)]


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
        tables.cases[message.case_number] = case.model_copy(update={"reviewers": reviewers, "former": (*case.former, leaving)})
        _unload(message.pool, leaving, tables)
    rules = jurisdiction_of(case.jurisdiction)
    filled = _fill_seat(message.pool, _search_now(case.search, at, tables, rules), at, tables, rules)
    if leaving is None:
        return [filled]
    return [filled, *_give_waiting_cases(message.pool, leaving, at, tables, jurisdiction_of)]


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
    tables.pools[message.pool] = PoolState(registry_version=_registry_version(message.pool, tables) + 1)
    assigned = _give_waiting_cases(message.pool, message.reviewer_id, at, tables, jurisdiction_of)
    if f"{message.pool}/{RECOUNT}" not in tables.timers and any(_waiting_keys(message.pool, tables)):
        _set_recount(message.pool, at + RECOUNT_AFTER, tables)
    return assigned


def on_release_reviewer(
    message: ReleaseReviewer, at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Release a determined case for good and give its reviewers waiting cases."""
    case = tables.cases.get(message.case_number)
    tables.cases[message.case_number] = PoolCase(stage="released")
    if case is None:
        return []
    for key in case.waiting_keys:
        del tables.waiting[key]
    for reviewer in case.reviewers:
        _unload(message.pool, reviewer, tables)
    given = [_give_waiting_cases(message.pool, reviewer, at, tables, jurisdiction_of) for reviewer in case.reviewers]
    return [each for messages in given for each in messages]


def on_recount(subject: str, due_at: datetime, *, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Count again for waiting cases with old counts, most urgent first.

    Continue a moment later.
    """
    version = _registry_version(subject, tables)
    old = [key for key in _waiting_keys(subject, tables) if tables.waiting[key].registry_version < version]
    if len(old) > RECOUNTED_AT_ONCE_MAX:
        _set_recount(subject, due_at + RECOUNT_AGAIN_AFTER, tables)
    recounted = (_recount(subject, key, due_at, tables, jurisdiction_of) for key in old[:RECOUNTED_AT_ONCE_MAX])
    return [message for message in recounted if message is not None]


def _recount(pool: str, key: str, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> Message | None:
    """Count again for one waiting case; return None if the counts are unchanged.

    Time may have made a reviewer eligible meanwhile.
    """
    waiting = tables.waiting[key]
    rules = jurisdiction_of(waiting.jurisdiction)
    search = _search_now(waiting.search, at, tables, rules)
    choice = _choose(pool, search, tables, rules)
    if choice.candidate is not None:
        _take_from_waiting(key, tables)
        return _assign(pool, search, choice, choice.candidate, at, tables, rules)
    counts = {"considered": choice.considered, "excluded": choice.excluded}
    tables.waiting[key] = waiting.model_copy(update={**counts, "registry_version": _registry_version(pool, tables)})
    if (choice.considered, choice.excluded) == (waiting.considered, waiting.excluded):
        return None
    return _nobody(pool, waiting.case_number, choice)


def _give_waiting_cases(
    pool: str, reviewer_id: str, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Give the reviewer suitable waiting cases until they are full, most urgent first."""
    assigned: list[Message] = []
    for key in sorted(_waiting_keys(pool, tables)):
        candidate = _candidate(pool, reviewer_id, tables)
        if candidate is None or not candidate.has_room:
            break
        waiting = tables.waiting[key]
        rules = jurisdiction_of(waiting.jurisdiction)
        search = _search_now(waiting.search, at, tables, rules)
        if reason_excluded(candidate, search, requirements_of(rules)) is None:
            choice = _choose(pool, search, tables, rules)
            _take_from_waiting(key, tables)
            assigned.append(_assign(pool, search, choice, choice.candidate or candidate, at, tables, rules))
    return assigned


def _fill_seat(pool: str, search: Search, at: datetime, tables: PoolTables, rules: Jurisdiction) -> Message:
    """Give a free seat of an open case to who may have it, or let it wait and say why."""
    choice = _choose(pool, search, tables, rules)
    if choice.candidate is not None:
        return _assign(pool, search, choice, choice.candidate, at, tables, rules)
    case = tables.cases[search.case_number]
    seat = len(case.reviewers) + len(case.former) + len(case.waiting_keys) + 1
    key = f"{pool}/{case.urgency}/{search.case_number}/{seat}"
    tables.cases[search.case_number] = case.model_copy(update={"waiting_keys": (*case.waiting_keys, key)})
    tables.waiting[key] = Waiting(
        case_number=search.case_number,
        jurisdiction=rules.name,
        search=search,
        considered=choice.considered,
        excluded=choice.excluded,
        registry_version=_registry_version(pool, tables),
    )
    return _nobody(pool, search.case_number, choice)


def _assign(
    pool: str, search: Search, choice: Choice, candidate: Candidate, at: datetime, tables: PoolTables, rules: Jurisdiction
) -> ReviewerAssigned:
    """Give the case to the *candidate* and say why."""
    reviewer, requirements, open_cases = candidate.reviewer, requirements_of(rules), candidate.open_cases + 1
    case = tables.cases[search.case_number]
    tables.cases[search.case_number] = case.model_copy(update={"reviewers": (*case.reviewers, reviewer.id)})
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


def _search_now(search: Search, at: datetime, tables: PoolTables, rules: Jurisdiction) -> Search:
    """Return the search of a seat as of *at*.

    Licences may have lapsed, reviewers may have joined the case.
    """
    case = tables.cases[search.case_number]
    return replace(search, on=rules.local_date(at), reviewers=(*case.reviewers, *case.former))


def _take_from_waiting(key: str, tables: PoolTables) -> None:
    """The seat under *key* waits no longer."""
    case_number = tables.waiting[key].case_number
    del tables.waiting[key]
    case = tables.cases[case_number]
    tables.cases[case_number] = case.model_copy(update={"waiting_keys": tuple(each for each in case.waiting_keys if each != key)})


def _unload(pool: str, reviewer_id: str, tables: PoolTables) -> None:
    """One case fewer is open with the reviewer."""
    key = f"{pool}/{reviewer_id}"
    tables.loads[key] = Load(open_cases=tables.loads[key].open_cases - 1)


def _urgency(message: FindReviewer) -> str:
    """Return the sort key of a waiting case: expedited before standard, then by due date."""
    rank = 0 if message.priority == "expedited" else 1
    due_at = message.determination_due_at.astimezone(UTC)
    return f"{rank}/{due_at:%Y-%m-%dT%H:%M:%S.%f}"


def _waiting_keys(pool: str, tables: PoolTables) -> Iterator[str]:
    return (key for key in tables.waiting if key.startswith(f"{pool}/"))


def _registry_version(pool: str, tables: PoolTables) -> int:
    return tables.pools[pool].registry_version if pool in tables.pools else 0


def _set_recount(pool: str, due_at: datetime, tables: PoolTables) -> None:
    tables.timers[f"{pool}/{RECOUNT}"] = Timer(clock=RECOUNT, subject=pool, due_at=due_at)
