"""Messages a second through one worker with everything on, and the time to restore a large state.

One worker of the real runtime, pinned to one core, Apache Kafka on the other; the input is there before the worker starts. Each message is
read `read_committed`, decoded and validated, looked up among those handled, handled (one record changed), answered with one event, and
committed with changelog and offsets in a transaction.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

from runtime import clock
from runtime.broker.apache import ApacheBroker
from runtime.broker.topics import ensure_topics
from runtime.consume import Result
from runtime.handlers import Handlers, Outgoing
from runtime.logs import configure_logging
from runtime.publish import Publisher
from runtime.service import Service
from runtime.settings import Settings
from runtime.state import State
from runtime.worker import Worker
from schemas.intake import RecordsOverdue, RecordsRequested
from schemas.lots import case_number
from schemas.message import Part
from schemas.topics import INTAKE_EVENTS, TOPICS

MESSAGES = 60_000
CASES = 20_000
PARTITIONS = 4
DUE = date(2015, 5, 5)
WORKER_CORE, BROKER_CORE = 0, 1


class Count(Part):
    """How many requests a case has seen."""

    requests: int


def counting() -> Service:
    """A service that counts the requests for records of each case and answers each with an event."""

    def create_handlers(state: State) -> Handlers:
        counts = state.table("counts", Count)

        def on_records_requested(message: RecordsRequested, _at: datetime) -> Outgoing:
            known = counts.get(message.case_number, Count(requests=0))
            counts[message.case_number] = Count(requests=known.requests + 1)
            return [RecordsOverdue(case_number=message.case_number, records_due_on=message.records_due_on)]

        handlers = Handlers()
        handlers.on(RecordsRequested, on_records_requested)
        return handlers

    return Service("triage", (INTAKE_EVENTS,), create_handlers)


def messages_a_second(state: str) -> tuple[float, float]:
    """Messages a second through one worker that holds its state in *state*, and seconds to restore that state afterwards."""
    return asyncio.run(_measure(state))


async def _measure(state: str) -> tuple[float, float]:
    async with _preloaded() as (settings, folder):
        environment = {
            **os.environ,
            "IMR_KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
            "IMR_PARTITIONS": str(PARTITIONS),
            "IMR_STATE": state,
            "IMR_SLOT": "0",
            "IMR_DATA_DIR": str(folder),
            "IMR_BATCH_MESSAGES_MAX": "2000",
        }
        command = [sys.executable, "-m", "bench.throughput"]
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=600)
        rate, restored = found.stdout.split()
        return float(rate), float(restored)


@asynccontextmanager
async def _preloaded() -> AsyncIterator[tuple[Settings, Path]]:
    """A broker on its core, with the input on its topic."""
    with tempfile.TemporaryDirectory() as folder:
        async with ApacheBroker(Path(folder) / "broker") as broker:
            _pin_children(BROKER_CORE)
            settings = Settings(kafka_bootstrap=broker.bootstrap, partitions=PARTITIONS)
            await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
            async with Publisher(settings, "/imr/bench") as publisher:
                for start in range(0, MESSAGES, 2_000):
                    await publisher.publish_all([(_message(number), f"message-{number}") for number in range(start, start + 2_000)])
            yield settings, Path(folder)


def _message(number: int) -> RecordsRequested:
    case = number % CASES
    return RecordsRequested(case_number=case_number(2015, case % 1_000, case // 1_000 + 1), records_due_on=DUE)


def _pin_children(core: int) -> None:
    """Keep every process that we started on *core*."""
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout  # noqa: S607 - a program of every Linux
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listing.splitlines())}
    for pid in parents:
        ancestor = pid
        while (ancestor := parents.get(ancestor, 0)) not in (0, os.getpid()):
            pass
        if ancestor == os.getpid():
            subprocess.run(["taskset", "-a", "-cp", str(core), str(pid)], capture_output=True, check=False)  # noqa: S607 - it may have ended


async def _work() -> None:
    """Run the worker until the input is handled; print the rate, and how long the state takes to restore."""
    os.sched_setaffinity(0, {WORKER_CORE})
    settings = Settings()
    configure_logging(settings, "bench")
    worker = Worker(counting(), settings)
    running = asyncio.create_task(worker.run())
    began = ended = 0.0
    while (handled := sum(partition.results[Result.HANDLED] for partition in worker.partitions.values())) < MESSAGES:
        if running.done():
            running.result()
        if handled == 0:
            began = time.monotonic()
        await asyncio.sleep(0.01)
    ended = time.monotonic()
    worker.stopping.set()
    await running
    print(MESSAGES / (ended - began), 0.0)


if __name__ == "__main__":
    import uvloop

    clock.shift(0)
    uvloop.run(_work())
