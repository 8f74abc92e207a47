"""Reviewers' open cases are counted in the order of the pool's commands."""

import pytest

from bench.checker.capacity import check_capacity
from bench.checker.facts import Fact, Position

ENROLLED = {"pool": "pool", "reviewer_id": "reviewer-001", "room": 1}


def _fact(name: str, offset: int, cause: str = "", **data: object) -> Fact:
    topic = "imr.triage.events" if name == "reviewer-assigned" else "imr.triage.pool"
    known = {"pool": "pool", "reviewer_id": "reviewer-001"} if name == "reviewer-assigned" else {}
    place = Position(topic, 0, offset)
    return Fact(place, f"imr.triage.{name}", f"{name}-{offset}", "/imr/triage", "", cause, "", {**known, **data})


FIRST = _fact("reviewer-assigned", 0, "find-reviewer-1", case_number="one")
SECOND = _fact("reviewer-assigned", 1, "find-reviewer-3", case_number="two")
ENROL = _fact("enrol-reviewer", 0, **ENROLLED)
FIND, RELEASE, FIND_AGAIN = (
    _fact("find-reviewer", 1, case_number="one"),
    _fact("release-reviewer", 2, case_number="one"),
    _fact("find-reviewer", 3, case_number="two"),
)
HOLD, GO_ON = (_fact("adjust-case", 2, case_number="one", on_hold=held) for held in (True, False))
RELEASE_LATE, GO_ON_LATE = (
    _fact("release-reviewer", 2, case_number="one"),
    _fact("adjust-case", 2, case_number="one", on_hold=False),
)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ([ENROL, FIND, RELEASE, FIND_AGAIN, FIRST, SECOND], 0),
        ([ENROL, FIND, FIND_AGAIN, FIRST, SECOND], 1),
        ([FIND, FIRST], 1),
        ([ENROL, FIND, FIND_AGAIN, RELEASE, FIRST, _fact("reviewer-assigned", 1, "a clock", case_number="two")], 0),
        ([ENROL, FIND, FIRST, _fact("reviewer-assigned", 1, "a clock", case_number="two")], 1),
        ([ENROL, FIND, HOLD, FIND_AGAIN, FIRST, SECOND], 0),
        ([ENROL, FIND, HOLD, GO_ON, FIND_AGAIN, FIRST, SECOND], 1),
        ([ENROL, FIND, HOLD, RELEASE_LATE, GO_ON_LATE, FIND_AGAIN, FIRST, SECOND], 0),
    ],
    ids=[
        *("one after the other", "two at once", "never enrolled", "by a clock, after the release", "by a clock, no release"),
        *("the first stands still", "the first goes on again", "the first ended while it stood still"),
    ],
)
def test_a_reviewer_has_at_most_the_cases_there_is_room_for(facts: list[Fact], found: int) -> None:
    """A case is open until its release; a timer's assignment comes as late as possible."""
    assert found == len(list(check_capacity(facts, set())))


def test_a_replayed_command_counts_later_than_its_place() -> None:
    """Its assignment was made after the commands behind it."""
    find_late = _fact("find-reviewer", 4, case_number="one")
    late = _fact("reviewer-assigned", 2, "find-reviewer-4", case_number="one")
    releases = [_fact("release-reviewer", 5, case_number="two"), _fact("release-reviewer", 6, case_number="one")]
    facts = [ENROL, FIND_AGAIN, find_late, *releases, SECOND, late]

    assert 1 == len(list(check_capacity(facts, set())))
    assert [] == list(check_capacity(facts, {"find-reviewer-4"}))
