"""Share out partitions by number: a number's partitions of all topics go to one worker.

The records of a case lie in partitions of one number, and one transaction commits them together.
Kafka's own assignors share out each topic for itself, among the workers that read it. While a new
version that reads one more topic runs beside the old, they would part the partitions of a number.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from aiokafka.cluster import ClusterMetadata
from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment, ConsumerProtocolMemberMetadata

Metadata = Any  # ConsumerProtocolMemberMetadata; aiokafka is untyped


class NumberAssignor(AbstractPartitionAssignor):  # type: ignore[misc]  # aiokafka is untyped
    """Share out numbers in equal ranges among all workers, in the order of their slots.

    A worker has a number's partitions of the topics it reads; the others wait until a worker that
    reads them has the number. A worker with a slot gets the same numbers after each rebalance with
    as many workers, so its state on disk is of use.
    """

    name = "imr-number"
    """Every version of a service must know it: a group uses an assignor that all members have."""

    version = 0

    def __init__(self, slot: str | None) -> None:
        self._slot = (slot or "").encode()

    def metadata(self, topics: Iterable[str]) -> Metadata:
        """Return the member's topics and slot, for the member that assigns."""
        return ConsumerProtocolMemberMetadata(self.version, sorted(topics), self._slot)

    @classmethod
    def assign(cls, cluster: ClusterMetadata, members: Mapping[str, Metadata]) -> dict[str, ConsumerProtocolMemberAssignment]:
        """Return each member's partitions."""
        topics = {topic for metadata in members.values() for topic in metadata.subscription}
        existing = {topic: frozenset(cluster.partitions_for_topic(topic) or ()) for topic in topics}
        in_order = sorted(members, key=lambda member: (_order(members[member].user_data), member))
        numbers = numbers_of_members(sorted(frozenset().union(*existing.values())), in_order)
        return {
            member: ConsumerProtocolMemberAssignment(
                cls.version,
                [
                    (topic, own)
                    for topic in sorted(metadata.subscription)
                    if (own := [n for n in numbers[member] if n in existing[topic]])
                ],
                b"",
            )
            for member, metadata in members.items()
        }

    @classmethod
    def on_assignment(cls, assignment: ConsumerProtocolMemberAssignment) -> None:
        """Keep nothing of it."""


def numbers_of_members(numbers: Sequence[int], members: Sequence[str]) -> dict[str, Sequence[int]]:
    """Return a range of *numbers* for each of *members*; the first have one more if any."""
    each, more = divmod(len(numbers), len(members))
    bounds = [each * index + min(index, more) for index in range(len(members) + 1)]
    return {member: numbers[begin:end] for member, (begin, end) in zip(members, pairwise(bounds), strict=True)}


def _order(slot: bytes) -> tuple[int, bytes]:
    """Return the place of a member's *slot*: 2 before 10, and members without one last."""
    return (len(slot) or 1_000, slot)
