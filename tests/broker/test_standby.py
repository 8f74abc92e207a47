"""A worker that takes over reads the rest of a changelog, if it kept a standby."""

import json
import signal
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import ensure_topics
from runtime.outside.follow import read_to_end
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.lots import case_number
from schemas.messages.intake import RecordsOverdue, RecordsRequested
from schemas.topics import INTAKE_EVENTS, TOPICS
from tests.broker.processes import Process, eventually
from tests.broker.versions import main as worker_main

pytestmark = pytest.mark.slow

PARTITIONS, CASES = 2, 1_000
BEHIND_MAX = 30  # of about 500 records


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Return the settings of a system of its own."""
    async with ApacheBroker(tmp_path / "broker") as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield Settings(kafka_bootstrap=broker.bootstrap, partitions=PARTITIONS, data_dir=tmp_path)


def worker(settings: Settings, folder: Path, slot: str, *, standby: bool) -> Process:
    """Start a worker with state on disk."""
    (folder / slot).mkdir()
    ours = {"partitions": PARTITIONS, "slot": slot, "state": "rocksdb", "standby": standby}
    process = Process("shadow", settings.kafka_bootstrap, folder / slot, worker_main.__module__, "of-one-topic", **ours)
    process.start()
    return process


async def answered(settings: Settings) -> bool:
    """Return whether each case has an answer."""
    seen = await read_to_end(settings, (INTAKE_EVENTS,))
    return sum(isinstance(each.message, RecordsOverdue) for each in seen) == CASES


@pytest.mark.parametrize("standby", [True, False])
async def test_a_take_over_reads_little(settings: Settings, tmp_path: Path, *, standby: bool) -> None:
    """The second worker has half of the numbers; when the first is killed, it gets the others.

    Its own stay open meanwhile.
    """
    first, second = worker(settings, tmp_path, "0", standby=standby), worker(settings, tmp_path, "1", standby=standby)

    async def each_has_one() -> bool:
        return [[0], [1]] == [(await each.health()).get("partitions") for each in (first, second)]

    await eventually(each_has_one)
    async with Publisher(settings, "/imr/test") as publisher:
        cases = [case_number(2015, lot % 1_000, 1) for lot in range(CASES)]
        asked = [RecordsRequested(case_number=each, records_due_on=date(2015, 5, 5)) for each in cases]
        await publisher.publish_all([(message, f"asked-{message.key}") for message in asked])
    await eventually(lambda: answered(settings))

    await first.end(signal.SIGKILL)

    async def has_both() -> bool:
        return [0, 1] == (await second.health()).get("partitions")

    await eventually(has_both)
    lines = [json.loads(line) for line in (tmp_path / "1/shadow.log").read_text().splitlines() if line.startswith("{")]
    opened = [line for line in lines if line["event"] == "partition_opened"]
    read = next(line["records"] for line in reversed(opened) if line["partition"] == 0)
    assert [1] == next(line["partitions"] for line in reversed(lines) if line["event"] == "partitions_kept")
    assert (read <= BEHIND_MAX) == standby
    assert await second.end(signal.SIGTERM) == 0
