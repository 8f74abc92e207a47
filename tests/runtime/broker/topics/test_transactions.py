"""The coordinator's log about a transaction whose end marker is missing in a partition."""

import pytest
from aiokafka import TopicPartition

from runtime.broker.topics.transactions import _KEY, _TOUCHED, _VALUE, Outcome, Step, Unfinished, judged, step_of

ONGOING, PREPARE_COMMIT, PREPARE_ABORT, COMPLETE_COMMIT, COMPLETE_ABORT = 1, 2, 3, 4, 5
PLACE, OTHER = TopicPartition("imr.intake.commands", 2), TopicPartition("imr.intake.changelog", 3)
PRODUCER = 6


def step(state: int, *places: TopicPartition, producer_id: int = PRODUCER) -> Step:
    """Return a record of the coordinator of intake's third partition."""
    return Step("imr-intake-3", producer_id, state, frozenset(places))


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        ([step(ONGOING, PLACE), step(PREPARE_COMMIT, PLACE, OTHER), step(COMPLETE_COMMIT)], "committed"),
        ([step(ONGOING, PLACE), step(PREPARE_ABORT, PLACE), step(COMPLETE_ABORT)], "aborted"),
        (
            [
                step(PREPARE_ABORT, PLACE),
                step(COMPLETE_ABORT),
                step(PREPARE_COMMIT, PLACE),
                step(COMPLETE_COMMIT),
                step(ONGOING, OTHER),
            ],
            "committed",
        ),
        ([step(PREPARE_COMMIT, OTHER), step(COMPLETE_COMMIT)], None),
    ],
    ids=["committed", "aborted", "the last that touched it counts", "its records are gone"],
)
def test_the_last_transaction_that_touched_the_place_decides(steps: list[Step], outcome: Outcome | None) -> None:
    """The last transaction that wrote to the partition decides; other producers are ignored."""
    others = [step(PREPARE_ABORT, PLACE, producer_id=9), step(COMPLETE_ABORT, producer_id=9)]

    assert Unfinished(PLACE, 92, "imr-intake-3", outcome) == judged(PLACE, 92, PRODUCER, [*steps, *others])


def test_nobody_knows_a_producer_of_which_there_is_no_record() -> None:
    """A producer without a record is reported as unknown.

    Its log may have been deleted, or it belongs to another cluster.
    """
    assert Unfinished(PLACE, 92, None, None) == judged(PLACE, 92, PRODUCER, [])


@pytest.mark.parametrize("steps", [[step(ONGOING, PLACE)], [step(ONGOING, PLACE), step(PREPARE_COMMIT, PLACE)]])
def test_what_the_coordinator_has_in_hand_is_left_to_it(steps: list[Step]) -> None:
    """A transaction that is open, or whose end is being written, is left to the coordinator."""
    assert judged(PLACE, 92, PRODUCER, steps) is None


@pytest.mark.parametrize("version", [0, 1])
def test_records_of_both_formats_are_read(version: int) -> None:
    """Records of both formats are read.

    They hold the key, the state and the partitions; later fields are ignored.
    """
    tags = ({},) if version else ()
    touched = [("imr.intake.commands", [0, 2], *tags), ("imr.intake.changelog", [3], *tags)]
    key = _KEY.encode((0, "imr-intake-3"))
    value = (
        version.to_bytes(2, "big")
        + _VALUE.encode((PRODUCER, 1, 15_000, PREPARE_COMMIT))
        + _TOUCHED[version].encode(touched)
        + b"rest"
    )

    places = {TopicPartition("imr.intake.commands", 0), PLACE, OTHER}
    assert Step("imr-intake-3", PRODUCER, PREPARE_COMMIT, frozenset(places)) == step_of(key, value)


def test_a_transaction_without_partitions_is_read() -> None:
    """An ended transaction, whose record names no partitions, is read."""
    value = (1).to_bytes(2, "big") + _VALUE.encode((PRODUCER, 1, 15_000, COMPLETE_COMMIT)) + b"\x00rest"

    assert step(COMPLETE_COMMIT) == step_of(_KEY.encode((0, "imr-intake-3")), value)
