"""A broker for the tests that need one.

It is embedded, or Apache Kafka with IMR_BROKER=apache. If it cannot start, the tests fail.
"""

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
    """Mark every test in this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.broker)


@pytest.fixture(scope="session")
def kind() -> Kind:
    """Return the kind of broker that the tests run on."""
    return Settings().broker


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def broker(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
    """Return an empty broker that the tests share.

    Tests that stop or kill a broker start their own.
    """
    async with create_broker(kind, tmp_path_factory.mktemp("broker")) as started:
        yield started


@pytest.fixture(scope="session")
def bootstrap(broker: Broker) -> str:
    """Return the address of the shared broker."""
    return broker.bootstrap


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def topics(bootstrap: str) -> Sequence[Topic]:
    """Create every topic of the catalogue, with four partitions."""
    await ensure_topics(bootstrap, TOPICS, PARTITIONS)
    return TOPICS
