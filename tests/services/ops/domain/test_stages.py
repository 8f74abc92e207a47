"""Stages of a case, in any order."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ops.domain.stages import CLOSED, STAGES, Instants, Stage, current_stage, is_whole, reach, walk

REVIEWED: tuple[Stage, ...] = (
    "received",
    "eligible",
    "ready for review",
    "reviewer assigned",
    "assessed",
    "determined",
    "letter issued",
)

arrivals = st.lists(st.tuples(st.sampled_from(STAGES), st.floats(0, 1e10)), min_size=1)


def case(*stages: Stage) -> dict[Stage, float]:
    """A case that reached *stages* one second apart."""
    return {stage: float(second) for second, stage in enumerate(stages)}


def arrive(events: list[tuple[Stage, float]]) -> dict[Stage, float]:
    """The case after *events* came in this order."""
    instants: dict[Stage, float] = {}
    for stage, at in events:
        instants = reach(instants, stage, at)
    return instants


@given(arrivals, st.randoms())
def test_order_and_repeats_do_not_matter(events: list[tuple[Stage, float]], random: Random) -> None:
    """The same events in another order, some of them twice, make the same case."""
    shuffled = [*events, *events[::2]]
    random.shuffle(shuffled)

    assert arrive(events) == arrive(shuffled)


@given(arrivals)
def test_a_walk_goes_forward_and_ends_where_the_case_is(events: list[tuple[Stage, float]]) -> None:
    """Instants on a walk never go back, and its last stage is the current one."""
    steps = walk(arrive(events))

    assert sorted(at for _, at in steps) == [at for _, at in steps]
    assert steps[-1][0] == current_stage(arrive(events))


def test_stages_of_one_instant_are_walked_in_their_usual_order() -> None:
    """Of several events at one instant, the last in the usual order gives the stage."""
    assert current_stage({"ready for review": 5.0, "eligible": 5.0, "received": 5.0}) == "ready for review"


@pytest.mark.parametrize("stage", STAGES)
def test_only_ends_close_a_case(stage: Stage) -> None:
    """Ineligible, with its letter, without one, affirmed or consolidated; all others are open."""
    ends = {"ineligible", "letter issued", "terminated", "affirmed", "letter issued anew", "consolidated"}
    assert (stage in CLOSED) == (stage in ends)


def test_a_case_is_appealed_and_affirmed_as_often_as_it_happens() -> None:
    """The last appeal counts, also of a review that was terminated."""
    instants = arrive([("received", 1.0), ("terminated", 2.0), ("assessed", 2.5), ("appealed", 3.0), ("affirmed", 4.0)])
    assert "affirmed" == current_stage(instants)
    assert "assessed" not in dict(walk(instants))
    assert "appealed" == current_stage(reach(instants, "appealed", 5.0))


def test_a_consolidated_case_goes_on_elsewhere() -> None:
    """A draft or an assignment that crossed its end is no stage of it."""
    instants = {"received": 1.0, "consolidated": 2.0, "assessed": 2.5, "appealed": 3.0}
    assert "consolidated" == current_stage(instants)  # type: ignore[arg-type]


def test_a_terminated_case_does_not_go_on() -> None:
    """An assignment that crossed the end is no stage of it."""
    assert "terminated" == current_stage({"received": 1.0, "terminated": 2.0, "reviewer assigned": 3.0})


@pytest.mark.parametrize(
    ("instants", "expected"),
    [
        (case(*REVIEWED), True),
        (case(*REVIEWED[:-1]), False),
        (case("received", "ineligible"), True),
        (case("ineligible"), False),
        (case("letter issued"), False),
        *((case(*(stage for stage in REVIEWED if stage != missing)), False) for missing in REVIEWED),
        (case("received", "eligible", "awaiting records", *REVIEWED[2:]), True),
    ],
)
def test_a_case_is_whole_once_it_ended_and_nothing_is_missing(instants: Instants, *, expected: bool) -> None:
    """Of a closed case with a stage missing, events are still to come."""
    assert expected == is_whole(instants)


def test_a_review_that_goes_on_is_where_it_was() -> None:
    """Deferred again, it is deferred; what follows moves it on."""
    steps: list[tuple[Stage, float]] = [("received", 1.0), ("assessed", 2.0), ("deferred", 3.0), ("resumed", 4.0)]
    assert "assessed" == current_stage(arrive(steps))
    assert "deferred" == current_stage(arrive([*steps, ("deferred", 5.0)]))
    assert "determined" == current_stage(arrive([*steps, ("determined", 5.0)]))


@pytest.mark.parametrize(("before", "stage"), [({}, "letter issued"), ({"remanded": 3.0}, "letter issued anew")])
def test_the_letter_of_a_correction_begins_no_stage(before: dict[Stage, float], stage: Stage) -> None:
    """Only an order of the court has a case determined anew."""
    instants: dict[Stage, float] = {"received": 1.0, "letter issued": 2.0, "letter issued anew": 4.0, **before}

    assert stage == current_stage(instants)


def test_a_letter_that_is_read_before_everything_else_has_a_stage() -> None:
    """Topics come in any order."""
    assert "letter issued anew" == current_stage({"letter issued anew": 4.0})
