"""How long cases stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ops.domain.stages import STAGES, Instants, Stage, walk
from services.ops.domain.time_in_stage import Stay, seconds_in_stages, stays


@pytest.mark.parametrize(
    ("instants", "expected"),
    [
        ({"received": 10.0}, {}),
        ({"received": 10.0, "eligible": 14.0}, {"received": 4.0}),
        ({"eligible": 14.0, "received": 10.0, "ready for review": 20.0}, {"received": 4.0, "eligible": 6.0}),
        ({"received": 10.0, "eligible": 10.0}, {"received": 0.0}),
    ],
)
def test_a_stage_lasts_until_the_next_begins(instants: Instants, expected: dict[Stage, float]) -> None:
    """Seconds run from one stage to the next; the one the case is in has not ended."""
    assert expected == seconds_in_stages(instants)


@given(st.dictionaries(st.sampled_from(STAGES), st.integers(0, 10**9).map(float), min_size=1))
def test_stays_add_up_to_the_life_of_the_case(instants: dict[Stage, float]) -> None:
    """The stages of a case share out the time from its first event to its last, or its end."""
    life = [at for _, at in walk(instants)]
    assert life[-1] - life[0] == sum(seconds_in_stages(instants).values())


def test_stays_of_several_cases() -> None:
    """Mean and middle are taken over the cases that left the stage."""
    cases: list[Instants] = [{"received": 0.0, "eligible": seconds} for seconds in (1.0, 2.0, 9.0)]

    assert {"received": Stay(cases=3, mean=4.0, p50=2.0)} == stays([*cases, {"received": 0.0}])


def test_no_cases_have_no_stays() -> None:
    """Nothing is said where nothing was measured."""
    assert stays([]) == {}
