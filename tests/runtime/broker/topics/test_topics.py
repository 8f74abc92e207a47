"""The errors about topics that differ from the catalogue.

Their creation is tested in tests/broker/test_topics.py.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from aiokafka.admin.config_resource import ConfigResource
from aiokafka.errors import TopicAuthorizationFailedError, UnknownTopicOrPartitionError

from runtime.broker.topics import topics
from runtime.broker.topics.topics import NotDurable, PartitionsDiffer, TopicMissing, TopicRefused, durability


class Admin:
    """Answers with one error code after the other, the last one for ever."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)

    async def describe_configs(self, resources: Sequence[ConfigResource]) -> "list[Admin]":
        """Take the question; the answer is the admin itself."""
        self.names = [resource.name for resource in resources]
        return [self]

    def to_object(self) -> dict[str, Any]:
        """One resource for each name that was asked for."""
        code = self.codes.pop(0) if len(self.codes) > 1 else self.codes[0]
        answer = {"error_code": code, "error_message": None, "config_entries": []}
        return {"resources": [{"resource_name": name, **answer} for name in self.names]}


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Topics need not become visible later than at once."""
    monkeypatch.setattr(topics, "_VISIBLE_SECONDS_MAX", 0.0)


async def test_a_broker_that_does_not_know_a_new_topic_yet_is_asked_again() -> None:
    """Of three brokers one may answer that has not heard of a topic which another created."""
    admin: Any = Admin(UnknownTopicOrPartitionError.errno, UnknownTopicOrPartitionError.errno, 0)

    assert await topics._entries(admin, ["imr.feeds"]) == {"imr.feeds": []}


@pytest.mark.usefixtures("no_wait")
async def test_a_topic_that_stays_unknown_is_refused() -> None:
    """The wait has a bound."""
    admin: Any = Admin(UnknownTopicOrPartitionError.errno)

    with pytest.raises(TopicRefused, match=r"imr\.feeds: UnknownTopicOrPartitionError"):
        await topics._entries(admin, ["imr.feeds"])


async def test_another_refusal_is_told_at_once() -> None:
    """Only a topic that is not known yet is worth a second question."""
    admin: Any = Admin(TopicAuthorizationFailedError.errno, 0)

    with pytest.raises(TopicRefused, match="TopicAuthorizationFailedError"):
        await topics._entries(admin, ["imr.feeds"])


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
