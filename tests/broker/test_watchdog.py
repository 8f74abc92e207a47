"""A worker that makes no progress ends itself, so that it is restarted."""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bench.chaos.watch.waiting import until
from bench.faults.worker import WorkerProcess
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.topics.topics import ensure_topics
from schemas.topics import TOPICS
from tests.broker.arena import PARTITIONS, PATIENCE_SECONDS, Arena

pytestmark = pytest.mark.slow

UNEXPECTED = 70
STALL_SECONDS_MAX = 8
BOUND_SECONDS = STALL_SECONDS_MAX * 5  # it looks every few seconds, and this machine may be busy


@pytest.fixture
async def broker_alone(tmp_path: Path) -> AsyncIterator[Broker]:
    """Return a broker for this test alone, because it is paused."""
    async with ApacheBroker(tmp_path / "broker") as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield broker


@pytest.fixture
def arena(broker_alone: Broker, tmp_path: Path) -> Iterator[Arena]:
    """Return an arena with intake only."""
    arena = Arena(broker_alone.bootstrap, tmp_path, services=("intake",))
    yield arena
    arena.close()


@pytest.fixture
def worker(arena: Arena) -> WorkerProcess:
    """Return a worker of intake that has handled a message."""
    worker = arena.worker("intake", slot="0", stall_seconds_max=STALL_SECONDS_MAX)
    worker.start()
    arena.submit_and_wait(1)
    return worker


def test_a_loop_that_blocks_ends_the_process(arena: Arena, worker: WorkerProcess) -> None:
    """The watchdog thread ends a process whose event loop is blocked.

    It commits nothing, and the next process does the work.
    """
    worker.fail_at("handling", "stand")
    arena.submit(1)
    until(lambda: worker.has_reached, PATIENCE_SECONDS, "the loop to block")
    until(lambda: not worker.runs, BOUND_SECONDS, "the watchdog to bite")

    assert UNEXPECTED == worker.exit_status
    assert "loop_stalled" in worker.log.read_text()
    worker.start()
    arena.submit_and_wait(1)
    assert () == arena.verdict().findings


def test_a_broker_that_answers_nothing_ends_the_process(broker_alone: Broker, worker: WorkerProcess) -> None:
    """A worker whose broker accepts connections and never answers ends within its bound.

    No error reports such a broker.
    """
    assert broker_alone._process is not None
    group = broker_alone._process.pid
    os.killpg(group, signal.SIGSTOP)
    try:
        until(lambda: not worker.runs, BOUND_SECONDS, "the worker to end")
    finally:
        os.killpg(group, signal.SIGCONT)

    assert UNEXPECTED == worker.exit_status
    assert '"event": "worker_died"' in worker.log.read_text()
