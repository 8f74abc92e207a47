"""Publishing to a real broker that refuses a batch, or is gone."""

from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import ensure_topics
from runtime.outside import publish
from runtime.outside.follow import read_to_end
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.topics import INTAKE_COMMANDS
from tests.examples import submission


async def _take_at_most(bootstrap: str, size: int) -> None:
    """Make the topic refuse messages of more than *size* bytes."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        limit = {"max.message.bytes": str(size)}
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, INTAKE_COMMANDS.name, configs=limit)])
    finally:
        await admin.close()


@pytest.mark.slow
async def test_a_refused_batch_and_a_lost_broker_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a refusal the next message is taken; a lost broker is told within the bound."""
    monkeypatch.setattr(publish, "CONFIRM_SECONDS_MAX", 5.0)
    async with ApacheBroker(tmp_path / "broker") as broker:
        settings = Settings(kafka_bootstrap=broker.bootstrap, partitions=1, data_dir=tmp_path)
        await ensure_topics(broker.bootstrap, [INTAKE_COMMANDS], 1)
        async with Publisher(settings, "/imr/test") as publisher:
            await publisher.publish(submission(), "first")
            await _take_at_most(broker.bootstrap, 300)
            with pytest.raises(BrokerUnavailable):
                await publisher.publish(submission(), "too-large")
            await ensure_topics(broker.bootstrap, [INTAKE_COMMANDS], 1)
            for number in range(3):
                await publisher.publish(submission(), f"later-{number}")

            found = [seen.envelope.id for seen in await read_to_end(settings, [INTAKE_COMMANDS])]
            broker.kill()
            with pytest.raises(BrokerUnavailable):
                await publisher.publish(submission(), "to-nobody")

    assert ["first", "later-0", "later-1", "later-2"] == found
