"""Create the catalogue's topics; refuse those that a deployment could not rely on."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, UnknownTopicOrPartitionError, for_code

from runtime.broker.errors import BrokerError, NoBrokerAnswers
from runtime.broker.topics.kafka_version import refuse_loser_of_ends
from schemas.topics import Topic

_VISIBLE_SECONDS_MAX = 30.0
_POLL_SECONDS = 0.05
_SET_ON_TOPIC = 1


class _Shape(NamedTuple):
    partitions: int
    replicas: int


class PartitionsDiffer(BrokerError):
    """A topic has another number of partitions than the settings.

    The number is fixed for a deployment, because it decides in which partition a case is.
    """

    def __init__(self, topic: str, expected: int, found: int) -> None:
        super().__init__(
            f"the topic {topic} has {found} partitions and IMR_PARTITIONS says {expected}; the number is fixed for a deployment: "
            f"set IMR_PARTITIONS={found}, unless the topic was given another number since; `imr repartition` copies a deployment "
            "to another number (docs/how-to/repartition.md)"
        )
        self.topic, self.expected, self.found = topic, expected, found


class TopicMissing(BrokerError):
    """A topic that a worker reads is not there."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"the topic {topic} is missing: create the topics with `imr topics --create`")


class NotDurable(BrokerError):
    """A topic may lose committed messages, although it has replicas."""

    def __init__(self, topic: str, setting: str, value: str, wanted: str) -> None:
        super().__init__(
            f"the topic {topic} has {setting}={value} and could lose committed messages; `imr topics --create` sets it to {wanted}"
        )


class TopicRefused(BrokerError):
    """The broker refused to create or configure a topic."""

    def __init__(self, topic: str, code: int, message: str | None) -> None:
        super().__init__(f"the broker refused the topic {topic}: {for_code(code).__name__}{f' ({message})' if message else ''}")
        self.topic = topic


async def ensure_topics(bootstrap: str, topics: Iterable[Topic], partitions: int, replication: int = 1) -> None:
    """Create *topics* with *partitions* and the catalogue's configuration.

    A topic with several replicas takes a write only while all but one of them have it. Several
    processes may do this at once and at any time. Settings that an operator added stay. Raises
    PartitionsDiffer or TopicRefused.
    """
    wanted = {topic.name: topic for topic in topics}
    async with _admin(bootstrap) as admin:
        missing = [wanted[name] for name in wanted.keys() - await _shapes(admin)]
        await _create(admin, [NewTopic(each.name, partitions, replication, topic_configs=each.configuration) for each in missing])
        async with asyncio.timeout(_VISIBLE_SECONDS_MAX):
            found = await _when_visible(admin, wanted.keys())
        _check_partitions(found, wanted, partitions)
        await _configure(
            admin, {name: {**topic.configuration, **durability(found[name].replicas)} for name, topic in wanted.items()}
        )


async def check_topics(bootstrap: str, names: Collection[str], partitions: int, *, ends_trusted: bool = False) -> None:
    """Check that a worker with so many *partitions* may read and write the topics *names*.

    Raises LosesEnds unless the ends of transactions are *ends_trusted*, TopicMissing,
    PartitionsDiffer or NotDurable, or NoBrokerAnswers.
    """
    async with _admin(bootstrap) as admin:
        if not ends_trusted:
            await refuse_loser_of_ends(admin)
        found = await _shapes(admin)
        for name in names:
            if name not in found:
                raise TopicMissing(name)
        _check_partitions(found, names, partitions)
        for name, entries in (await _entries(admin, names)).items():
            in_force = {entry["config_names"]: entry["config_value"] for entry in entries}
            for setting, wanted in durability(found[name].replicas).items():
                if not _is_as_safe(in_force[setting], wanted):
                    raise NotDurable(name, setting, in_force[setting], wanted)


def durability(replicas: int) -> dict[str, str]:
    """Return the settings of a topic under which a commit outlives the loss of a broker.

    With one replica there is nothing to wait for. With more, a write needs all but one of them,
    and no replica that lacks it may become the leader.
    """
    return {"min.insync.replicas": str(max(1, replicas - 1)), "unclean.leader.election.enable": "false"}


async def create_topic(bootstrap: str, name: str, partitions: int, configuration: Mapping[str, str]) -> None:
    """Create a topic that is not of the catalogue; raise TopicRefused."""
    async with _admin(bootstrap) as admin:
        await _create(admin, [NewTopic(name, partitions, 1, topic_configs=dict(configuration))])


async def cluster_id(bootstrap: str) -> str:
    """Return the cluster's id: new data has another. Raises NoBrokerAnswers."""
    async with _admin(bootstrap) as admin:
        return str((await admin.describe_cluster())["cluster_id"])


async def partitions_of(bootstrap: str) -> dict[str, int]:
    """Return the number of partitions of each topic; raise NoBrokerAnswers."""
    async with _admin(bootstrap) as admin:
        return {name: shape.partitions for name, shape in (await _shapes(admin)).items()}


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


async def _shapes(admin: AIOKafkaAdminClient) -> dict[str, _Shape]:
    """Return the partitions and replicas of every topic: asking for one by name may create it."""
    return {
        each["topic"]: _Shape(len(each["partitions"]), min((len(one["replicas"]) for one in each["partitions"]), default=1))
        for each in await admin.describe_topics()
    }


async def _create(admin: AIOKafkaAdminClient, new: list[NewTopic]) -> None:
    if new:
        answer = await admin.create_topics(new)
        for name, code, message in answer.topic_errors:
            # Another process was quicker; its partitions are checked next.
            if code not in {0, TopicAlreadyExistsError.errno}:
                raise TopicRefused(name, code, message)


def _check_partitions(found: Mapping[str, _Shape], names: Iterable[str], partitions: int) -> None:
    for name in names:
        if found[name].partitions != partitions:
            raise PartitionsDiffer(name, partitions, found[name].partitions)


async def _when_visible(admin: AIOKafkaAdminClient, names: Collection[str]) -> dict[str, _Shape]:
    """Return the shapes of all topics once *names* are visible, a moment after creation."""
    while True:
        found = await _shapes(admin)
        if set(names) <= found.keys():
            return found
        await asyncio.sleep(_POLL_SECONDS)


async def _configure(admin: AIOKafkaAdminClient, wanted: Mapping[str, dict[str, str]]) -> None:
    """Set every value that differs from the *wanted* ones of its topic.

    A topic that another client created would be emptied after a week.
    """
    changed = [
        # The request replaces every setting of the topic, so existing ones are repeated.
        ConfigResource(ConfigResourceType.TOPIC, name, configs={**present, **wanted[name]})
        for name, present in [(name, _set_on_topic(entries)) for name, entries in (await _entries(admin, wanted)).items()]
        if not wanted[name].items() <= present.items()
    ]
    if changed:
        await _alter(admin, changed)


async def _entries(admin: AIOKafkaAdminClient, names: Collection[str]) -> dict[str, Sequence[Mapping[str, Any]]]:
    """Return the settings in force for each topic, each with its source.

    Waits while the broker that answers does not know a topic that another has just created.
    """
    until = time.monotonic() + _VISIBLE_SECONDS_MAX
    while True:
        answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
        resources = [resource for answer in answers for resource in answer.to_object()["resources"]]
        refused = [resource for resource in resources if resource["error_code"]]
        if not refused:
            return {resource["resource_name"]: resource["config_entries"] for resource in resources}
        if {each["error_code"] for each in refused} != {UnknownTopicOrPartitionError.errno} or time.monotonic() > until:
            raise TopicRefused(refused[0]["resource_name"], refused[0]["error_code"], refused[0]["error_message"])
        await asyncio.sleep(_POLL_SECONDS)


def _is_as_safe(value: str, wanted: str) -> bool:
    """Return whether *value* of a setting of `durability` keeps at least as much as *wanted*."""
    return value == wanted or (value.isdecimal() and wanted.isdecimal() and int(value) >= int(wanted))


def _set_on_topic(entries: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {entry["config_names"]: entry["config_value"] for entry in entries if entry["config_source"] == _SET_ON_TOPIC}


async def _alter(admin: AIOKafkaAdminClient, changed: list[ConfigResource]) -> None:
    for answer in await admin.alter_configs(changed):
        for resource in answer.to_object()["resources"]:
            if resource["error_code"]:
                raise TopicRefused(resource["resource_name"], resource["error_code"], resource["error_message"])
