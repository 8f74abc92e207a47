"""A broker of our own for the tests that need one: embedded, or Apache Kafka with IMR_BROKER=apache. Without one they fail."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from runtime.broker.kinds.broker import Broker
from runtime.broker.kinds.create import Kind, create_broker
from runtime.broker.topics.topics import ensure_topics
from runtime.settings import Settings
from schemas.topics import TOPICS, Topic

PARTITIONS = 4


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark what stands in this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.broker)


@pytest.fixture(scope="session")
def kind() -> Kind:
    """Which of our brokers the tests run on."""
    return Settings().broker


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def broker(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
    """A broker without data that all tests share; those that stop or kill one start their own."""
    async with create_broker(kind, tmp_path_factory.mktemp("broker")) as started:
        yield started


@pytest.fixture(scope="session")
def bootstrap(broker: Broker) -> str:
    """Where clients find the shared broker."""
    return broker.bootstrap


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def topics(bootstrap: str) -> Sequence[Topic]:
    """Every topic of the catalogue, with four partitions."""
    await ensure_topics(bootstrap, TOPICS, PARTITIONS)
    return TOPICS
