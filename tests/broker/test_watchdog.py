"""A worker that stands still ends itself, whatever the reason: restarting is cheap, waiting is not."""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bench.chaos.watch.waiting import until
from bench.faults.worker import WorkerProcess
from runtime.broker.kinds.broker import Broker
from runtime.broker.kinds.create import Kind, create_broker
from runtime.broker.topics.topics import ensure_topics
from schemas.topics import TOPICS
from tests.broker.arena import PARTITIONS, PATIENCE_SECONDS, Arena

UNEXPECTED = 70
STALL_SECONDS_MAX = 8
BOUND_SECONDS = STALL_SECONDS_MAX * 5  # it looks every few seconds, and this machine may be busy


@pytest.fixture
async def broker_alone(kind: Kind, tmp_path: Path) -> AsyncIterator[Broker]:
    """A broker of its own, for it is paused."""
    async with create_broker(kind, tmp_path / "broker") as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield broker


@pytest.fixture
def arena(broker_alone: Broker, tmp_path: Path) -> Iterator[Arena]:
    """Intake alone."""
    arena = Arena(broker_alone.bootstrap, tmp_path, services=("intake",))
    yield arena
    arena.close()


@pytest.fixture
def worker(arena: Arena) -> WorkerProcess:
    """A worker of intake that has done something."""
    worker = arena.worker("intake", slot="0", stall_seconds_max=STALL_SECONDS_MAX)
    worker.start()
    arena.submit_and_wait(1)
    return worker


def test_a_loop_that_blocks_ends_the_process(arena: Arena, worker: WorkerProcess) -> None:
    """The loop stands; the watchdog is a thread beside it, ends the process un-committed, and the next one does the work."""
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
    """The broker takes connections and says nothing, which no error tells; the worker ends within its bound."""
    assert broker_alone._process is not None
    group = broker_alone._process.pid
    os.killpg(group, signal.SIGSTOP)
    try:
        until(lambda: not worker.runs, BOUND_SECONDS, "the worker to end")
    finally:
        os.killpg(group, signal.SIGCONT)

    assert UNEXPECTED == worker.exit_status
    assert '"event": "worker_died"' in worker.log.read_text()
