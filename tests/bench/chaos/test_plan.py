"""The plan of a chaos run bounds the cases under way."""

from pathlib import Path

import pytest

from bench.chaos.plan import Plan


@pytest.mark.parametrize(
    ("cases", "in_flight", "room"), [(25, 25, 5), (250, 25, 5), (1_000, 100, 12), (1_500, 150, 18), (20_000, 150, 18)]
)
def test_cases_under_way_grow_with_the_run_within_bounds(cases: int, in_flight: int, room: int) -> None:
    """A tenth is under way, from 25 to 150; each reviewer has room for an eighth of it."""
    plan = Plan(cases, kills=1, seed=1, folder=Path("unused"))

    assert (in_flight, room) == (plan.in_flight, plan.reviewers_room)
