"""Two deployments on one Kafka do not take each other's work."""

import os
import signal
import subprocess
import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest
from aiokafka import TopicPartition

from runtime.broker.kafka.apache import ApacheBroker
from runtime.outside.committed_reader import committed_reader
from runtime.outside.deployment import NumberWasAnother, OtherDeployment, check_deployment
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.lots import case_number
from schemas.messages.intake import RecordsOverdue, RecordsRequested
from schemas.topics import INTAKE_EVENTS
from tests.broker.processes import Process, eventually
from tests.broker.versions import main as worker_main

pytestmark = pytest.mark.slow

CASES = 8
PARTITIONS = 4
PREFIXES = ("imr", "other")


def create_topics(bootstrap: str, prefix: str) -> None:
    """Create the topics of a deployment by the command."""
    environment = {**os.environ, "IMR_KAFKA_BOOTSTRAP": bootstrap, "IMR_PREFIX": prefix}
    subprocess.run([sys.executable, "-m", "cli.main", "topics", "--create"], env=environment, check=True, stdout=subprocess.DEVNULL)


async def answers(settings: Settings, prefix: str) -> int:
    """Return the number of answers on the events of *prefix*."""
    async with committed_reader(settings, to_end=True) as consumer:
        name = INTAKE_EVENTS.name.replace("imr.", f"{prefix}.", 1)
        consumer.assign([TopicPartition(name, number) for number in range(PARTITIONS)])
        await consumer.seek_to_beginning()
        found = 0
        while records := await consumer.getmany(timeout_ms=2_000):
            found += sum(
                dict(record.headers)["ce_type"] == RecordsOverdue.type.encode() for batch in records.values() for record in batch
            )
        return found


async def are_at_work(workers: Collection[Process]) -> bool:
    """Return whether each has all partitions of its deployment."""
    return [list(range(PARTITIONS))] * len(workers) == [(await each.health()).get("partitions") for each in workers]


async def test_each_does_its_own_work(tmp_path: Path) -> None:
    """Topics, groups and transactional ids differ; else they would share the partitions."""
    async with ApacheBroker(tmp_path / "broker") as broker:
        settings = Settings(kafka_bootstrap=broker.bootstrap, data_dir=tmp_path)
        workers = []
        for prefix in PREFIXES:
            create_topics(broker.bootstrap, prefix)
            (tmp_path / prefix).mkdir()
            program = (worker_main.__module__, "of-one-topic")
            workers.append(Process("shadow", broker.bootstrap, tmp_path / prefix, *program, prefix=prefix, deployment=prefix))
            workers[-1].start()
        await eventually(lambda: are_at_work(workers))
        async with Publisher(settings, "/imr/test") as publisher:
            cases = [case_number(2015, lot, 1) for lot in range(CASES)]
            asked = [RecordsRequested(case_number=each, records_due_on=date(2015, 5, 5)) for each in cases]
            await publisher.publish_all([(message, f"asked-{message.key}") for message in asked])

        async def answered() -> bool:
            return await answers(settings, "imr") == CASES

        await eventually(answered)
        assert 0 == await answers(settings, "other")
        for worker in workers:
            assert 0 == await worker.end(signal.SIGTERM)
        with pytest.raises(OtherDeployment):
            await check_deployment(settings.model_copy(update={"deployment": "other"}))
        with pytest.raises(NumberWasAnother):
            await check_deployment(settings.model_copy(update={"partitions": 8}))
