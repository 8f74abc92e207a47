"""Create the catalogue's topics and refuse a deployment with other partitions."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from runtime.broker.errors import BrokerError, NoBrokerAnswers
from schemas.topics import Topic

_VISIBLE_SECONDS_MAX = 30.0
_POLL_SECONDS = 0.05
_SET_ON_TOPIC = 1


class PartitionsDiffer(BrokerError):
    """A topic has another number of partitions than the settings.

    The number is fixed for a deployment, because it decides in which partition a case is.
    """

    def __init__(self, topic: str, expected: int, found: int) -> None:
        super().__init__(
            f"the topic {topic} has {found} partitions and IMR_PARTITIONS says {expected}; the number is fixed for a deployment: "
            f"set IMR_PARTITIONS={found}, or start with an empty broker"
        )
        self.topic, self.expected, self.found = topic, expected, found


class TopicRefused(BrokerError):
    """The broker refused to create or configure a topic."""

    def __init__(self, topic: str, code: int, message: str | None) -> None:
        super().__init__(f"the broker refused the topic {topic}: {for_code(code).__name__}{f' ({message})' if message else ''}")
        self.topic = topic


async def ensure_topics(bootstrap: str, topics: Iterable[Topic], partitions: int, replication: int = 1) -> None:
    """Create *topics* with *partitions* and the catalogue's configuration.

    Several processes may do this at once and at any time. Settings that an operator added stay.
    Raises PartitionsDiffer or TopicRefused.
    """
    wanted = {topic.name: topic for topic in topics}
    async with _admin(bootstrap) as admin:
        missing = [wanted[name] for name in wanted.keys() - await _partitions(admin)]
        await _create(admin, [NewTopic(each.name, partitions, replication, topic_configs=each.configuration) for each in missing])
        await _check_partitions(admin, wanted, partitions)
        await _configure(admin, wanted)


async def create_topic(bootstrap: str, name: str, partitions: int, configuration: Mapping[str, str]) -> None:
    """Create a topic that is not of the catalogue; raise TopicRefused."""
    async with _admin(bootstrap) as admin:
        await _create(admin, [NewTopic(name, partitions, 1, topic_configs=dict(configuration))])


async def partitions_of(bootstrap: str) -> dict[str, int]:
    """Return the number of partitions of each topic; raise NoBrokerAnswers."""
    async with _admin(bootstrap) as admin:
        return await _partitions(admin)


@asynccontextmanager
async def _admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        yield admin
    except (KafkaError, OSError) as error:
        raise NoBrokerAnswers(bootstrap) from error
    finally:
        await admin.close()


async def _partitions(admin: AIOKafkaAdminClient) -> dict[str, int]:
    """Return the number of partitions of every topic: asking for one by name may create it."""
    return {each["topic"]: len(each["partitions"]) for each in await admin.describe_topics()}


async def _create(admin: AIOKafkaAdminClient, new: list[NewTopic]) -> None:
    if new:
        answer = await admin.create_topics(new)
        for name, code, message in answer.topic_errors:
            # Another process was quicker; its partitions are checked next.
            if code not in {0, TopicAlreadyExistsError.errno}:
                raise TopicRefused(name, code, message)


async def _check_partitions(admin: AIOKafkaAdminClient, names: Iterable[str], partitions: int) -> None:
    async with asyncio.timeout(_VISIBLE_SECONDS_MAX):
        found = await _when_visible(admin, set(names))
    for name in names:
        if found[name] != partitions:
            raise PartitionsDiffer(name, partitions, found[name])


async def _when_visible(admin: AIOKafkaAdminClient, names: set[str]) -> dict[str, int]:
    """Return the partitions of all topics once *names* are visible, a moment after creation."""
    while True:
        found = await _partitions(admin)
        if names <= found.keys():
            return found
        await asyncio.sleep(_POLL_SECONDS)


async def _configure(admin: AIOKafkaAdminClient, topics: Mapping[str, Topic]) -> None:
    """Set every value that differs from the catalogue.

    A topic that another client created would be emptied after a week.
    """
    answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in topics])
    changed: list[ConfigResource] = []
    for resource in (resource for answer in answers for resource in answer.to_object()["resources"]):
        name, code = resource["resource_name"], resource["error_code"]
        if code:
            raise TopicRefused(name, code, resource["error_message"])
        present = _set_on_topic(resource)
        if not topics[name].configuration.items() <= present.items():
            # The request replaces every setting of the topic, so existing ones are repeated.
            changed.append(ConfigResource(ConfigResourceType.TOPIC, name, configs={**present, **topics[name].configuration}))
    if changed:
        await _alter(admin, changed)


def _set_on_topic(resource: Mapping[str, Any]) -> dict[str, str]:
    entries = resource["config_entries"]
    return {entry["config_names"]: entry["config_value"] for entry in entries if entry["config_source"] == _SET_ON_TOPIC}


async def _alter(admin: AIOKafkaAdminClient, changed: list[ConfigResource]) -> None:
    for answer in await admin.alter_configs(changed):
        for resource in answer.to_object()["resources"]:
            if resource["error_code"]:
                raise TopicRefused(resource["resource_name"], resource["error_code"], resource["error_message"])
