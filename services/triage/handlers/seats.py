"""Fill the seats of cases from a pool, or keep them waiting.

When a reviewer changes or gets room, only the cases that this reviewer can take are affected.
They are assigned most urgent first, until the reviewer is full.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.triage import (
    NoReviewerFound,
    ReviewerAssigned,
)
from services.triage.domain.assignment import Candidate, Choice, Search, choose, reason_excluded
from services.triage.domain.qualifications import valid_licences
from services.triage.domain.specialties import fit
from services.triage.handlers.cases import JurisdictionOf
from services.triage.state import Load, PoolCase, PoolTables, Waiting
from services.triage.translation import requirements_of


def give_waiting_cases(
    pool: str, reviewer_id: str, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Give the reviewer suitable waiting cases until they are full, most urgent first."""
    assigned: list[Message] = []
    for key in sorted(waiting_keys(pool, tables)):
        candidate = _candidate(pool, reviewer_id, tables)
        if candidate is None or not candidate.has_room:
            break
        waiting = tables.waiting[key]
        rules = jurisdiction_of(waiting.jurisdiction)
        search = search_now(waiting.search, at, tables, rules)
        if reason_excluded(candidate, search, requirements_of(rules, search.on)) is None:
            choice = choose_reviewer(pool, search, tables, rules)
            take_from_waiting(key, tables)
            assigned.append(assign(pool, search, choice, choice.candidate or candidate, at, tables, rules))
    return assigned


def fill_seat(pool: str, search: Search, at: datetime, tables: PoolTables, rules: Jurisdiction) -> Message:
    """Assign a reviewer to a free seat of an open case, or keep it waiting with the reason."""
    choice = choose_reviewer(pool, search, tables, rules)
    if choice.candidate is not None:
        return assign(pool, search, choice, choice.candidate, at, tables, rules)
    case = tables.cases[search.case_number]
    seat = len(case.reviewers) + len(case.former) + len(case.waiting_keys) + 1
    key = waiting_key(pool, case.urgency, search.case_number, seat)
    tables.cases[search.case_number] = case.model_copy(update={"waiting_keys": (*case.waiting_keys, key)})
    tables.waiting[key] = Waiting(
        case_number=search.case_number,
        jurisdiction=rules.name,
        search=search,
        considered=choice.considered,
        excluded=choice.excluded,
        registry_version=registry_version(pool, tables),
    )
    return no_reviewer_found(pool, search.case_number, choice)


def choose_reviewer(pool: str, search: Search, tables: PoolTables, rules: Jurisdiction) -> Choice:
    """Choose among all reviewers of *pool*."""
    return choose(search, _candidates(pool, tables), requirements_of(rules, search.on))


def search_now(search: Search, at: datetime, tables: PoolTables, rules: Jurisdiction) -> Search:
    """Return the search of a seat as of *at*.

    Licences may have lapsed, reviewers may have joined the case.
    """
    case = tables.cases[search.case_number]
    return replace(search, on=rules.local_date(at), reviewers=(*case.reviewers, *case.former))


def assign(
    pool: str, search: Search, choice: Choice, candidate: Candidate, at: datetime, tables: PoolTables, rules: Jurisdiction
) -> ReviewerAssigned:
    """Give the case to the *candidate* and say why."""
    reviewer, requirements, open_cases = candidate.reviewer, requirements_of(rules, search.on), candidate.open_cases + 1
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


def no_reviewer_found(pool: str, case_number: str, choice: Choice) -> NoReviewerFound:
    """Return the event that says why the case waits."""
    return NoReviewerFound(case_number=case_number, pool=pool, considered=choice.considered, excluded=dict(choice.excluded))


def take_from_waiting(key: str, tables: PoolTables) -> None:
    """Remove the seat under *key* from the waiting seats of the pool and its case."""
    case_number = tables.waiting[key].case_number
    del tables.waiting[key]
    case = tables.cases[case_number]
    tables.cases[case_number] = case.model_copy(update={"waiting_keys": tuple(each for each in case.waiting_keys if each != key)})


def _candidates(pool: str, tables: PoolTables) -> Iterator[Candidate]:
    for key, record in tables.reviewers.items():
        if key.startswith(f"{pool}/"):
            yield Candidate(record.reviewer, _open_cases(key, tables))


def _candidate(pool: str, reviewer_id: str, tables: PoolTables) -> Candidate | None:
    key = f"{pool}/{reviewer_id}"
    return Candidate(tables.reviewers[key].reviewer, _open_cases(key, tables)) if key in tables.reviewers else None


def _open_cases(key: str, tables: PoolTables) -> int:
    return tables.loads[key].open_cases if key in tables.loads else 0


def waiting_key(pool: str, urgency: str, case_number: str, seat: int) -> str:
    """Return the key under which *seat* of a case waits, the most urgent first."""
    return f"{pool}/{urgency}/{case_number}/{seat}"


def waiting_keys(pool: str, tables: PoolTables) -> Iterator[str]:
    """Return the keys of the seats that wait for a reviewer of *pool*."""
    return (key for key in tables.waiting if key.startswith(f"{pool}/"))


def registry_version(pool: str, tables: PoolTables) -> int:
    """Return how often the registry of *pool* has changed."""
    return tables.pools[pool].registry_version if pool in tables.pools else 0


def make_room(pool: str, case: PoolCase, at: datetime, tables: PoolTables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Give the reviewers of *case* waiting cases in its place."""
    for reviewer in case.reviewers:
        unload(pool, reviewer, tables)
    given = [give_waiting_cases(pool, reviewer, at, tables, jurisdiction_of) for reviewer in case.reviewers]
    return [each for messages in given for each in messages]


def unload(pool: str, reviewer_id: str, tables: PoolTables, cases: int = 1) -> None:
    """So many cases fewer are open with the reviewer."""
    key = f"{pool}/{reviewer_id}"
    tables.loads[key] = Load(open_cases=tables.loads[key].open_cases - cases)


def urgency(priority: str, due_at: datetime) -> str:
    """Return the sort key of a waiting case: expedited before standard, then by due date."""
    rank = 0 if priority == "expedited" else 1
    return f"{rank}/{due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"
