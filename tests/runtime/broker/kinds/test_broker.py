"""A broker before it runs: what it refuses without starting anything. The rest is in tests/broker/test_brokers.py."""

import asyncio
from pathlib import Path

import pytest

from runtime.broker.errors import DataFolderInUse
from runtime.broker.kinds.broker import Broker


class Paper(Broker):
    """A broker that must not be started."""

    def prepare(self, port: int) -> None:
        """Refuse."""
        raise AssertionError(port)

    def command(self, port: int) -> list[str]:
        """Refuse."""
        raise AssertionError(port)


def test_bootstrap_is_known_with_the_port(tmp_path: Path) -> None:
    """Where a broker will be is known if the port is chosen; otherwise asking before the start is an error."""
    assert Paper(tmp_path, 9092).bootstrap == "127.0.0.1:9092"

    with pytest.raises(RuntimeError, match="before it is started"):
        _ = Paper(tmp_path).bootstrap


async def test_folder_in_use_is_refused_before_anything_else(tmp_path: Path) -> None:
    """A start on a folder that is in use does nothing but say so."""
    first = Paper(tmp_path)
    first.folder.claim()

    with pytest.raises(DataFolderInUse):
        await Paper(tmp_path).start()

    first.folder.release()


def test_broker_that_does_not_run_can_be_stopped(tmp_path: Path) -> None:
    """Stopping or killing what does not run changes nothing."""
    broker = Paper(tmp_path)
    asyncio.run(broker.stop())
    broker.kill()

    assert [] == list(tmp_path.iterdir())
