"""A pool assigns cases, lets them wait, and gives waiting cases to freed reviewers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.triage import FindAnotherReviewer, FindReviewer, Licence, NoReviewerFound, ReviewerAssigned, Specialty
from services.triage.handlers import pool
from services.triage.handlers.pool import (
    on_enrol_reviewer,
    on_find_another_reviewer,
    on_find_reviewer,
    on_recount,
    on_release_reviewer,
)
from services.triage.state import Load, PoolTables
from tests.services.triage.messages import AT, OCCUPATIONAL, POOL, PSYCHIATRY, affiliation, another, enrol, find, release

Enrol, Release = type(enrol()), type(release())
RECOUNT_KEY = f"{POOL}/recount"


def say(tables: PoolTables, *messages: Message, at: datetime = AT) -> list[Message]:
    """Give *messages* to the pool one by one; return its answers."""
    handlers: dict[type[Message], Any] = {
        FindReviewer: on_find_reviewer,
        FindAnotherReviewer: on_find_another_reviewer,
        Enrol: on_enrol_reviewer,
        Release: on_release_reviewer,
    }
    answers: list[Message] = []
    for message in messages:
        answers += handlers[type(message)](message, at, tables=tables, jurisdiction_of=load_jurisdiction)
    return answers


def recount(tables: PoolTables) -> list[Message]:
    """The clock of the recount runs out."""
    timer = tables.timers.pop(RECOUNT_KEY)
    return on_recount(POOL, timer.due_at, tables=tables, jurisdiction_of=load_jurisdiction)


def assigned(messages: list[Message]) -> dict[str, str]:
    """Who reviews which case, in the order of the messages."""
    return {each.case_number: each.reviewer_id for each in messages if isinstance(each, ReviewerAssigned)}


def nobody(number: int, considered: int, **excluded: int) -> NoReviewerFound:
    """Return the event that no reviewer was found, with the counts."""
    reasons = {reason.replace("_", "-"): count for reason, count in excluded.items()}
    return NoReviewerFound(case_number=find(number).case_number, pool=POOL, considered=considered, excluded=reasons)


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

    assert [nobody(1, 2, specialty=1, conflict_of_interest=1)] == say(tables, find())
    assert set(tables.waiting) == set(tables.cases["CM15-1330001"].waiting_keys)


def test_who_is_a_party_reviews_nothing() -> None:
    """The name of a reviewer among the parties is recognised by its digest."""
    tables = PoolTables()
    say(tables, enrol(name="Northwind Example Claims"))

    assert [nobody(1, 1, conflict_of_interest=1)] == say(tables, find())


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
    assert [nobody(3, 1, capacity=1)] == say(tables, find(3))


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
    psychotherapy = (find().items[0].model_copy(update={"treatment": "psychotherapy"}),)
    say(tables, enrol(), find(1), find(2, items=psychotherapy))

    assert [] == say(tables, release(1))
    assert len(tables.waiting) == 1


def test_a_new_reviewer_takes_what_waits_most_urgent_first() -> None:
    """Expedited first, then by due date, then by number, as far as there is room."""
    tables, due = PoolTables(), find().determination_due_at
    say(
        tables,
        find(1),
        find(2, determination_due_at=due - timedelta(days=1)),
        find(3, determination_due_at=due + timedelta(days=9), priority="expedited"),
        find(4, determination_due_at=due + timedelta(days=8), priority="expedited"),
        find(5),
    )

    assert ["CM15-1330004", "CM15-1330003", "CM15-1330002", "CM15-1330001"] == list(assigned(say(tables, enrol(open_cases_max=4))))
    assert ["CM15-1330005"] == [waiting.case_number for waiting in tables.waiting.values()]


def test_due_dates_are_instants() -> None:
    """Which is earlier does not depend on the offset it is written with."""
    tables, due = PoolTables(), datetime(2015, 5, 18, 6, 59, tzinfo=UTC)
    later = due + timedelta(minutes=1)
    say(tables, find(1, determination_due_at=later.astimezone(load_jurisdiction(POOL).zone)), find(2, determination_due_at=due))

    assert ["CM15-1330002"] == list(assigned(say(tables, enrol(open_cases_max=1))))


def test_a_new_reviewer_takes_only_what_is_theirs() -> None:
    """A more urgent case of another field goes on waiting."""
    tables = PoolTables()
    surgery = (find().items[0].model_copy(update={"treatment": "surgery"}),)
    say(tables, find(1, priority="expedited", items=surgery), find(2))

    assert {"CM15-1330002": "reviewer-1"} == assigned(say(tables, enrol()))


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
    assert [nobody(2, 1, not_active=1)] == say(tables, find(2))

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


def test_a_licence_that_ran_out_while_the_case_waited_does_not_count() -> None:
    """A waiting case is judged by the day it is assigned."""
    tables = PoolTables()
    licences = (Licence(state="Iowa", unrestricted=True, expires_on=date(2015, 4, 20)),)
    say(tables, enrol(open_cases_max=1, licences=licences), find(1), find(2))

    assert [] == say(tables, release(1), at=datetime(2015, 4, 21, 7, 0, tzinfo=UTC))


def test_on_its_last_day_a_licence_counts() -> None:
    """The day is that of the jurisdiction."""
    tables = PoolTables()
    licences = (Licence(state="Iowa", unrestricted=True, expires_on=date(2015, 4, 20)),)
    say(tables, enrol(open_cases_max=1, licences=licences), find(1), find(2))

    assert {"CM15-1330002": "reviewer-1"} == assigned(say(tables, release(1), at=datetime(2015, 4, 21, 6, 59, tzinfo=UTC)))


def test_pools_do_not_mix() -> None:
    """Reviewers and waiting cases of one pool are nothing to another, also in one partition."""
    tables = PoolTables()
    other = "ca-workers-comp-2"
    say(tables, find(1), enrol().model_copy(update={"pool": other}))

    assert len(tables.waiting) == 1
    assert [nobody(2, 0)] == say(tables, find(2))


def test_counts_are_renewed_a_minute_after_the_registry_changed() -> None:
    """An import of many reviewers counts once; then the news is published."""
    tables = PoolTables()
    say(tables, find(1))

    assert [] == say(tables, *(enrol(f"reviewer-{number}", specialties=PSYCHIATRY) for number in range(3)))
    assert AT + timedelta(minutes=1) == tables.timers[RECOUNT_KEY].due_at
    assert [nobody(1, 3, specialty=3)] == recount(tables)
    assert {} == tables.timers


def test_counts_that_are_as_published_are_not_published_again() -> None:
    """A change of a reviewer that leaves the counts as they were publishes nothing."""
    tables = PoolTables()
    say(tables, enrol(specialties=PSYCHIATRY), find(1), enrol(specialties=PSYCHIATRY, weekly_practice_hours=40))

    assert [] == recount(tables)
    assert all(waiting.registry_version == 2 for waiting in tables.waiting.values())


def test_nothing_is_recounted_where_nothing_waits() -> None:
    """Without waiting cases, a change of the registry sets no clock."""
    tables = PoolTables()
    say(tables, enrol())

    assert {} == tables.timers


def test_a_long_queue_is_recounted_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """The most urgent first, the rest a moment later, each once."""
    monkeypatch.setattr(pool, "RECOUNTED_AT_ONCE_MAX", 2)
    tables = PoolTables()
    say(tables, *(find(number) for number in range(1, 6)), enrol(specialties=PSYCHIATRY))
    rounds = []
    while RECOUNT_KEY in tables.timers:
        rounds.append([message.subject for message in recount(tables)])

    assert [["CM15-1330001", "CM15-1330002"], ["CM15-1330003", "CM15-1330004"], ["CM15-1330005"]] == [
        sorted(each) for each in rounds
    ]


def test_a_recount_assigns_whom_time_made_eligible() -> None:
    """A reviewer whose fifth year was over meanwhile."""
    tables = PoolTables()
    say(tables, enrol(practising_since=date(2010, 4, 17)), find(1), enrol("reviewer-2", specialties=PSYCHIATRY))
    tables.timers[RECOUNT_KEY] = tables.timers[RECOUNT_KEY].model_copy(update={"due_at": AT + timedelta(days=1)})

    assert {"CM15-1330001": "reviewer-1"} == assigned(recount(tables))
    assert {} == tables.waiting


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
    search = pool._search_now(waiting.search, AT, tables, rules)
    return pool._choose(POOL, search, tables, rules).candidate is not None


def test_who_gave_a_case_back_does_not_get_it_again() -> None:
    """Another reviewer gets it; the one who gave it back has room for others."""
    tables = PoolTables()
    say(tables, enrol(open_cases_max=1), find(1), find(2))
    answers = say(tables, another(1, "reviewer-1"))

    assert [nobody(1, 1, of_this_case=1)] == [each for each in answers if isinstance(each, NoReviewerFound)]
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


def test_a_panel_is_of_different_people() -> None:
    """Each seat goes to a different reviewer or waits; a release gives all room again."""
    tables = PoolTables()
    say(tables, enrol(), enrol("reviewer-2"), find(1))
    answers = say(tables, another(1, None), another(1, None))

    assert {"reviewer-1", "reviewer-2"} == set(tables.cases["CM15-1330001"].reviewers)
    assert [nobody(1, 2, of_this_case=2)] == answers[1:]
    assert {"CM15-1330001": "reviewer-3"} == assigned(say(tables, enrol("reviewer-3")))
    say(tables, release(1))
    assert {0} == {load.open_cases for load in tables.loads.values()}


def test_two_seats_that_wait_go_to_two_people() -> None:
    """One reviewer who comes takes one of them."""
    tables = PoolTables()
    say(tables, find(1), another(1, None))

    assert 1 == len(say(tables, enrol()))
    assert 1 == len(tables.waiting)
    assert {"CM15-1330001": "reviewer-2"} == assigned(say(tables, enrol("reviewer-2")))
