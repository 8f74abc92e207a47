"""Copy a deployment beside itself with another number of partitions, and switch over.

The old topics stay as they are, but for the record that closes the deployment. So at each moment
one of the two may work at most. If this is interrupted, it is run again: the old deployment is
closed only after the copy is complete and compared.
"""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from runtime import clock
from runtime.broker.errors import BrokerError
from runtime.broker.topics.topics import ensure_topics, partitions_of
from runtime.outside.committed_reader import committed_reader
from runtime.outside.deployment import IsClosed, NumberWasAnother, Records, closed_by, made_by, read_records
from runtime.repartition.copying import compare, places_of, target
from runtime.repartition.room import refuse_no_room
from runtime.repartition.stillness import (
    Consumer,
    DoesNotStandStill,
    Ends,
    admin_of,
    has_read,
    refuse_members,
    refuse_unread,
    still_ends,
)
from runtime.repartition.topics import Copy, Tell, renamed
from runtime.settings import Settings
from schemas.topics import CHANGELOG, DEAD_LETTERS, DEPLOYMENT, DESK, PREFIX, SHADOW, TOPICS, Topic
from schemas.wire.codec import seal
from schemas.wire.deployment import DeploymentClosed, DeploymentMade
from schemas.wire.envelope import Envelope

_GONE_SECONDS_MAX = 60.0
_POLL_SECONDS = 0.1
_SOURCE = "/imr/cli"


class CannotCopy(BrokerError):
    """The deployment cannot be copied to these topics."""


@dataclass(frozen=True)
class TopicCopied:
    """A topic of the copy: number of messages, their bytes, the digest of their order."""

    name: str
    messages: int
    size: int
    digest: str


@dataclass(frozen=True)
class Done:
    """A copy: its topics, or none if it was complete before."""

    topics: Sequence[TopicCopied]


@dataclass(frozen=True)
class Plan:
    """Copy the deployment of the *settings* to topics with *prefix* and *partitions*.

    A *rehearsal* reads and places everything and writes nothing. Workers that were stopped a moment
    ago get *patience_seconds* to be forgotten.
    """

    settings: Settings
    prefix: str
    partitions: int
    consumers: Sequence[Consumer]
    rehearsal: bool = False
    patience_seconds: float = 0.0

    @property
    def deployment_topic(self) -> str:
        """The topic of the copy's record."""
        return renamed(DEPLOYMENT.name, self.prefix)

    @property
    def catalogue(self) -> list[Topic]:
        """The topics of the copy."""
        return [replace(topic, name=renamed(topic.name, self.prefix)) for topic in TOPICS]


async def repartition(plan: Plan, tell: Tell) -> Done:
    """Carry out *plan*; a second time does nothing.

    Raises CannotCopy, DoesNotStandStill, NoRoom, IsClosed, NumberWasAnother, CopyDiffers, NoHome or
    KeyTwice.
    """
    settings, existing = plan.settings, await partitions_of(plan.settings.kafka_bootstrap)
    made = await _made(plan, existing)
    if made is None:
        return Done(())
    reading = [each for each in plan.consumers if each.name != SHADOW or await has_read(settings, each)]
    groups = [consumer.group for consumer in plan.consumers]
    await refuse_members(settings, groups, plan.patience_seconds)
    topics = [topic.name for topic in TOPICS if topic.name in existing and topic != DEPLOYMENT]
    places = places_of(topics, settings.partitions)
    refuse_no_room(settings, places)
    ends = await still_ends(settings, places)
    await refuse_unread(settings, reading, ends)
    if not plan.rehearsal:
        await _begin(plan, existing)
    copied = await _copy(plan, ends, tell)
    if not plan.rehearsal:
        await refuse_members(settings, groups)
        if await still_ends(settings, list(ends)) != ends:
            raise DoesNotStandStill(
                "messages were written while the deployment was copied: stop what writes them, and run this again"
            )
        await ensure_topics(settings.kafka_bootstrap, plan.catalogue, plan.partitions, settings.replication)
        for consumer in reading:
            await _commit(plan, consumer)
        await _switch(plan, made)
    return copied


async def go_back(plan: Plan) -> None:
    """Open the old deployment again, if its copy has not worked; a second time does nothing.

    Raises CannotCopy or DoesNotStandStill.
    """
    settings = plan.settings
    ours, theirs = await _records(plan, await partitions_of(settings.kafka_bootstrap))
    made, copied = made_by(ours), made_by(theirs)
    closed = closed_by(ours)
    if made is None or copied is None or closed is None or closed.other != plan.prefix:
        if made is not None and closed is None and closed_by(theirs) == DeploymentClosed(reason="moved", other=PREFIX):
            return
        raise CannotCopy(f"the deployment {PREFIX}.… was not moved to {plan.prefix}.…: there is no way back to go")
    await refuse_members(settings, [f"{plan.prefix}-{each.name}" for each in plan.consumers], plan.patience_seconds)
    await _refuse_worked(plan, copied.partitions)
    await _record(settings, plan.deployment_topic, DeploymentClosed(reason="moved", other=PREFIX))
    await _record(settings, DEPLOYMENT.name, made)


async def _made(plan: Plan, existing: Mapping[str, int]) -> DeploymentMade | None:
    """Return the record of the deployment to copy; None if it is copied and open."""
    if plan.prefix == PREFIX:
        raise CannotCopy(f"the copy needs another prefix than {PREFIX}")
    ours, theirs = await _records(plan, existing)
    made, closed = made_by(ours), closed_by(ours)
    if made is None:
        raise CannotCopy(
            f"the topics {PREFIX}.… are of no deployment that ever worked: check IMR_PREFIX, and start the workers once"
        )
    if made.partitions != plan.settings.partitions:
        raise NumberWasAnother(made.partitions, plan.settings.partitions)
    if closed is None:
        return made
    if (closed.reason, closed.other) != ("moved", plan.prefix):
        raise IsClosed(closed)
    if (number := existing.get(plan.deployment_topic)) != plan.partitions:
        raise CannotCopy(f"the deployment was moved to {plan.prefix}.… with {number or 'no'} partitions")
    if made_by(theirs) is None:  # it ended between the two records
        await _record(plan.settings, plan.deployment_topic, made.model_copy(update={"partitions": plan.partitions}))
    return None


async def _records(plan: Plan, existing: Mapping[str, int]) -> tuple[Records, Records]:
    """Return the records of the deployment and of its copy."""
    ours, theirs = [
        await read_records(plan.settings, name) if name in existing else () for name in (DEPLOYMENT.name, plan.deployment_topic)
    ]
    return ours, theirs


async def _begin(plan: Plan, existing: Mapping[str, int]) -> None:
    """Make the topics of the copy, closed, in place of those of an interrupted copy."""
    settings, catalogue = plan.settings, plan.catalogue
    if mine := sorted({topic.name for topic in catalogue} & set(existing)):
        await _refuse_others(plan, existing, mine)
        await _delete(plan.settings, mine)
    filling = [replace(topic, retention_ms=-1, compacted=False) for topic in catalogue]  # nothing is removed before it is compared
    first = [topic for topic in filling if topic.name == plan.deployment_topic]
    await ensure_topics(settings.kafka_bootstrap, first, plan.partitions, settings.replication)
    await _record(settings, plan.deployment_topic, DeploymentClosed(reason="being-filled", other=PREFIX))
    await ensure_topics(settings.kafka_bootstrap, filling, plan.partitions, settings.replication)


async def _refuse_others(plan: Plan, existing: Mapping[str, int], mine: Sequence[str]) -> None:
    """Raise CannotCopy unless the topics are those of an interrupted copy of this deployment."""
    _, theirs = await _records(plan, existing)
    if not theirs and list(mine) == [plan.deployment_topic]:  # it was interrupted at once
        return
    closed = closed_by(theirs)
    if made_by(theirs) is not None or closed is None or (closed.reason, closed.other) != ("being-filled", PREFIX):
        raise CannotCopy(
            f"there are topics {plan.prefix}.… already, of no unfinished copy of this deployment: choose another prefix"
        )


async def _delete(settings: Settings, topics: Sequence[str]) -> None:
    """Delete *topics* and wait until they are gone."""
    async with admin_of(settings) as admin:
        await admin.delete_topics(list(topics))
    async with asyncio.timeout(_GONE_SECONDS_MAX):
        while set(topics) & set(await partitions_of(settings.kafka_bootstrap)):  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(_POLL_SECONDS)


async def _copy(plan: Plan, ends: Ends, tell: Tell) -> Done:
    """Copy all topics and the state, and compare them."""
    kinds = [pattern.name.rpartition(".")[2] for pattern in (DEAD_LETTERS, DESK, CHANGELOG)]
    async with target(plan.settings, rehearsal=plan.rehearsal) as filled:
        copy = Copy(plan.settings, plan.prefix, plan.partitions, ends, filled, tell)
        for consumer in plan.consumers:
            await copy.note_parked(consumer)
        for topic in TOPICS:
            if topic != DEPLOYMENT and topic.name.rpartition(".")[2] not in kinds:
                await copy.topic(topic.name)
        for consumer in plan.consumers:
            await copy.desk(consumer)
        for consumer in plan.consumers:
            await copy.dead_letters(consumer)
        now = int(clock.real().timestamp() * 1_000)
        for consumer in plan.consumers:
            await copy.state(consumer, now)
    if not plan.rehearsal:
        await compare(plan.settings, filled.contents, plan.partitions)
    return Done([TopicCopied(name, each.messages, each.size, each.digest) for name, each in filled.contents.items()])


async def _commit(plan: Plan, consumer: Consumer) -> None:
    """Commit the end of each input for the group of *consumer*, which has read them."""
    group = f"{plan.prefix}-{consumer.name}"
    client = AIOKafkaConsumer(bootstrap_servers=plan.settings.kafka_bootstrap, group_id=group, enable_auto_commit=False)
    await client.start()
    try:
        places = places_of([renamed(topic, plan.prefix) for topic in consumer.inputs], plan.partitions)
        client.assign(places)
        await client.commit(await client.end_offsets(places))
    finally:
        await client.stop()


async def _switch(plan: Plan, made: DeploymentMade) -> None:
    """Close the old deployment, then open the copy."""
    await _record(plan.settings, DEPLOYMENT.name, DeploymentClosed(reason="moved", other=plan.prefix))
    await _record(plan.settings, plan.deployment_topic, made.model_copy(update={"partitions": plan.partitions}))


async def _record(settings: Settings, topic: str, message: DeploymentMade | DeploymentClosed) -> None:
    """Write *message* to the *topic* of a deployment, confirmed."""
    identifier = f"deployment-{secrets.token_hex(8)}"
    envelope = Envelope(identifier, _SOURCE, message.type, message.version, clock.now(), message.subject, identifier)
    sealed = seal(message, envelope, 1)
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap, enable_idempotence=True)
    await producer.start()
    try:
        await producer.send_and_wait(topic, sealed.value, key=sealed.key, partition=0, headers=list(sealed.headers))
    finally:
        await producer.stop()


async def _refuse_worked(plan: Plan, partitions: int) -> None:
    """Raise CannotCopy if the copy has messages that were written after it was opened."""
    topics = [topic.name for topic in plan.catalogue if topic.name != plan.deployment_topic]
    async with committed_reader(plan.settings, to_end=True) as consumer:
        opened = TopicPartition(plan.deployment_topic, 0)
        end = (await consumer.end_offsets([opened]))[opened]
        consumer.assign([opened])
        consumer.seek(opened, end - 1)
        at = (await consumer.getone(opened)).timestamp
        since = await consumer.offsets_for_times(dict.fromkeys(places_of(topics, partitions), at))
    if worked := sorted({place.topic for place, found in since.items() if found is not None}):
        raise CannotCopy(
            f"the deployment {plan.prefix}.… has worked since: {', '.join(worked)} have new messages, which going back would lose. "
            "Copy it to a third prefix instead"
        )
