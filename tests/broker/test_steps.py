"""Every deciding service is killed at every step of its loop and restarted.

The checker, which reads the topics, finds nothing lost and nothing done twice. The worker kills
itself at the step (bench/faults/steps.py), because an external kill -9 would hit a random one.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from bench.chaos.watch.waiting import until
from bench.checker.facts import SERVICES
from bench.checker.verdict import Verdict
from bench.faults.steps import STEPS
from bench.faults.worker import WorkerProcess
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.topics.topics import ensure_topics
from schemas.topics import TOPICS
from tests.broker.arena import PARTITIONS, PATIENCE_SECONDS, Arena

pytestmark = pytest.mark.slow

CASES = 4
WHILE_TAKING_OVER = {"taking-over", "producer-started", "changelog-read", "sought"}
WITH_TIMERS = {"intake"}
KILLED = -9


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def broker_of_steps(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
    """Return a broker for this module alone."""
    async with ApacheBroker(tmp_path_factory.mktemp("steps-broker")) as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield broker


@pytest.fixture(scope="module")
def arena(broker_of_steps: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """Return all four services, one worker each, with enrolled reviewers."""
    arena = Arena(broker_of_steps.bootstrap, tmp_path_factory.mktemp("steps"))
    for service in SERVICES:
        arena.worker(service, slot="0").start()
    arena.enrol()
    yield arena
    arena.close()


@dataclass
class Killing:
    """The result of killing every service at one step.

    How each ended, the number of letters before, and the verdict.
    """

    exit_statuses: dict[str, int | None]
    letters: int
    verdict: Verdict


@pytest.fixture(scope="module")
def killings(arena: Arena) -> dict[str, Killing]:
    """Return the killings so far, by step.

    All services are killed at a step together, and each is checked in a test of its own.
    """
    return {}


@pytest.fixture
def killing(arena: Arena, killings: dict[str, Killing], step: str) -> Killing:
    """Return the killing at *step*."""
    if step not in killings:
        killings[step] = _kill_all(arena, step)
    return killings[step]


def _concerned(step: str) -> list[str]:
    return [service for service in SERVICES if step != "timer-firing" or service in WITH_TIMERS]


def _kill_all(arena: Arena, step: str) -> Killing:
    """Let every service die at *step* while cases flow, and restart each one."""
    concerned = [worker for worker in arena.workers if worker.service in _concerned(step)]
    before = arena.follower.number("letter-issued")
    if step in WHILE_TAKING_OVER:
        for worker in concerned:
            worker.kill()
    if step == "giving-up":
        arena.submit(CASES)
    for worker in concerned:
        worker.fail_at(step)
        if not worker.runs:
            worker.start()
        elif step == "giving-up":
            worker.terminate()
    if step != "giving-up":
        arena.submit(CASES)
    exit_statuses: dict[str, int | None] = {}
    until(lambda: _revive(concerned, exit_statuses), PATIENCE_SECONDS, lambda: f"all to die at {step}; {exit_statuses} did")
    arena.until_lettered()
    return Killing(exit_statuses, before, arena.verdict())


def _revive(workers: list[WorkerProcess], exit_statuses: dict[str, int | None]) -> bool:
    """Restart dead workers; return whether all have been restarted."""
    for worker in workers:
        if worker.service not in exit_statuses and not worker.runs:
            exit_statuses[worker.service] = worker.exit_status
            worker.start()
    return len(exit_statuses) == len(workers)


@pytest.mark.parametrize(("step", "service"), [(step, service) for step in STEPS for service in _concerned(step)])
def test_killed_at_a_step(killing: Killing, service: str) -> None:
    """The worker dies at the step, and its successor resumes after the last transaction.

    The checker finds nothing.
    """
    assert KILLED == killing.exit_statuses[service]
    assert () == killing.verdict.findings
    assert killing.letters + CASES == killing.verdict.letters
