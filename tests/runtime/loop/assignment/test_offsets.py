"""Committed offsets while the broker is still loading them."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import GroupAuthorizationFailedError, GroupLoadInProgressError, NotCoordinatorForGroupError

from runtime.loop.assignment.offsets import committed_offsets

PLACE = TopicPartition("imr.intake.commands", 2)
LOADING, NOT_COORDINATOR, NOT_ALLOWED = (
    GroupLoadInProgressError.errno,
    NotCoordinatorForGroupError.errno,
    GroupAuthorizationFailedError.errno,
)


class Coordinator:
    """A coordinator that gives prepared answers in order."""

    group_id = "imr-intake"

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.deaths = 0
        self.asked: list[Any] = []

    async def ensure_coordinator_known(self) -> None:
        """Do nothing: the coordinator is known."""

    def coordinator_dead(self) -> None:
        """Count the loss of the coordinator."""
        self.deaths += 1

    async def _send_req(self, request: Any) -> Any:
        self.asked.append(request._partitions)
        return self._answers.pop(0)


def _answer(offset: int = 0, code: int = 0) -> Any:
    return SimpleNamespace(error_code=0, topics=[(PLACE.topic, [(PLACE.partition, offset, "", code)])])


def _refusal(code: int) -> Any:
    """Return an answer for the whole group: an error and no partitions."""
    return SimpleNamespace(error_code=code, topics=[])


@pytest.mark.parametrize(
    ("answers", "offset"),
    [
        ([_answer(170)], 170),
        ([_answer(0)], 0),
        ([_answer(-1)], None),
        ([_refusal(LOADING), _refusal(LOADING), _answer(170)], 170),
        ([_answer(-1, LOADING), _answer(170)], 170),
        ([_refusal(NOT_COORDINATOR), _answer(170)], 170),
    ],
)
async def test_only_a_broker_that_knows_says_there_is_none(answers: Sequence[Any], offset: int | None) -> None:
    """An error for the whole group is retried.

    Taking it for "never committed" would read every topic again.
    """
    assert {PLACE: offset} == await committed_offsets(Coordinator(*answers), [PLACE])


async def test_many_are_asked_at_once() -> None:
    """One request covers all partitions; one that is not ready delays them all."""
    other, third = TopicPartition("imr.intake.desk", 2), TopicPartition(PLACE.topic, 3)
    answer = _answer(170)
    answer.topics[0][1].append((3, -1, "", 0))
    answer.topics.append((other.topic, [(2, 5, "", 0)]))
    loading = SimpleNamespace(error_code=0, topics=[*_answer(170).topics, (other.topic, [(2, -1, "", LOADING)])])
    coordinator = Coordinator(loading, answer)

    assert {PLACE: 170, third: None, other: 5} == await committed_offsets(coordinator, [PLACE, other, third])
    assert [[(PLACE.topic, [2, 3]), (other.topic, [2])]] * 2 == coordinator.asked


async def test_another_coordinator_is_looked_for() -> None:
    """When the coordinator has moved, a new one is looked up."""
    coordinator = Coordinator(_refusal(NOT_COORDINATOR), _answer(1))

    await committed_offsets(coordinator, [PLACE])
    assert 1 == coordinator.deaths


async def test_what_waiting_does_not_mend_is_raised() -> None:
    """An error that retrying cannot fix, such as a missing permission, is raised."""
    with pytest.raises(GroupAuthorizationFailedError):
        await committed_offsets(Coordinator(_refusal(NOT_ALLOWED)), [PLACE])
