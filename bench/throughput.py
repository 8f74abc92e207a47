"""The benchmark of messages through one worker with full delivery guarantees.

One worker of the real runtime is pinned to one core, Apache Kafka to the other; the input is
written before the worker starts. Each message is read with `read_committed`, decoded and
validated, checked against handled ids, handled (one record changes), answered with one event, and
committed in a transaction with changelog and offsets.
"""

import asyncio
import json
import os
import time
from datetime import date, datetime

import uvloop

from bench.alone import OUR_CORE, in_a_process, kafka_on_its_core
from runtime.handlers import Handlers, Outgoing
from runtime.logs import configure_logging
from runtime.loop.consume import Result
from runtime.loop.worker import Worker
from runtime.outside.publish import Publisher
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.state import State
from schemas.lots import case_number
from schemas.message import Part
from schemas.messages.intake import RecordsRequested
from schemas.messages.triage import NoReviewerFound
from schemas.topics import INTAKE_EVENTS

MESSAGES = 100_000
CASES = 30_000
PARTITIONS = 4
DUE = date(2015, 5, 5)


class Count(Part):
    """The number of requests for a case."""

    requests: int


def counting() -> Service:
    """Return a service that counts each case's requests and answers each with an event."""

    def create_handlers(state: State) -> Handlers:
        counts = state.table("counts", Count)

        def on_records_requested(message: RecordsRequested, _at: datetime) -> Outgoing:
            known = counts.get(message.case_number, Count(requests=0))
            counts[message.case_number] = Count(requests=known.requests + 1)
            return [NoReviewerFound(case_number=message.case_number, pool="bench", considered=known.requests, excluded={})]

        handlers = Handlers()
        handlers.on(RecordsRequested, on_records_requested)
        return handlers

    return Service("triage", (INTAKE_EVENTS,), create_handlers)


def messages_a_second() -> float:
    """Return the messages per second, from the first one handled to the last."""
    return asyncio.run(_measure())


async def _measure() -> float:
    async with kafka_on_its_core(PARTITIONS) as (settings, folder):
        async with Publisher(settings, "/imr/bench") as publisher:
            for start in range(0, MESSAGES, 2_000):
                await publisher.publish_all([(_message(number), f"message-{number}") for number in range(start, start + 2_000)])
        found = in_a_process("bench.throughput", settings, data_dir=folder, slot="0", batch_messages_max=2_000)
    return found["messages_a_second"]


def _message(number: int) -> RecordsRequested:
    case = number % CASES
    return RecordsRequested(case_number=case_number(2015, case % 1_000, case // 1_000 + 1), records_due_on=DUE)


async def _work() -> None:
    """Run the worker until the input is handled; print the rate as JSON."""
    os.sched_setaffinity(0, {OUR_CORE})
    settings = Settings()
    configure_logging(settings, "bench")
    worker = Worker(counting(), settings)
    running = asyncio.create_task(worker.run())
    began = 0.0
    while (handled := sum(partition.results[Result.HANDLED] for partition in worker.partitions.values())) < MESSAGES:
        if running.done():
            running.result()
        if handled == 0:
            began = time.monotonic()
        await asyncio.sleep(0.01)
    rate = MESSAGES / (time.monotonic() - began)
    worker.stopping.set()
    await running
    print(json.dumps({"messages_a_second": rate}))


if __name__ == "__main__":
    uvloop.run(_work())
