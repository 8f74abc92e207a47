"""The world inside this process: its clock, and waits that end."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli.system.life import inside as inside_module
from cli.system.life.inside import Inside, TooSlow, WorkerEnded, _HostedWorker
from cli.system.life.known import Known
from runtime import clock
from runtime.handlers import Handlers
from runtime.loop import worker as worker_module
from runtime.service import Service
from runtime.settings import Settings
from schemas.topics import INTAKE_EVENTS

DAY = datetime(2015, 4, 3, 16, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
NO_PUBLISHER: Any = None


@pytest.fixture(autouse=True)
def _set_back() -> Iterator[None]:
    """Reset the clock after each test."""
    yield
    clock.shift(0)


def test_the_clock_goes_back_once_and_then_only_on() -> None:
    """An instant that has passed already changes nothing."""
    world = Inside(NO_PUBLISHER, Known(), [])

    for instant, shown in ((DAY, DAY), (DAY + timedelta(days=9), DAY + timedelta(days=9)), (DAY, DAY + timedelta(days=9))):
        world.pass_to(instant)
        assert timedelta(0) <= clock.now() - shown < A_MINUTE


async def test_a_wait_has_a_bound_and_says_what_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is asked for at the end."""
    monkeypatch.setattr(inside_module, "WAIT_SECONDS_MAX", 0.05)

    with pytest.raises(TooSlow, match="for 3 answers"):
        await Inside(NO_PUBLISHER, Known(), []).until(lambda: False, lambda: "3 answers")


async def test_a_wait_ends_when_it_is_done() -> None:
    """It looks again and again."""
    looks = iter([False, False, True])

    await Inside(NO_PUBLISHER, Known(), []).until(lambda: next(looks), lambda: "nothing")

    assert [] == list(looks)


@pytest.mark.parametrize("failing", [True, False])
async def test_a_service_that_ended_ends_the_wait(*, failing: bool) -> None:
    """With the reason, and at once."""

    async def serve() -> None:
        if failing:
            raise KeyError("x")

    task = asyncio.create_task(serve())
    await asyncio.wait([task])

    with pytest.raises(WorkerEnded, match="KeyError" if failing else "without an error"):
        await Inside(NO_PUBLISHER, Known(), [task]).until(lambda: False, lambda: "nothing")


def test_a_worker_here_does_not_end_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one would leave with `os._exit`, without a word."""
    monkeypatch.setattr(worker_module, "AIOKafkaConsumer", lambda **_settings: None)
    service = Service("decision", (INTAKE_EVENTS,), lambda _state: Handlers())

    with pytest.raises(WorkerEnded, match="no_progress"):
        _HostedWorker(service, Settings(kafka_bootstrap="127.0.0.1:9")).die("no_progress")
