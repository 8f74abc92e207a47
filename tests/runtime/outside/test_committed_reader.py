"""The reader that commits no offsets and sees only committed messages."""

from typing import Any

import pytest

from runtime.outside import committed_reader as module
from runtime.outside.committed_reader import committed_reader
from runtime.settings import Settings
from schemas.topics import MESSAGE_BYTES_MAX


class FakeConsumer:
    """A consumer that notes its start and stop."""

    calls: list[str]
    settings: dict[str, Any]

    def __init__(self, **settings: Any) -> None:
        FakeConsumer.calls, FakeConsumer.settings = [], settings

    async def start(self) -> None:
        """Note the start."""
        self.calls.append("start")

    async def stop(self) -> None:
        """Note the stop."""
        self.calls.append("stop")


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the consumer with the fake."""
    monkeypatch.setattr(module, "AIOKafkaConsumer", FakeConsumer)


async def test_it_reads_committed_messages_without_a_group() -> None:
    """It has no group, commits no offset and accepts our largest message."""
    async with committed_reader(Settings(kafka_bootstrap="127.0.0.1:9"), records_max=1):
        settings = FakeConsumer.settings

    assert ("read_committed", False) == (settings["isolation_level"], settings["enable_auto_commit"])
    assert (MESSAGE_BYTES_MAX, 1) == (settings["max_partition_fetch_bytes"], settings["max_poll_records"])
    assert "group_id" not in settings


@pytest.mark.parametrize("to_end", [True, False])
async def test_a_reader_to_the_end_does_not_wait_for_new_messages(*, to_end: bool) -> None:
    """Its questions about offsets would wait behind the fetch; one that goes on waits longer."""
    async with committed_reader(Settings(), to_end=to_end):
        wait = FakeConsumer.settings["fetch_max_wait_ms"]

    assert (wait <= 100) == to_end


async def test_it_is_stopped_whatever_happens() -> None:
    """It is stopped after an error in the block, and the error is raised."""
    with pytest.raises(KeyError):
        async with committed_reader(Settings()):
            raise KeyError

    assert ["start", "stop"] == FakeConsumer.calls
