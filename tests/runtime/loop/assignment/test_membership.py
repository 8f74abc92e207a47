"""A worker with a slot is a static member, of its version's topics."""

import pytest

from runtime.loop.assignment.membership import instance_id


@pytest.mark.parametrize("slot", [None, ""])
def test_without_a_slot_membership_is_not_static(slot: str | None) -> None:
    """Its member id is new at each start."""
    assert instance_id("imr-intake", slot, ["a"]) is None


def test_a_restart_is_the_same_member() -> None:
    """The order in which topics are named does not count."""
    assert instance_id("imr-intake", "1", ["a", "b"]) == instance_id("imr-intake", "1", ["b", "a"])


@pytest.mark.parametrize("other", [("imr-triage", "1", ["a", "b"]), ("imr-intake", "2", ["a", "b"]), ("imr-intake", "1", ["a"])])
def test_another_group_slot_or_set_of_topics_is_another_member(other: tuple[str, str, list[str]]) -> None:
    """Kafka gives a member that comes back the partitions it had, whatever topics it asks for."""
    assert instance_id("imr-intake", "1", ["a", "b"]) != instance_id(*other)


def test_the_id_names_group_and_slot() -> None:
    """An operator reads it in a list of members."""
    assert str(instance_id("imr-intake", "1", ["a"])).startswith("imr-intake-1-")
