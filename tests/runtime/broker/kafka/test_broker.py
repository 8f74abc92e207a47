"""A broker before it runs: refusals that start no program.

The other tests are in tests/broker/test_brokers.py.
"""

import asyncio
from pathlib import Path

import pytest

from runtime.broker.errors import DataFolderInUse
from runtime.broker.kafka.broker import Broker


class Paper(Broker):
    """A broker that fails the test when it is started."""

    def prepare(self, port: int) -> None:
        """Fail."""
        raise AssertionError(port)

    def command(self, port: int) -> list[str]:
        """Fail."""
        raise AssertionError(port)


def test_bootstrap_is_known_with_the_port(tmp_path: Path) -> None:
    """The address is known when the port is chosen; otherwise asking early is an error."""
    assert Paper(tmp_path, 9092).bootstrap == "127.0.0.1:9092"

    with pytest.raises(RuntimeError, match="before it is started"):
        _ = Paper(tmp_path).bootstrap


async def test_folder_in_use_is_refused_before_anything_else(tmp_path: Path) -> None:
    """Starting on a folder in use is refused and changes nothing."""
    first = Paper(tmp_path)
    first.folder.claim()

    with pytest.raises(DataFolderInUse):
        await Paper(tmp_path).start()

    first.folder.release()


def test_broker_that_does_not_run_can_be_stopped(tmp_path: Path) -> None:
    """Stopping or killing a broker that does not run changes nothing."""
    broker = Paper(tmp_path)
    asyncio.run(broker.stop())
    broker.kill()

    assert [] == list(tmp_path.iterdir())
