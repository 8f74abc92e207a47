"""A broker for the tests that need one; if it cannot start, they fail."""

from collections.abc import AsyncIterator, Generator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.topics.topics import ensure_topics
from schemas.topics import TOPICS, Topic

PARTITIONS = 4
SHOWN_LINES = 60


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark every test in this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.broker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show, with a failure, how the logs of the test's own processes end."""
    report = yield
    given = getattr(item, "funcargs", {})
    folders = [given.get("tmp_path"), getattr(given.get("arena"), "folder", None)]
    if report.failed:
        logs = {log for folder in folders if folder is not None for log in folder.rglob("*.log")}
        for log in sorted(log for log in logs if not log.stem.isdecimal()):  # the others hold a broker's or a table's data
            lines = log.read_text(errors="replace").splitlines()[-SHOWN_LINES:]
            report.sections.append((f"end of {log.name}", "\n".join(lines)))
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def broker(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
    """Return an empty broker that the tests share.

    Tests that stop or kill a broker start their own.
    """
    async with ApacheBroker(tmp_path_factory.mktemp("broker")) as started:
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
