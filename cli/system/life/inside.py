"""Run a broker and the deciding services inside this process, whose clock can be moved.

Services in processes of their own would keep the clock that they were started with.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from cli.system.life.known import TOPICS, Known
from runtime import clock
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import ensure_topics
from runtime.loop.worker import Worker
from runtime.outside.follow import follow
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas import topics
from schemas.message import Message
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.triage.app import create_app as create_triage

WAIT_SECONDS_MAX = 300.0
"""The longest wait for the services."""

_SERVICES = (create_intake, create_triage, create_decision, create_letters)
_LOOK_SECONDS = 0.02
_STOP_SECONDS_MAX = 30.0
_PATIENT: dict[str, Any] = {"session_timeout_ms": 60_000, "stall_seconds_max": WAIT_SECONDS_MAX}
"""Four services share a loop: one that waits for its turn is not lost."""


class TooSlow(RuntimeError):
    """The services did not answer within WAIT_SECONDS_MAX."""

    def __init__(self, told: str) -> None:
        super().__init__(f"waited for {WAIT_SECONDS_MAX:.0f} seconds for {told}")


class WorkerEnded(RuntimeError):
    """A service ended because of an error."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"a service ended ({reason}); logs/demo.log in that folder says more")


class _HostedWorker(Worker):
    """A worker that does not take the process with it when it ends."""

    def die(self, reason: str) -> None:
        """Raise WorkerEnded."""
        raise WorkerEnded(reason)


class Inside:
    """The world of the filling: see `fill.World`."""

    def __init__(self, publisher: Publisher, known: Known, tasks: list[asyncio.Task[None]]) -> None:
        self.known = known
        self._publisher = publisher
        self._tasks = tasks
        self._has_begun = False

    def pass_to(self, instant: datetime) -> None:
        """Set the clock of this process to *instant*, first back into the past, then only on."""
        if not self._has_begun or clock.now() < instant:
            self._has_begun = True
            clock.shift((instant - clock.real()).total_seconds())

    async def publish(self, message: Message, message_id: str) -> None:
        """Write *message*; raise BrokerUnavailable."""
        await self._publisher.publish(message, message_id)

    async def until(self, done: Callable[[], bool], told: Callable[[], str]) -> None:
        """Wait until *done*; raise TooSlow or WorkerEnded."""
        try:
            async with asyncio.timeout(WAIT_SECONDS_MAX):
                while not done():
                    for task in self._tasks:
                        if task.done():
                            error = task.exception()
                            raise WorkerEnded(type(error).__name__ if error else "without an error") from error
                    await asyncio.sleep(_LOOK_SECONDS)
        except TimeoutError:
            raise TooSlow(told()) from None


@asynccontextmanager
async def inside(settings: Settings) -> AsyncIterator[Inside]:
    """Run the system in the data folder of *settings* during the block, and stop it cleanly."""
    services = [create(settings) for create in _SERVICES]
    async with ApacheBroker(settings.data_dir / "broker", java=settings.java) as broker:
        settings = settings.model_copy(update={"kafka_bootstrap": broker.bootstrap, **_PATIENT})
        await ensure_topics(settings.kafka_bootstrap, topics.TOPICS, settings.partitions, settings.replication)
        known = Known()
        workers = [_HostedWorker(service, settings) for service in services]
        tasks = [asyncio.create_task(worker.run()) for worker in workers]
        following = asyncio.create_task(_follow(settings, known))
        try:
            async with Publisher(settings, "/imr/demo") as publisher:
                yield Inside(publisher, known, [*tasks, following])
        finally:
            following.cancel()
            for worker in workers:
                worker.stopping.set()
            await asyncio.wait(tasks, timeout=_STOP_SECONDS_MAX)
            for task in tasks:
                task.cancel()
            await asyncio.gather(following, *tasks, return_exceptions=True)


async def _follow(settings: Settings, known: Known) -> None:
    async for seen in follow(settings, TOPICS):
        known.note(seen.message)
