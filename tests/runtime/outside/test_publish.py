"""Publishing from a channel: confirmed, or a clear error."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError, KafkaTimeoutError

from runtime.outside import publish as module
from runtime.outside.publish import BrokerUnavailable, DiskAlmostFull, Publisher
from runtime.settings import Settings
from schemas.wire.envelope import open_envelope
from tests.examples import submission

SETTINGS = Settings(kafka_bootstrap="127.0.0.1:9", partitions=4)


class FakeProducer:
    """A producer that keeps sent messages.

    *fails* names the step that raises.
    """

    sent: list[dict[str, Any]]
    made: list["FakeProducer"]
    fails: str | None = None

    def __init__(self, **settings: Any) -> None:
        FakeProducer.sent = []
        self.settings, self.is_stopped = settings, False
        self.made.append(self)

    async def start(self) -> None:
        """Connect."""
        if self.fails == "start":
            raise KafkaConnectionError

    async def stop(self) -> None:
        """Disconnect."""
        self.is_stopped = True

    async def send(self, topic: str, value: bytes, **more: Any) -> Awaitable[None]:
        """Keep the message; *fails* may make its confirmation fail."""
        self.sent.append({"topic": topic, "value": value, **more})
        confirmed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.fails == "confirm":
            confirmed.set_exception(KafkaTimeoutError())
        elif self.fails != "answer":
            confirmed.set_result(None)
        return confirmed


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the producer with the fake."""
    monkeypatch.setattr(module, "AIOKafkaProducer", FakeProducer)
    monkeypatch.setattr(FakeProducer, "fails", None)
    monkeypatch.setattr(FakeProducer, "made", [], raising=False)


async def test_a_message_is_sent_under_its_id_to_its_partition() -> None:
    """A message is sent to its partition with its key, id, source and correlation."""
    message = submission()
    async with Publisher(SETTINGS, "/imr/test") as publisher:
        await publisher.publish(message, "an-id")

    (sent,) = FakeProducer.sent
    envelope = open_envelope(sent["headers"])
    assert (message.topic.name, message.key.encode()) == (sent["topic"], sent["key"])
    assert 0 <= sent["partition"] < 4
    assert ("an-id", "/imr/test", "an-id") == (envelope.id, envelope.source, envelope.correlation_id)


@pytest.mark.parametrize("step", ["start", "confirm"])
async def test_without_confirmation_the_error_may_be_tried_again(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that does not answer and one that does not confirm raise the same error."""
    monkeypatch.setattr(FakeProducer, "fails", step)

    with pytest.raises(BrokerUnavailable, match="did not confirm") as raised:
        async with Publisher(SETTINGS, "/imr/test") as publisher:
            await publisher.publish(submission(), "an-id")

    assert raised.value.retriable


async def test_nothing_is_sent_to_a_broker_whose_disk_is_almost_full(tmp_path: Path) -> None:
    """The error gives the reason; its text for senders from outside names no folder."""
    (tmp_path / "broker").mkdir()
    settings = SETTINGS.model_copy(update={"data_dir": tmp_path, "disk_free_min_mib": 10**12})
    async with Publisher(settings, "/imr/test") as publisher:
        with pytest.raises(DiskAlmostFull, match=r"nothing was taken in: the disk of .* make room, then try again") as refused:
            await publisher.publish(submission(), "id-1")

    assert [] == FakeProducer.sent
    assert "almost full" in refused.value.detail
    assert str(tmp_path) not in refused.value.detail


@pytest.mark.parametrize("step", ["confirm", "answer"])
async def test_after_a_failure_a_new_producer_sends(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused batch, or a broker that gives no answer, is the end of one message alone."""
    monkeypatch.setattr(module, "CONFIRM_SECONDS_MAX", 0.01)
    async with Publisher(SETTINGS, "/imr/test") as publisher:
        monkeypatch.setattr(FakeProducer, "fails", step)
        with pytest.raises(BrokerUnavailable):
            await publisher.publish(submission(), "id-1")
        monkeypatch.setattr(FakeProducer, "fails", None)
        await publisher.publish(submission(), "id-2")
        await publisher.publish(submission(), "id-3")

    assert 2 == len(FakeProducer.sent) == len(FakeProducer.made)
    assert all(each.is_stopped for each in FakeProducer.made)


async def test_failures_at_once_make_one_new_producer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sender is told, and the next ones share a connection."""
    monkeypatch.setattr(module, "CONFIRM_SECONDS_MAX", 0.01)
    async with Publisher(SETTINGS, "/imr/test") as publisher:
        monkeypatch.setattr(FakeProducer, "fails", "answer")
        told = await asyncio.gather(*(publisher.publish(submission(), f"id-{n}") for n in range(5)), return_exceptions=True)
        monkeypatch.setattr(FakeProducer, "fails", None)
        await asyncio.gather(*(publisher.publish(submission(), f"new-{n}") for n in range(5)))

    assert [BrokerUnavailable] * 5 == [type(each) for each in told]
    assert 2 == len(FakeProducer.made)
