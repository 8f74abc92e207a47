"""The benchmark of messages, applications, assessments and restoring: `make bench`.

Figures hold for one machine and one run: compare ratios within a run, never across machines.
Letters have a command of their own, `bench.letters`.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.decision import speed
from bench.restore import RECORDS, seconds_to_restore
from bench.throughput import messages_a_second
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import ensure_topics
from runtime.outside.follow import follow
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.messages.application import Application
from schemas.messages.intake import CaseReadyForReview
from schemas.topics import INTAKE_EVENTS, TOPICS
from services.intake.channels.channel import read_application, submit_application

APPLICATION = Path("examples/chiropractic-and-massage.json")
APPLICATIONS = 5_000
PARTITIONS = 4
RECEIVED_AT = datetime(2015, 4, 17, 17, 0, tzinfo=UTC)
RUNS = 3


def main() -> None:
    """Measure everything and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--seed", type=int, default=speed.new_seed(), help="assess the items of an earlier run")
    seed = parser.parse_args().seed
    table = Table("figure", "per second", "median of", box=None, padding=(0, 2))
    rate = statistics.median(messages_a_second() for _ in range(RUNS))
    table.add_row("messages through one worker, full delivery guarantees, one core", f"{rate:,.0f}", str(RUNS))
    for figure, rate, runs in (*_intake(), _assessments(seed)):
        table.add_row(figure, f"{rate:,.0f}", str(runs))
    Console().print(table)
    times = Table(f"restoring a partition of {RECORDS:,} records", "seconds", box=None, padding=(0, 2))
    for way, seconds in seconds_to_restore().items():
        times.add_row(way, f"{seconds:.1f}")
    Console().print(times)


def _intake() -> list[tuple[str, float, int]]:
    """Measure applications from submission to ready for review, through one worker.

    Each takes two hops and four messages, in transactions; the input is written before.
    """
    return [("applications through one worker of intake", asyncio.run(_intake_once()), 1)]


async def _intake_once() -> float:
    with tempfile.TemporaryDirectory() as folder:
        async with ApacheBroker(Path(folder) / "broker") as broker:
            settings = Settings(kafka_bootstrap=broker.bootstrap, partitions=PARTITIONS, data_dir=Path(folder))
            await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
            await _preload(settings)
            environment = {
                **os.environ,
                "IMR_KAFKA_BOOTSTRAP": broker.bootstrap,
                "IMR_SLOT": "0",
                "IMR_API_PORT": "0",
                "IMR_DATA_DIR": folder,
            }
            shift = RECEIVED_AT.timestamp() - time.time()
            environment |= {"IMR_CLOCK_SHIFT_SECONDS": str(shift), "IMR_PARTITIONS": str(PARTITIONS)}
            worker = subprocess.Popen([sys.executable, "-m", "services.intake"], env=environment, stderr=subprocess.DEVNULL)
            try:
                return await _rate(settings)
            finally:
                worker.terminate()
                worker.wait()


async def _preload(settings: Settings) -> None:
    example = _application()
    async with Publisher(settings, "/imr/bench") as publisher:
        for start in range(0, APPLICATIONS, 500):
            commands = []
            for number in range(start, start + 500):
                employee = example.employee.model_copy(update={"name": f"Exampleworker Number {number}"})
                injured_on = example.injured_on - timedelta(days=number % 1_000)
                changed = example.model_copy(update={"employee": employee, "injured_on": injured_on})
                commands.append(
                    submit_application(changed, client="bench", idempotency_key=str(number), channel="api", received_at=RECEIVED_AT)
                )
            await publisher.publish_all(commands)


async def _rate(settings: Settings) -> float:
    """Return the rate of cases between the first and the last, per second."""
    seen, first = 0, 0.0
    async for each in follow(settings, (INTAKE_EVENTS,)):
        if isinstance(each.message, CaseReadyForReview):
            seen, first = seen + 1, first or time.monotonic()
            if seen == APPLICATIONS:
                break
    return seen / (time.monotonic() - first)


def _assessments(seed: int) -> tuple[str, float, int]:
    """Measure new items with seven facts each, assessed with their trace, on one core."""
    figure = f"new items assessed with their trace, a second of processor (--seed {seed})"
    return (figure, speed.items_a_second(seed), speed.RUNS)


def _application() -> Application:
    return read_application(APPLICATION.read_bytes(), RECEIVED_AT)


if __name__ == "__main__":
    main()
