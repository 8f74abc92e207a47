"""The errors about topics that differ from the catalogue.

Their creation is tested in tests/broker/test_topics.py.
"""

from runtime.broker.topics.topics import PartitionsDiffer, TopicRefused


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
