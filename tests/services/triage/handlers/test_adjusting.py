"""A case stands still in its pool, goes on, or becomes more urgent."""

from datetime import timedelta
from typing import Any

from schemas.messages.triage import (
    AdjustCase,
    Affiliation,
    CaseChange,
    ItemNeed,
    NoReviewerFound,
    PartyName,
    RecheckCase,
    ReviewersRechecked,
    ReviewerWithdrawn,
)
from services.triage.state import PoolTables
from tests.services.triage.handlers.pools import assigned, say
from tests.services.triage.messages import AT, POOL, enrol, find, release

FIRST, SECOND = find(1).case_number, find(2).case_number


def adjust(number: int = 1, *, on_hold: bool, **changes: Any) -> AdjustCase:
    """Return the command for a case."""
    fields: dict[str, Any] = {"priority": None, "determination_due_at": None, **changes}
    return AdjustCase(pool=POOL, case_number=find(number).case_number, on_hold=on_hold, **fields)


def test_on_hold_the_reviewer_has_room_and_keeps_the_case() -> None:
    """When it goes on both are theirs; twice is once."""
    tables = PoolTables()
    say(tables, enrol(open_cases_max=1), find(1), find(2))

    assert {SECOND: "reviewer-1"} == assigned(say(tables, adjust(on_hold=True), adjust(on_hold=True)))
    assert 1 == tables.loads[f"{POOL}/reviewer-1"].open_cases
    assert [] == say(tables, adjust(on_hold=False), adjust(on_hold=False))
    assert 2 == tables.loads[f"{POOL}/reviewer-1"].open_cases
    assert ("reviewer-1",) == tables.cases[FIRST].reviewers


def test_a_seat_of_a_case_on_hold_is_not_filled() -> None:
    """It is sought again when the case goes on."""
    tables = PoolTables()
    say(tables, find(1), adjust(on_hold=True))

    assert [] == say(tables, enrol())
    assert {} == tables.waiting
    assert {FIRST: "reviewer-1"} == assigned(say(tables, adjust(on_hold=False)))


def test_a_case_that_ends_on_hold_frees_its_reviewer_once() -> None:
    """Its load was taken off before."""
    tables = PoolTables()
    say(tables, enrol(), find(1), adjust(on_hold=True), release(1))

    assert 0 == tables.loads[f"{POOL}/reviewer-1"].open_cases
    assert [] == say(tables, adjust(on_hold=False))


def test_a_more_urgent_case_is_assigned_first() -> None:
    """By priority, then by the day on which it is due."""
    tables = PoolTables()
    answers = say(tables, find(1), find(2))
    assert [NoReviewerFound, NoReviewerFound] == [type(each) for each in answers]
    say(tables, adjust(2, on_hold=False, priority="expedited", determination_due_at=AT + timedelta(hours=72)))

    assert set(tables.waiting) == {key for case in tables.cases.values() for key in case.waiting_keys}
    assert {SECOND: "reviewer-1"} == assigned(say(tables, enrol(open_cases_max=1)))


CHANGE = CaseChange(from_case=SECOND, acted_at=AT)


def recheck(number: int = 1, **changes: Any) -> RecheckCase:
    """Return the command for a case that items of another joined."""
    return RecheckCase(**{**dict(find(number)), "change": CHANGE, **changes})


def rechecked(number: int = 1) -> ReviewersRechecked:
    """Return the answer to it."""
    return ReviewersRechecked(case_number=find(number).case_number, change=CHANGE)


REVIEW = PartyName(role="ur-organization", name="Example Second Review", npi=None)


def test_a_reviewer_who_may_review_all_items_stays() -> None:
    """Only the search is another one."""
    tables = PoolTables()
    say(tables, enrol(), find(1))

    assert [rechecked()] == say(tables, recheck(parties=(*find(1).parties, REVIEW)))
    assert ("reviewer-1",) == tables.cases[FIRST].reviewers


def test_a_reviewer_whom_the_joined_items_exclude_is_replaced() -> None:
    """By a tie to a party of the other dispute, or without the specialty; the load is right."""
    tie = Affiliation(kind="professional", name="Example Second Review")
    tables = PoolTables()
    say(tables, enrol(affiliations=(tie,)), find(1), enrol("reviewer-2", "Blake Inventedreviewer"))
    withdrawn, *rest = say(tables, recheck(parties=(*find(1).parties, REVIEW)))
    assert rechecked() == rest[-1]

    assert ReviewerWithdrawn(case_number=FIRST, reviewer_id="reviewer-1", because="conflict-of-interest") == withdrawn
    assert {FIRST: "reviewer-2"} == assigned(rest)
    assert 0 == tables.loads[f"{POOL}/reviewer-1"].open_cases
    assert [rechecked()] == say(tables, recheck(parties=(*find(1).parties, REVIEW)))

    psychiatry = recheck(items=(*find(1).items, ItemNeed(treatment="psychological-treatment", body_region=None)))
    gone, waits, _ = say(tables, psychiatry)
    assert isinstance(gone, ReviewerWithdrawn)
    assert "specialty" == gone.because
    assert isinstance(waits, NoReviewerFound)


def test_a_seat_that_waits_is_sought_for_all_items() -> None:
    """With the urgency of both."""
    tables = PoolTables()
    say(tables, find(1), recheck(priority="expedited", parties=(*find(1).parties, REVIEW)))
    tie = Affiliation(kind="professional", name="Example Second Review")

    assert {} == assigned(say(tables, enrol(affiliations=(tie,))))
    (key,) = tables.waiting
    assert key.startswith(f"{POOL}/0/")


def test_a_check_is_answered_for_a_case_that_is_not_sought() -> None:
    """Nothing is signed before the answer; a command of version 1 awaits none."""
    assert [rechecked()] == say(PoolTables(), recheck())
    tables = PoolTables()
    say(tables, enrol(), find(1), release(1))
    assert [rechecked()] == say(tables, recheck())
    assert [] == say(tables, recheck(change=None))
