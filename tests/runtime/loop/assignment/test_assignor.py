"""A number's partitions of all topics go to one worker; versions run side by side."""

from collections.abc import Mapping

from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from hypothesis import given
from hypothesis import strategies as st

from runtime.loop.assignment.assignor import NumberAssignor, numbers_of_members

Subscriptions = Mapping[str, tuple[str | None, frozenset[str]]]
"""Slot and topics of each member."""


class Topics:
    """The partitions of topics, as the client's metadata has them."""

    def __init__(self, partitions: Mapping[str, int]) -> None:
        self._partitions = partitions

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        """Return the numbers of *topic*, None if it is unknown."""
        return set(range(self._partitions[topic])) if topic in self._partitions else None


def assigned(members: Subscriptions, partitions: Mapping[str, int]) -> dict[str, dict[str, list[int]]]:
    """Return each member's numbers by topic, as they come out of the encoded assignment."""
    metadata = {name: NumberAssignor(slot).metadata(topics) for name, (slot, topics) in members.items()}
    answers = NumberAssignor.assign(Topics(partitions), metadata)
    decoded = {name: ConsumerProtocolMemberAssignment.decode(answer.encode()) for name, answer in answers.items()}
    return {name: dict(answer.assignment) for name, answer in decoded.items()}


_TOPICS = ("a", "b", "c")
_MEMBERS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4),
    st.tuples(st.none() | st.integers(0, 20).map(str), st.frozensets(st.sampled_from(_TOPICS), min_size=1)),
    min_size=1,
    max_size=6,
)


@given(_MEMBERS, st.integers(1, 12))
def test_a_number_has_one_owner(members: Subscriptions, partitions: int) -> None:
    """No other reads a partition of it; a worker reads all it subscribed to of its numbers."""
    found = assigned(members, dict.fromkeys(_TOPICS, partitions))

    owners: dict[int, set[str]] = {}
    for name, by_topic in found.items():
        for numbers in by_topic.values():
            for number in numbers:
                owners.setdefault(number, set()).add(name)
    assert all(len(names) == 1 for names in owners.values())
    for number, (name,) in owners.items():
        assert {topic for topic, numbers in found[name].items() if number in numbers} == members[name][1]


@given(_MEMBERS, st.integers(1, 12))
def test_numbers_are_shared_out_evenly(members: Subscriptions, partitions: int) -> None:
    """All are shared out, and no member has two more than another."""
    numbers = numbers_of_members(range(partitions), sorted(members))

    assert list(range(partitions)) == sorted(number for own in numbers.values() for number in own)
    assert max(map(len, numbers.values())) - min(map(len, numbers.values())) <= 1


def test_a_topic_that_the_old_version_does_not_read_follows_its_number() -> None:
    """The range assignor gives c to the new worker alone, with numbers that another has."""
    old, new = frozenset("ab"), frozenset("abc")

    found = assigned({"1": (None, old), "2": (None, new), "3": (None, new)}, dict.fromkeys("abc", 4))

    assert {"a": [0, 1], "b": [0, 1]} == found["1"]
    assert {"a": [2], "b": [2], "c": [2]} == found["2"]
    assert {"a": [3], "b": [3], "c": [3]} == found["3"]


def test_a_slot_keeps_its_numbers_whatever_ids_its_members_get() -> None:
    """Member ids are new at each start; state on disk is in the slot's folder. 2 is before 10."""
    topics = frozenset("a")

    first = assigned({"x": ("10", topics), "y": ("2", topics)}, {"a": 4})
    second = assigned({"y": ("10", topics), "x": ("2", topics)}, {"a": 4})

    assert [2, 3] == first["x"]["a"] == second["y"]["a"]
    assert [0, 1] == first["y"]["a"] == second["x"]["a"]


def test_a_topic_that_is_not_there_is_nobodys() -> None:
    """It is created before a service reads it; until then the others are read."""
    found = assigned({"x": (None, frozenset("ab"))}, {"a": 2})

    assert {"a": [0, 1]} == found["x"]
