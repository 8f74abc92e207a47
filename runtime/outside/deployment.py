"""Check that a worker is of the deployment whose topics it reads."""

import secrets

from aiokafka import TopicPartition

from runtime.broker.errors import BrokerError
from runtime.outside.committed_reader import committed_reader
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.topics import DEPLOYMENT, PREFIX
from schemas.wire.codec import read
from schemas.wire.deployment import DeploymentMade
from schemas.wire.envelope import open_envelope

_PLACE = TopicPartition(DEPLOYMENT.name, 0)
_POLL_MS = 500


class NumberWasAnother(BrokerError):
    """The deployment was made with another number of partitions."""

    def __init__(self, recorded: int, given: int) -> None:
        super().__init__(
            f"this deployment was made with {recorded} partitions and IMR_PARTITIONS says {given}: case numbers would be given a second "
            f"time. Set IMR_PARTITIONS={recorded}; topics that have more partitions since cannot be used (docs/how-to/deploy.md)"
        )


class OtherDeployment(BrokerError):
    """The topics are of another deployment."""

    def __init__(self, recorded: str, given: str) -> None:
        super().__init__(
            f"the topics {PREFIX}.… are of the deployment {recorded} and IMR_DEPLOYMENT says {given}: "
            "they would take each other's work. For topics of its own, give this one another IMR_PREFIX"
        )


async def check_deployment(settings: Settings) -> DeploymentMade:
    """Return the recorded deployment, which is recorded now if none is.

    Several workers may do this at once: the first record counts. Raises NumberWasAnother or
    OtherDeployment.
    """
    recorded = await _recorded(settings)
    if recorded is None:
        made = DeploymentMade(deployment=settings.deployment or secrets.token_hex(8), partitions=settings.partitions)
        async with Publisher(settings, "/imr/runtime") as publisher:
            await publisher.publish(made, f"deployment-{made.deployment}")
        recorded = await _recorded(settings)
        assert recorded is not None, "the broker confirmed it"
    if recorded.partitions != settings.partitions:
        raise NumberWasAnother(recorded.partitions, settings.partitions)
    if settings.deployment not in ("", recorded.deployment):
        raise OtherDeployment(recorded.deployment, settings.deployment)
    return recorded


async def _recorded(settings: Settings) -> DeploymentMade | None:
    """Return the first record, None if there is none."""
    async with committed_reader(settings, to_end=True) as consumer:
        if not (await consumer.end_offsets([_PLACE]))[_PLACE]:
            return None
        consumer.assign([_PLACE])
        await consumer.seek_to_beginning(_PLACE)
        while not (found := await consumer.getmany(_PLACE, timeout_ms=_POLL_MS)):
            pass
        first = found[_PLACE][0]
        return read(DeploymentMade, open_envelope(first.headers).version, first.value)
