"""Creation of the catalogue's topics on a broker, once, also by several at the same time."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from confluent_kafka.admin import AdminClient, ConfigResource

from runtime.broker.errors import NoBrokerAnswers
from runtime.broker.process.ports import HOST, free_port
from runtime.broker.topics.kafka_version import ApiVersions, newest_level, refuse_loser_of_ends
from runtime.broker.topics.topics import NotDurable, PartitionsDiffer, TopicMissing, check_topics, durability, ensure_topics
from schemas.topics import FEEDS, MESSAGE_BYTES_MAX, REVIEWERS, Topic

PATIENCE_SECONDS = 30
LEVEL_OF_4_2 = 29


def configurations(bootstrap: str, topics: Sequence[Topic]) -> dict[str, dict[str, str]]:
    """Return the topics' settings as an independent client reads them."""
    asked = [ConfigResource(ConfigResource.Type.TOPIC, topic.name) for topic in topics]
    admin = AdminClient({"bootstrap.servers": bootstrap})  # its answers end with it
    answers = admin.describe_configs(asked)
    return {
        resource.name: {name: entry.value for name, entry in answer.result(PATIENCE_SECONDS).items()}
        for resource, answer in answers.items()
    }


def partitions_of(bootstrap: str, topics: Sequence[Topic]) -> dict[str, int]:
    """Return the topics' numbers of partitions as an independent client reads them."""
    shown = AdminClient({"bootstrap.servers": bootstrap}).list_topics(timeout=PATIENCE_SECONDS).topics
    return {topic.name: len(shown[topic.name].partitions) for topic in topics}


async def create(bootstrap: str, topic: Topic, partitions: int, configuration: dict[str, str]) -> None:
    """Create *topic* as another program would."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic.name, partitions, 1, topic_configs=configuration)])
    finally:
        await admin.close()


def test_topics_are_as_the_catalogue_says(bootstrap: str, topics: Sequence[Topic]) -> None:
    """Every topic has four partitions and the catalogue's cleanup, retention and size limit."""
    set_on = configurations(bootstrap, topics)

    assert dict.fromkeys((topic.name for topic in topics), 4) == partitions_of(bootstrap, topics)
    for topic in topics:
        assert {**topic.configuration, **durability(1)}.items() <= set_on[topic.name].items()


async def test_several_at_once_agree(bootstrap: str) -> None:
    """Four processes that create the topics at once all succeed, and so does a later one."""
    new = [replace(FEEDS, name=f"imr.test.at-once-{number}") for number in range(5)]

    await asyncio.gather(*(ensure_topics(bootstrap, new, 3) for _ in range(4)))
    await ensure_topics(bootstrap, new, 3)

    assert dict.fromkeys((topic.name for topic in new), 3) == partitions_of(bootstrap, new)


async def test_other_number_of_partitions_is_refused(bootstrap: str) -> None:
    """A topic with another number of partitions is refused with both numbers."""
    topic = replace(FEEDS, name="imr.test.partitions")
    await create(bootstrap, topic, 3, {})

    with pytest.raises(PartitionsDiffer, match=r"imr\.test\.partitions has 3 partitions and IMR_PARTITIONS says 4"):
        await ensure_topics(bootstrap, [topic], 4)


async def test_foreign_settings_are_corrected(bootstrap: str) -> None:
    """A topic with Kafka's defaults gets our retention and keeps its other settings."""
    topic = replace(REVIEWERS, name="imr.test.settings")
    await create(bootstrap, topic, 4, {"retention.ms": "604800000", "file.delete.delay.ms": "30000"})
    await ensure_topics(bootstrap, [topic], 4)

    found = (await asyncio.to_thread(configurations, bootstrap, [topic]))[topic.name]

    assert {**topic.configuration, "file.delete.delay.ms": "30000"}.items() <= found.items()


async def test_a_worker_is_refused_topics_that_it_may_not_use(bootstrap: str) -> None:
    """A sentence names the topic that is missing, is divided otherwise or may lose a commit."""
    topic = replace(FEEDS, name="imr.test.worker")
    with pytest.raises(TopicMissing, match=topic.name):
        await check_topics(bootstrap, [topic.name], 4)

    await create(bootstrap, topic, 4, {"unclean.leader.election.enable": "true"})
    with pytest.raises(PartitionsDiffer, match="has 4 partitions and IMR_PARTITIONS says 8"):
        await check_topics(bootstrap, [topic.name], 8)
    with pytest.raises(NotDurable, match="unclean"):
        await check_topics(bootstrap, [topic.name], 4)

    await ensure_topics(bootstrap, [topic], 4)
    await check_topics(bootstrap, [topic.name], 4)


async def test_large_message_is_taken(bootstrap: str) -> None:
    """A message just below our size limit, eight times Kafka's default, is accepted."""
    topic = replace(FEEDS, name="imr.test.large")
    await ensure_topics(bootstrap, [topic], 1)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, max_request_size=MESSAGE_BYTES_MAX)
    await producer.start()
    try:
        written = await producer.send_and_wait(topic.name, random.Random(1).randbytes(MESSAGE_BYTES_MAX - 1_000), partition=0)
    finally:
        await producer.stop()

    assert written.offset >= 0


async def test_absent_broker_is_an_error() -> None:
    """The error for a missing broker names its address."""
    nobody = f"{HOST}:{free_port()}"

    with pytest.raises(NoBrokerAnswers, match=nobody):
        await ensure_topics(nobody, [FEEDS], 4)


async def test_our_broker_is_not_one_that_loses_ends(bootstrap: str) -> None:
    """Kafka 4.2 says so of itself, and is asked in the form in which it does."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        (broker,) = admin._client.cluster.brokers()
        answer = await admin._client.send(broker.nodeId, ApiVersions())
        assert LEVEL_OF_4_2 == newest_level(answer.tags)
        await refuse_loser_of_ends(admin)
    finally:
        await admin.close()
