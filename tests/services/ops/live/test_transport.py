"""Instructions to the consumer."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from runtime.settings import Settings
from services.ops.app import create_app
from services.ops.live.live_app import LiveApp
from services.ops.live.transport import CommittedConsumer
from services.ops.state import LiveTables


@pytest.fixture
async def app() -> AsyncIterator[LiveApp]:
    """Yield an app with a consumer that is not started; close its loop afterwards."""
    app = create_app(Settings(kafka_bootstrap="one.example:9092"))
    consumer: Any = app.consumer
    yield app
    consumer._thread.thread_loop.close()


async def test_the_consumer_reads_what_was_committed(app: Any) -> None:
    """Set before it starts, for aiokafka hands it to its fetcher then."""
    consumer = app.consumer._thread._create_worker_consumer(app.transport)
    await consumer.stop()

    assert isinstance(app.consumer, CommittedConsumer)
    assert consumer._isolation_level == "read_committed"


class Aiokafka:
    """A consumer with two partitions: one read to its end and one with three messages left."""

    async def end_offsets(self, partitions: list[int]) -> dict[int, int]:
        """Where each ends."""
        return dict(zip(partitions, (10, 8), strict=True))

    async def position(self, partition: int) -> int:
        """Where each is read next."""
        return {0: 10, 1: 5}[partition]


async def test_lag_is_what_is_left_of_every_partition(app: Any) -> None:
    """Positions and remaining messages are summed."""
    thread = app.consumer._thread
    thread._consumer = Aiokafka()

    assert await thread.measure([0, 1]) == (15, 3)


async def test_reading_begins_where_the_tables_end(app: Any) -> None:
    """Events are read from the tables' end, not from faust's commit.

    No event is handed out before that; a changelog is read by faust's own rules.
    """
    source, changelog = TP("imr.intake.events", 2), TP("imr-ops-live-counts-changelog", 2)
    consumer, sought = app.consumer, []
    app.live = LiveTables(positions={(2, "imr.intake.events"): 9})

    async def seek_wait(starts: dict[TP, int]) -> None:
        sought.append(starts)

    async def getmany(active: set[TP], _seconds: float) -> dict[TP, list[Any]]:
        return {partition: [] for partition in active}

    consumer.assignment = lambda: {source, changelog}
    consumer.seek_wait = seek_wait
    consumer._thread.getmany = getmany

    assert await consumer._getmany({source}, 1.0) == {}
    assert (await consumer._getmany({source, changelog}, 1.0)).keys() == {changelog}

    await consumer.perform_seek()

    assert sought == [{source: 9}]
    assert (await consumer._getmany({source, changelog}, 1.0)).keys() == {source, changelog}


class Client:
    """A client that keeps the topics it was told of."""

    def __init__(self) -> None:
        self.topics: list[str] = []

    async def force_metadata_update(self) -> None:
        """Ask again."""

    async def add_topic(self, topic: str) -> None:
        """Keep *topic*."""
        self.topics.append(topic)


async def test_the_producer_keeps_knowing_its_changelogs(app: Any) -> None:
    """A changelog that is created late does not replace the others."""
    client, created = Client(), []

    async def create(_producer: Any, _client: Client, topic: str, *_: Any, **_named: Any) -> None:
        created.append(topic)

    producer = app.producer
    producer._producer = SimpleNamespace(client=client)
    producer.transport._create_topic = create
    await producer.create_topic("imr-ops-live-counts-changelog", 4, 1)

    assert created == client.topics == ["imr-ops-live-counts-changelog"]
