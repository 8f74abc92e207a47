"""A worker's answers at /livez and /readyz."""

from collections.abc import AsyncIterator

import httpx
import pytest

from runtime.handlers import Handlers
from runtime.loop.worker import Worker
from runtime.service import Service
from runtime.settings import Settings
from runtime.watching.health import create_health
from runtime.watching.report import Health
from schemas.topics import INTAKE_EVENTS


async def _get(path: str, worker: Worker) -> httpx.Response:
    transport = httpx.ASGITransport(create_health(lambda: worker.health))
    async with httpx.AsyncClient(transport=transport, base_url="http://worker") as client:
        return await client.get(path)


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    """Return a worker that never reached a broker."""
    alone = Worker(Service("triage", (INTAKE_EVENTS,), lambda _state: Handlers()), Settings(kafka_bootstrap="127.0.0.1:1"))
    yield alone
    await alone._consumer.stop()


async def test_a_worker_without_a_broker_lives_and_is_not_ready(worker: Worker) -> None:
    """A worker without a broker is live and not ready, and its lag is unknown."""
    live, ready = await _get("/livez", worker), await _get("/readyz", worker)

    assert (200, 503) == (live.status_code, ready.status_code)
    said = Health.model_validate_json(ready.content)
    assert ("not ready", "triage", None, None, []) == (said.status, said.service, said.since, said.lag, said.assigned)


async def test_a_worker_beyond_the_number_of_partitions_is_ready(worker: Worker) -> None:
    """A worker without a partition is ready as a standby, and its lag is zero."""
    await worker.on_partitions_assigned(())
    before = (await _get("/readyz", worker)).status_code
    worker._measure({})
    ready = await _get("/readyz", worker)
    await worker.on_partitions_revoked(())
    after = (await _get("/readyz", worker)).status_code

    assert (503, 200, 503) == (before, ready.status_code, after)
    assert {"messages": 0, "seconds": 0.0} == ready.json()["lag"]


async def test_a_transaction_that_never_ends_is_told(worker: Worker) -> None:
    """A transaction that never ends is reported with its place, because lag does not show it."""
    await worker.on_partitions_assigned(())
    worker._note_unfinished({("imr.intake.commands", 2): 92})
    worker._measure({})

    assert {"imr.intake.commands/2": 92} == (await _get("/readyz", worker)).json()["attention"]["unfinished"]


async def test_every_field_is_described() -> None:
    """Every field whose name does not explain it has a description."""
    fields = Health.model_fields

    assert {"status", "service", "attention"} == {name for name, field in fields.items() if not field.description}
