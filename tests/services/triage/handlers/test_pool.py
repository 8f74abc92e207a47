"""A pool assigns cases, lets them wait, and gives waiting cases to freed reviewers."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.triage import FindReviewerAnew, Licence, NoReviewerFound, ReviewerAssigned, Specialty
from services.triage.handlers import seats
from services.triage.state import Load, PoolTables
from tests.services.triage.handlers.pools import assigned, no_reviewer, say
from tests.services.triage.messages import AT, OCCUPATIONAL, POOL, PSYCHIATRY, affiliation, another, enrol, find, release


def test_a_case_is_assigned_with_the_reasons() -> None:
    """Who, with which credentials, chosen among how many."""
    tables = PoolTables()
    licences = (
        Licence(state="Iowa", unrestricted=True, expires_on=date(2030, 1, 1)),
        Licence(state="Ohio", unrestricted=False, expires_on=date(2030, 1, 1)),
    )
    specialties = (*PSYCHIATRY, *OCCUPATIONAL)
    say(tables, enrol(licences=licences, specialties=specialties), enrol("reviewer-2", disciplined=True))

    assert [
        ReviewerAssigned(
            case_number="CM15-1330001",
            reviewer_id="reviewer-1",
            pool=POOL,
            licensure=("Iowa",),
            specialties=("Psychiatry", "Occupational Medicine"),
            matching_specialties=("Occupational Medicine",),
            open_cases=1,
            considered=2,
            excluded={"discipline": 1},
            assigned_at=AT,
        )
    ] == say(tables, find())


def test_a_case_nobody_may_review_waits() -> None:
    """The answer says why, by the first reason of each."""
    tables = PoolTables()
    say(tables, enrol(specialties=PSYCHIATRY), enrol("reviewer-2", affiliations=(affiliation("Northwind Example Claims, Inc."),)))

    assert [no_reviewer(1, 2, specialty=1, conflict_of_interest=1)] == say(tables, find())
    assert set(tables.waiting) == set(tables.cases["CM15-1330001"].waiting_keys)


def test_who_is_a_party_reviews_nothing() -> None:
    """The name of a reviewer among the parties is recognised by its digest."""
    tables = PoolTables()
    say(tables, enrol(name="Northwind Example Claims"))

    assert [no_reviewer(1, 1, conflict_of_interest=1)] == say(tables, find())


@pytest.mark.parametrize("before", [(), (enrol(),)], ids=["waiting", "assigned"])
def test_a_case_is_found_once(before: tuple[Message, ...]) -> None:
    """A second time it is as it was."""
    tables = PoolTables()
    say(tables, *before, find())

    assert [] == say(tables, find())
    assert len(tables.cases) == 1
    assert sum(load.open_cases for load in tables.loads.values()) == len(before)


def test_nobody_gets_more_than_they_have_room_for() -> None:
    """The third case of a reviewer with room for two waits."""
    tables = PoolTables()

    assert {"CM15-1330001": "reviewer-1", "CM15-1330002": "reviewer-1"} == assigned(say(tables, enrol(), find(1), find(2)))
    assert [no_reviewer(3, 1, capacity=1)] == say(tables, find(3))


def test_a_determination_makes_room_for_the_next() -> None:
    """The case that waits is assigned in the same breath."""
    tables = PoolTables()
    say(tables, enrol(open_cases_max=1), find(1), find(2))

    assert {"CM15-1330002": "reviewer-1"} == assigned(say(tables, release(1)))
    assert {} == tables.waiting
    assert Load(open_cases=1) == tables.loads[f"{POOL}/reviewer-1"]


def test_a_release_that_helps_nobody_says_nothing() -> None:
    """No news is published of a case that goes on waiting."""
    tables = PoolTables()
    psychological = (find().items[0].model_copy(update={"treatment": "psychological-treatment"}),)
    say(tables, enrol(), find(1), find(2, items=psychological))

    assert [] == say(tables, release(1))
    assert len(tables.waiting) == 1


def test_a_reviewer_who_did_not_change_changes_nothing() -> None:
    """The registry may be imported again every night."""
    tables = PoolTables()
    say(tables, enrol(specialties=PSYCHIATRY), find())
    before = dict(tables.pools)

    assert [] == say(tables, enrol(specialties=PSYCHIATRY))
    assert before == tables.pools
    assert {} == tables.timers


@pytest.mark.parametrize(
    "changes",
    [{"open_cases_max": 3}, {"specialties": OCCUPATIONAL}, {"active": True}, {"disciplined": False}, {"affiliations": ()}],
    ids=str,
)
def test_a_reviewer_who_changed_may_take_what_waits(changes: dict[str, Any]) -> None:
    """More room, another field, a return, a clearance, a lost tie: waiting cases try again."""
    before: dict[str, Any] = {
        "open_cases_max": 0 if "open_cases_max" in changes else 2,
        "specialties": PSYCHIATRY if "specialties" in changes else OCCUPATIONAL,
        "active": "active" not in changes,
        "disciplined": "disciplined" in changes,
        "affiliations": (affiliation("Northwind Example Claims"),) if "affiliations" in changes else (),
    }
    tables = PoolTables()
    say(tables, enrol(**before), find())

    assert {"CM15-1330001": "reviewer-1"} == assigned(say(tables, enrol(**{**before, **changes})))


def test_who_leaves_keeps_their_open_cases() -> None:
    """They get no new ones; when they come back, the open ones still count."""
    tables = PoolTables()
    say(tables, enrol(), find(1))

    assert [] == say(tables, enrol(active=False))
    assert [no_reviewer(2, 1, not_active=1)] == say(tables, find(2))

    say(tables, find(3), enrol(active=True))

    assert Load(open_cases=2) == tables.loads[f"{POOL}/reviewer-1"]
    assert len(tables.waiting) == 1


def test_who_left_is_released_and_gets_nothing_new() -> None:
    """A determination by a reviewer who left brings them no new case."""
    tables = PoolTables()
    say(tables, enrol(open_cases_max=1), find(1), find(2), enrol(open_cases_max=1, active=False))

    assert [] == say(tables, release(1))
    assert Load(open_cases=0) == tables.loads[f"{POOL}/reviewer-1"]


def test_a_release_before_the_search_ends_it() -> None:
    """A case determined before the search takes no room."""
    tables = PoolTables()

    assert [] == say(tables, enrol(), release(1), find(1))
    assert {} == tables.loads


def test_a_release_of_a_case_that_waits_ends_the_wait() -> None:
    """It is not assigned afterwards."""
    tables = PoolTables()
    say(tables, find(1), release(1))

    assert [] == say(tables, enrol())
    assert {} == tables.waiting


def test_a_case_is_released_once() -> None:
    """A second release makes no room that is not there."""
    tables = PoolTables()
    say(tables, enrol(), find(1), find(2), release(1))

    assert [] == say(tables, release(1))
    assert Load(open_cases=1) == tables.loads[f"{POOL}/reviewer-1"]


FIELDS = st.sampled_from([(*OCCUPATIONAL,), PSYCHIATRY, (Specialty(name="Chiropractic", board_certified=False),)])
STORIES = st.lists(
    st.one_of(
        st.builds(find, st.integers(1, 6), priority=st.sampled_from(["standard", "expedited"])),
        st.builds(another, st.integers(1, 6), st.sampled_from(["reviewer-1", "reviewer-2", None])),
        st.builds(release, st.integers(1, 6)),
        st.builds(
            enrol,
            st.sampled_from(["reviewer-1", "reviewer-2", "reviewer-3"]),
            specialties=FIELDS,
            open_cases_max=st.integers(0, 2),
            active=st.booleans(),
        ),
    ),
    max_size=25,
)


@given(STORIES)
@settings(max_examples=60, deadline=None)
def test_whatever_happens_the_books_are_right(story: list[Message]) -> None:
    """After any story, loads are the cases assigned, and no capacity is exceeded.

    No case waits that a reviewer with room could take.
    """
    tables = PoolTables()
    for message in story:
        for answer in say(tables, message):
            if isinstance(answer, ReviewerAssigned):
                reviewer = tables.reviewers[f"{POOL}/{answer.reviewer_id}"].reviewer
                assert answer.open_cases <= reviewer.open_cases_max
                assert reviewer.active

    assigned_to = [reviewer for case in tables.cases.values() for reviewer in case.reviewers]
    assert all(assigned_to.count(key.rpartition("/")[2]) == load.open_cases for key, load in tables.loads.items())
    assert sorted(key for case in tables.cases.values() for key in case.waiting_keys) == sorted(tables.waiting)
    assert [] == [key for key in tables.waiting if _could_be_taken(tables, key)]
    for case in tables.cases.values():
        assert len({*case.reviewers, *case.former}) == len(case.reviewers) + len(set(case.former))


def _could_be_taken(tables: PoolTables, key: str) -> bool:
    waiting = tables.waiting[key]
    rules = load_jurisdiction(waiting.jurisdiction)
    search = seats.search_now(waiting.search, AT, tables, rules)
    return seats.choose_reviewer(POOL, search, tables, rules).candidate is not None


def test_who_gave_a_case_back_does_not_get_it_again() -> None:
    """Another reviewer gets it; the one who gave it back has room for others."""
    tables = PoolTables()
    say(tables, enrol(open_cases_max=1), find(1), find(2))
    answers = say(tables, another(1, "reviewer-1"))

    assert [no_reviewer(1, 1, of_this_case=1)] == [each for each in answers if isinstance(each, NoReviewerFound)]
    assert {"CM15-1330002": "reviewer-1"} == assigned(answers)
    assert {"CM15-1330001": "reviewer-2"} == assigned(say(tables, enrol("reviewer-2")))


def test_a_case_is_given_back_once() -> None:
    """By who has it; a repeat, an unknown case and a released one change nothing."""
    tables = PoolTables()
    say(tables, enrol(), enrol("reviewer-2"), find(1))
    ((_, first),) = assigned(say(tables, find(2))).items()
    say(tables, another(2, first))

    assert [] == say(tables, another(2, first), another(9, first))
    say(tables, release(2))
    assert [] == say(tables, another(2, first), another(2, None))


@pytest.mark.parametrize("released", [True, False], ids=["released", "not released yet"])
def test_a_remanded_case_goes_to_who_never_had_it(*, released: bool) -> None:
    """Once for an order; a seat that is still held is freed (LC 4610.6(i))."""
    tables = PoolTables()
    say(tables, enrol(open_cases_max=1), enrol("reviewer-2"), enrol("reviewer-3"), find())
    (former,) = tables.cases["CM15-1330001"].reviewers
    if released:
        say(tables, release())
    anew = FindReviewerAnew(**dict(find()), remanded_on=date(2015, 9, 1), earlier_reviewers=(former,))

    (found,) = say(tables, anew, anew)
    assert isinstance(found, ReviewerAssigned)
    assert former != found.reviewer_id
    assert 0 == tables.loads[f"{POOL}/{former}"].open_cases
    say(tables, release())
    assert {0} == {load.open_cases for load in tables.loads.values()}
    assert [] == say(tables, anew)
