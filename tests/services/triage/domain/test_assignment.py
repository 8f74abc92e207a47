"""Who reviews a case."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.triage.domain.assignment import Candidate, choose, reason_excluded
from services.triage.domain.conflicts import has_conflict
from services.triage.domain.qualifications import reason_unqualified
from services.triage.domain.reviewer import Licence, Reviewer, Specialty
from services.triage.domain.specialties import fit
from tests.services.triage.domain.reviewers import ON, REQUIREMENTS, SEARCH, candidate, tied

OCCUPATIONAL = Specialty("Occupational Medicine", board_certified=True)
CHIROPRACTIC = Specialty("Chiropractic", board_certified=True)

REVIEWERS = st.builds(
    Reviewer,
    id=st.uuids().map(str),
    degree=st.sampled_from(["MD", "DC", "OD"]),
    licences=st.lists(
        st.builds(Licence, st.just("Iowa"), st.booleans(), st.sampled_from([date(2015, 4, 16), date(2015, 4, 17)])), max_size=2
    ).map(tuple),
    specialties=st.lists(
        st.builds(Specialty, st.sampled_from(["Occupational Medicine", "Chiropractic", "Psychiatry"]), st.booleans()), max_size=3
    ).map(tuple),
    disciplined=st.sampled_from([False, False, True]),
    practising_since=st.sampled_from([date(2010, 4, 16), date(2010, 4, 17)]),
    weekly_practice_hours=st.sampled_from([23, 24, 40]),
    active=st.sampled_from([True, True, False]),
    open_cases_max=st.integers(0, 3),
    ties=st.sampled_from([(), tied("financial", "Northwind Example Claims, Inc."), tied("familial", "Somebody Else")]),
)
CANDIDATES = st.lists(st.builds(Candidate, REVIEWERS, st.integers(0, 3)), max_size=8, unique_by=lambda each: each.reviewer.id)
MOSTLY_SOUND = st.lists(
    st.builds(candidate, st.integers(0, 4), id=st.uuids().map(str), open_cases_max=st.integers(0, 4)),
    max_size=8,
    unique_by=lambda each: each.reviewer.id,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"active": False}, "not-active"),
        ({"degree": "OD"}, "degree"),
        ({"disciplined": True}, "discipline"),
        ({"licences": ()}, "licence"),
        ({"practising_since": ON}, "practice-years"),
        ({"weekly_practice_hours": 1}, "practice-hours"),
        ({"specialties": (CHIROPRACTIC,)}, "specialty"),
        ({"specialties": (replace(OCCUPATIONAL, board_certified=False),)}, "board-certification"),
        ({"ties": tied("financial", "Northwind Example Claims, Inc.")}, "conflict-of-interest"),
        ({"open_cases": 9}, None),
        ({"open_cases": 10}, "capacity"),
        ({"open_cases": 11}, "capacity"),
        ({"open_cases_max": 0}, "capacity"),
        ({"open_cases": 10, "ties": tied("financial", "Northwind Example Claims")}, "conflict-of-interest"),
        ({"open_cases": 10, "disciplined": True}, "discipline"),
    ],
    ids=str,
)
def test_why_a_reviewer_is_left_out(changes: dict[str, Any], expected: str | None) -> None:
    """Each for the first reason, and capacity last."""
    assert expected == reason_excluded(candidate(**changes), SEARCH, REQUIREMENTS)


def test_nobody_can_be_chosen_from_nobody() -> None:
    """An empty registry considers none."""
    choice = choose(SEARCH, [], REQUIREMENTS)

    assert (None, 0, ()) == (choice.candidate, choice.considered, choice.excluded)


def test_the_better_fit_goes_first() -> None:
    """More matching specialties, even with more open cases."""
    better = candidate(9, id="better", specialties=(OCCUPATIONAL, CHIROPRACTIC))

    assert better == choose(SEARCH, [candidate(0, id="idle"), better], REQUIREMENTS).candidate


@pytest.mark.parametrize(
    ("busy", "idle"),
    [((5, 10), (4, 10)), ((1, 2), (4, 10)), ((1, 1000), (0, 1))],
    ids=["more cases", "more of their room", "any at all"],
)
def test_the_less_loaded_goes_first(busy: tuple[int, int], idle: tuple[int, int]) -> None:
    """Load counts in proportion to a reviewer's capacity."""
    one = candidate(busy[0], id="busy", open_cases_max=busy[1])
    other = candidate(idle[0], id="idle", open_cases_max=idle[1])

    assert other == choose(SEARCH, [one, other], REQUIREMENTS).candidate


def test_equals_share_the_cases() -> None:
    """The draw depends on the case, so that no reviewer is always first."""
    equals = [candidate(id=f"reviewer-{number}") for number in range(4)]
    chosen = [
        choose(replace(SEARCH, case_number=f"CM15-133{number:04d}"), equals, REQUIREMENTS).candidate for number in range(1, 200)
    ]

    assert all(25 < chosen.count(each) < 75 for each in equals)


def test_those_left_out_are_counted_by_reason() -> None:
    """Everybody considered is either allowed or counted once."""
    left_out = [candidate(id="a", disciplined=True), candidate(id="b", disciplined=True), candidate(10, id="c")]
    choice = choose(SEARCH, [*left_out, candidate(id="d")], REQUIREMENTS)

    assert (4, (("discipline", 2), ("capacity", 1))) == (choice.considered, choice.excluded)


@given(CANDIDATES | MOSTLY_SOUND)
def test_nobody_unfit_is_ever_chosen(candidates: list[Candidate]) -> None:
    """A chosen reviewer is qualified, of the field, without conflict, and has room.

    If there is such a reviewer, one is chosen.
    """
    chosen = choose(SEARCH, candidates, REQUIREMENTS).candidate

    if chosen is None:
        assert all(reason_excluded(each, SEARCH, REQUIREMENTS) for each in candidates)
    else:
        assert chosen in candidates
        assert reason_unqualified(chosen.reviewer, REQUIREMENTS, ON) is None
        assert fit(chosen.reviewer, SEARCH.needs, REQUIREMENTS).reason is None
        assert not has_conflict(chosen.reviewer, SEARCH.parties, REQUIREMENTS)
        assert chosen.open_cases < chosen.reviewer.open_cases_max


@given(CANDIDATES | MOSTLY_SOUND, st.data())
def test_the_order_of_reviewers_does_not_matter(candidates: list[Candidate], data: st.DataObject) -> None:
    """Two workers that know the same reviewers choose the same one for the same reasons."""
    shuffled = data.draw(st.permutations(candidates))

    assert choose(SEARCH, candidates, REQUIREMENTS) == choose(SEARCH, shuffled, REQUIREMENTS)


@given(CANDIDATES | MOSTLY_SOUND)
def test_everybody_is_counted(candidates: list[Candidate]) -> None:
    """Considered = allowed + left out."""
    choice = choose(SEARCH, candidates, REQUIREMENTS)
    allowed = [each for each in candidates if reason_excluded(each, SEARCH, REQUIREMENTS) is None]

    assert len(candidates) == choice.considered
    assert len(candidates) - len(allowed) == sum(count for _, count in choice.excluded)


@given(MOSTLY_SOUND, st.integers(0, 4))
def test_a_further_reviewer_never_takes_a_case_from_everybody(candidates: list[Candidate], open_cases: int) -> None:
    """Who joins can only help: a case that had a reviewer still has one."""
    before = choose(SEARCH, candidates, REQUIREMENTS).candidate
    after = choose(SEARCH, [*candidates, candidate(open_cases, id="new")], REQUIREMENTS).candidate

    assert before is None or after is not None
