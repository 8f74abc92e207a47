"""The errors about topics that differ from the catalogue.

Their creation is tested in tests/broker/test_topics.py.
"""

import pytest

from runtime.broker.topics.topics import NotDurable, PartitionsDiffer, TopicMissing, TopicRefused, durability


def test_difference_names_topic_numbers_and_remedy() -> None:
    """A wrong number of partitions is reported with both numbers and the setting to change."""
    error = PartitionsDiffer("imr.feeds", expected=4, found=8)

    assert (error.topic, error.expected, error.found) == ("imr.feeds", 4, 8)
    assert "the topic imr.feeds has 8 partitions and IMR_PARTITIONS says 4" in str(error)
    assert "IMR_PARTITIONS=8" in str(error)


def test_refusal_names_kafkas_reason() -> None:
    """A refused topic is reported with Kafka's error name and the broker's message, if any."""
    assert "the topic imr.feeds: InvalidReplicationFactorError (only 1 broker)" in str(
        TopicRefused("imr.feeds", 38, "only 1 broker")
    )
    assert str(TopicRefused("imr.feeds", 38, None)).endswith("InvalidReplicationFactorError")


@pytest.mark.parametrize(("replicas", "needed"), [(1, "1"), (2, "1"), (3, "2"), (5, "4")])
def test_a_write_needs_all_replicas_but_one(replicas: int, needed: str) -> None:
    """One broker may be away, and no replica that lacks a commit may lead."""
    assert {"min.insync.replicas": needed, "unclean.leader.election.enable": "false"} == durability(replicas)


def test_a_topic_that_a_worker_may_not_use_is_named_with_the_remedy() -> None:
    """Both errors name the command that creates and configures the topics."""
    for error in (TopicMissing("imr.feeds"), NotDurable("imr.feeds", "min.insync.replicas", "1", "2")):
        assert "the topic imr.feeds" in str(error)
        assert "imr topics --create" in str(error)
