"""The start of a service's process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiokafka.errors import KafkaConnectionError

from runtime import main
from runtime.broker.errors import NoBrokerAnswers
from runtime.handlers import Handlers
from runtime.main import run_service
from runtime.outside.publish import BrokerUnavailable
from runtime.service import Service
from runtime.settings import Settings


def create_app(_settings: Settings) -> Service:
    """Fail: no service may start."""
    return Service("triage", (), lambda _state: Handlers())


def test_without_a_broker_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a broker the error names the setting and the command that starts one."""
    monkeypatch.delenv("IMR_KAFKA_BOOTSTRAP", raising=False)

    with pytest.raises(SystemExit, match=r"IMR_KAFKA_BOOTSTRAP is empty.*imr up"):
        run_service(create_app)


def test_an_invalid_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid setting is named, and the process ends before it connects."""
    monkeypatch.setenv("IMR_PARTITIONS", "none")

    with pytest.raises(SystemExit, match="IMR_PARTITIONS"):
        run_service(create_app)


class _FakeWorker:
    """A worker that notes the reason for which it ended."""

    def __init__(self, _service: Service, _settings: Settings) -> None:
        self.stopping = asyncio.Event()

    def die(self, reason: str) -> None:
        raise SystemExit(f"worker_died {reason}")


@pytest.mark.parametrize("error", [NoBrokerAnswers("example:1"), BrokerUnavailable("example"), KafkaConnectionError()])
async def test_a_companion_that_finds_no_broker_ends_the_worker(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The worker reports it and ends as it does when it finds no broker itself."""

    @asynccontextmanager
    async def beside(_settings: Settings) -> AsyncIterator[None]:
        raise error
        yield

    monkeypatch.setattr(main, "Worker", _FakeWorker)
    settings = Settings(kafka_bootstrap="example:1")

    with pytest.raises(SystemExit, match=f"worker_died {type(error).__name__}"):
        await main._run(create_app(settings), settings, beside)
