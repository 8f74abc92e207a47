"""Check that a worker is of the deployment whose topics it reads."""

import secrets
from collections.abc import Mapping, Sequence

from aiokafka import TopicPartition

from runtime.broker.errors import BrokerError
from runtime.outside.committed_reader import committed_reader
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.topics import DEPLOYMENT, PREFIX
from schemas.wire.codec import read
from schemas.wire.deployment import DeploymentClosed, DeploymentMade
from schemas.wire.envelope import open_envelope

_POLL_MS = 500
_KINDS: Mapping[str, type[DeploymentMade] | type[DeploymentClosed]] = {
    each.type: each for each in (DeploymentMade, DeploymentClosed)
}

Records = Sequence[DeploymentMade | DeploymentClosed]
"""The records of a deployment, in order."""


class NumberWasAnother(BrokerError):
    """The deployment was made with another number of partitions."""

    def __init__(self, recorded: int, given: int) -> None:
        super().__init__(
            f"this deployment was made with {recorded} partitions and IMR_PARTITIONS says {given}: case numbers would be given a second "
            f"time. Set IMR_PARTITIONS={recorded}; for another number, `imr repartition` copies the deployment "
            "(docs/how-to/repartition.md)"
        )


class OtherDeployment(BrokerError):
    """The topics are of another deployment."""

    def __init__(self, recorded: str, given: str) -> None:
        super().__init__(
            f"the topics {PREFIX}.… are of the deployment {recorded} and IMR_DEPLOYMENT says {given}: "
            "they would take each other's work. For topics of its own, give this one another IMR_PREFIX"
        )


class IsClosed(BrokerError):
    """The deployment works under another prefix, or is not complete."""

    def __init__(self, closed: DeploymentClosed) -> None:
        text = {
            "moved": f"this deployment was moved to the topics {closed.other}.…, where its work goes on: set IMR_PREFIX={closed.other} "
            "and the number of partitions given there",
            "being-filled": f"this deployment is still being filled from the topics {closed.other}.…: run `imr repartition` again "
            "to its end",
        }[closed.reason]
        super().__init__(f"{text} (docs/how-to/repartition.md)")


async def check_deployment(settings: Settings) -> DeploymentMade:
    """Return the recorded deployment, which is recorded now if none is.

    Several workers may do this at once: the first record counts. Raises NumberWasAnother,
    OtherDeployment or IsClosed.
    """
    records = await read_records(settings, DEPLOYMENT.name)
    if not records:
        made = DeploymentMade(deployment=settings.deployment or secrets.token_hex(8), partitions=settings.partitions)
        async with Publisher(settings, "/imr/runtime") as publisher:
            await publisher.publish(made, f"deployment-{made.deployment}")
        records = await read_records(settings, DEPLOYMENT.name)
    _refuse_closed(records)
    recorded = made_by(records)
    assert recorded is not None, "the broker confirmed it"
    if recorded.partitions != settings.partitions:
        raise NumberWasAnother(recorded.partitions, settings.partitions)
    if settings.deployment not in ("", recorded.deployment):
        raise OtherDeployment(recorded.deployment, settings.deployment)
    return recorded


async def refuse_closed(settings: Settings) -> None:
    """Raise IsClosed if no worker may start on the topics of this deployment."""
    _refuse_closed(await read_records(settings, DEPLOYMENT.name))


def _refuse_closed(records: Records) -> None:
    if (closed := closed_by(records)) is not None:
        raise IsClosed(closed)


def made_by(records: Records) -> DeploymentMade | None:
    """Return the record that counts for the id and the number of partitions: the first."""
    return next((each for each in records if isinstance(each, DeploymentMade)), None)


def closed_by(records: Records) -> DeploymentClosed | None:
    """Return the record that closes the deployment, if it is the last one."""
    return next((each for each in records[-1:] if isinstance(each, DeploymentClosed)), None)


async def read_records(settings: Settings, topic: str) -> Records:
    """Return the records on the *topic* of a deployment; it must exist."""
    place = TopicPartition(topic, 0)
    records: list[DeploymentMade | DeploymentClosed] = []
    async with committed_reader(settings, to_end=True) as consumer:
        end = (await consumer.end_offsets([place]))[place]
        consumer.assign([place])
        await consumer.seek_to_beginning(place)
        while await consumer.position(place) < end:
            for found in (await consumer.getmany(place, timeout_ms=_POLL_MS)).get(place, ()):
                envelope = open_envelope(found.headers)
                records.append(read(_KINDS[envelope.type], envelope.version, found.value))
    return records
