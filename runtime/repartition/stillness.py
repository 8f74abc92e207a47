"""Check that a deployment stands still: no member, transaction or message is left."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError, KafkaError, for_code

from runtime.broker.errors import BrokerError, NoBrokerAnswers
from runtime.broker.topics.transactions import stable_and_end
from runtime.outside.committed_reader import committed_reader
from runtime.settings import Settings
from runtime.state.homes import Homes
from schemas.topics import PREFIX

_POLL_MS = 50
_LOOK_SECONDS = 0.5
_ANSWER_SECONDS_MAX = 60.0

Ends = Mapping[TopicPartition, int]
"""The offset after the last message of each place."""


@dataclass(frozen=True)
class Consumer:
    """A service as its groups and topics know it: name, input topics, homes of its state."""

    name: str
    inputs: Sequence[str]
    homes: Homes

    @property
    def group(self) -> str:
        """The consumer group."""
        return f"{PREFIX}-{self.name}"


class DoesNotStandStill(BrokerError):
    """A deployment is at work, or has work left."""


@asynccontextmanager
async def admin_of(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """Start an administrator's client; raise NoBrokerAnswers."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    try:
        await admin.start()
        yield admin
    except (KafkaError, OSError) as error:
        raise NoBrokerAnswers(settings.kafka_bootstrap) from error
    finally:
        await admin.close()


async def refuse_members(settings: Settings, groups: Collection[str], patience_seconds: float = 0.0) -> None:
    """Raise DoesNotStandStill if one of *groups* has a member after *patience_seconds*.

    A worker with a slot counts as a member until its session has ended, also if it was stopped.
    """
    deadline = asyncio.get_running_loop().time() + patience_seconds
    async with admin_of(settings) as admin:
        while members := await _members(admin, groups):
            if asyncio.get_running_loop().time() >= deadline:
                at_work = ", ".join(f"{group} has {number}" for group, number in sorted(members.items()))
                raise DoesNotStandStill(
                    f"stop the workers first: of the consumer groups, {at_work} at work. A worker that was stopped a moment ago "
                    "counts until its session has ended (IMR_SESSION_TIMEOUT_MS)"
                )
            await asyncio.sleep(_LOOK_SECONDS)


async def _members(admin: AIOKafkaAdminClient, groups: Collection[str]) -> Mapping[str, int]:
    """Return the number of members of each of *groups* that has any."""
    found = {group: await _number_of_members(admin, group) for group in groups}
    return {group: number for group, number in found.items() if number}


async def _number_of_members(admin: AIOKafkaAdminClient, group: str) -> int:
    """Return the number of members of *group*, once its coordinator knows.

    A broker that has just started names no members and no offsets until it has read them. Asked for
    one group at a time, since aiokafka (0.14) reads the answer in the form of an earlier version.
    """
    async with asyncio.timeout(_ANSWER_SECONDS_MAX):
        while True:
            with suppress(GroupCoordinatorNotAvailableError):
                (answer,) = await admin.describe_consumer_groups([group])
                (told,) = answer.to_object()["groups"]
                if not told["error_code"]:
                    return len(told["members"])
                if not (error := for_code(told["error_code"])).retriable:
                    raise error
            await asyncio.sleep(_LOOK_SECONDS)


async def still_ends(settings: Settings, places: Sequence[TopicPartition]) -> Ends:
    """Return the ends of *places*; raise DoesNotStandStill if a transaction is open in one."""
    async with committed_reader(settings, to_end=True) as consumer:
        found = await stable_and_end(consumer, places)
    if unfinished := sorted(f"{each.topic}/{each.partition}" for each, (stable, end) in found.items() if stable < end):
        raise DoesNotStandStill(
            f"a transaction is open in {', '.join(unfinished)}: a worker that was killed leaves one for 15 seconds; "
            "for one that stays, see docs/how-to/end-transactions.md"
        )
    return {place: end for place, (_, end) in found.items()}


async def refuse_unread(settings: Settings, consumers: Sequence[Consumer], ends: Ends) -> None:
    """Raise DoesNotStandStill if a consumer has messages left, by topic and number."""
    unread: list[str] = []
    for consumer in consumers:
        async with admin_of(settings) as admin:
            committed = {place: each.offset for place, each in (await admin.list_consumer_group_offsets(consumer.group)).items()}
        starts = {place: committed.get(place, 0) for place in ends if place.topic in consumer.inputs}
        left = await _messages_from(settings, {place: start for place, start in starts.items() if start < ends[place]}, ends)
        unread += [f"{consumer.name} has {number:,} of {topic}" for topic, number in sorted(left.items())]
    if unread:
        raise DoesNotStandStill(
            f"messages are left to read: {', '.join(unread)}; start the workers, wait until they are read, and stop them"
        )


async def has_read(settings: Settings, consumer: Consumer) -> bool:
    """Return whether the group of *consumer* ever read."""
    async with admin_of(settings) as admin:
        return any(each.offset >= 0 for each in (await admin.list_consumer_group_offsets(consumer.group)).values())


async def _messages_from(settings: Settings, starts: Ends, ends: Ends) -> Counter[str]:
    """Return the number of messages by topic; the ends of transactions take offsets, too."""
    found: Counter[str] = Counter()
    async with committed_reader(settings, to_end=True) as reader:
        reader.assign(list(starts))
        for place, start in starts.items():
            reader.seek(place, start)
        while any([await reader.position(place) < ends[place] for place in starts]):
            for place, records in (await reader.getmany(timeout_ms=_POLL_MS)).items():
                found[place.topic] += len(records)
    return found
