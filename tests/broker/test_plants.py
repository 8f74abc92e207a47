"""Eight planted faults in the runtime, each caught by a scenario that ours passes.

docs/explanation/delivery.md lists them. Each scenario brings the workers to the point where the
faulty runtime fails, so the result does not depend on timing.
"""

import time
from collections.abc import AsyncIterator, Callable, Iterator

import confluent_kafka
import pytest
import pytest_asyncio

from bench.chaos.parts.traffic import RECEIVED_AT, sealed, sealed_submission, submission
from bench.chaos.watch.waiting import until
from bench.checker.facts import Position
from bench.faults.plants import PLANTS
from bench.faults.worker import WorkerProcess
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.topics.topics import ensure_topics
from schemas.messages.application import Document
from schemas.messages.intake import ReceiveRecords
from schemas.topics import TOPICS
from tests.broker.arena import PARTITIONS, PATIENCE_SECONDS, Arena

pytestmark = pytest.mark.slow

FENCED, KILLED = 70, -9
MANY = 12  # enough that every partition has something
Complaints = set[str]
"""A runtime's faults in a scenario: the checker's kinds of findings, and its own."""

Scenario = Callable[[Arena, str | None], Complaints]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def broker_of_plants(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
    """Return a broker for this module alone."""
    async with ApacheBroker(tmp_path_factory.mktemp("plants-broker")) as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield broker


@pytest.fixture(scope="module")
def arena(broker_of_plants: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """Return an arena with intake only, because every service has the same loop."""
    arena = Arena(broker_of_plants.bootstrap, tmp_path_factory.mktemp("plants"), services=("intake",))
    yield arena
    arena.close()


def _worker(arena: Arena, plant: str | None, name: str = "0", slot: str | None = None) -> WorkerProcess:
    """Return a worker of intake in April 2015, so that no timer fires."""
    worker = arena.worker("intake", name, slot=slot, clock_shift_seconds=RECEIVED_AT.timestamp() - time.time())
    worker.plant = plant
    return worker


def _kinds(arena: Arena) -> Complaints:
    findings = arena.verdict().findings
    print(*findings, sep="\n")  # noqa: T201 - shown when a test fails
    return {finding.kind for finding in findings}


def _waiting_case(arena: Arena) -> str:
    """Return the number of a case that waits for its records."""
    known = set(arena.follower.subjects["records-requested"])
    arena.submit(1, documents="none")

    def found() -> set[str]:
        arena.follower.grow()
        return arena.follower.subjects["records-requested"] - known

    (case,) = until(found, PATIENCE_SECONDS, "a case that waits for records")
    return case


def _send_records(arena: Arena, case: str) -> Position:
    """Send the records that *case* waits for, under an id derived from it.

    A second call therefore sends a repeat.
    """
    document = Document.model_validate({"id": "records", "kind": "medical-record", "title": "Progress notes"})
    records = ReceiveRecords(
        case_number=case, documents=(document,), facts={}, received_at=RECEIVED_AT, sent_by=None, actor=None, reason=None
    )
    (place,) = arena.writer.write([sealed(records, f"records-{case}", PARTITIONS)])
    return place


def _until_reached(worker: WorkerProcess, step: str) -> None:
    until(lambda: worker.has_reached, PATIENCE_SECONDS, f"intake to reach {step}")


def killed_before_the_commit(arena: Arena, plant: str | None) -> Complaints:
    """Kill a worker after it has sent everything and before its commit."""
    worker = _worker(arena, plant, slot="0")
    worker.start()
    arena.submit_and_wait(1)
    worker.fail_at("committing")
    arena.submit(1)
    until(lambda: not worker.runs, PATIENCE_SECONDS, "intake to die")
    worker.start()
    arena.submit_and_wait(MANY)
    return _kinds(arena)


def restarted(arena: Arena, plant: str | None) -> Complaints:
    """Kill and restart a worker that knew the last number of a lot."""
    worker = _worker(arena, plant, slot="0")
    worker.start()
    arena.submit_and_wait(2, days=1)
    worker.kill()
    worker.start()
    arena.submit_and_wait(2, days=1)
    return _kinds(arena)


def late_commit(arena: Arena, plant: str | None) -> Complaints:
    """Let a paused worker commit after its partitions were assigned to another.

    The new owner has not fenced it yet.
    """
    first, second = _worker(arena, plant, "a"), _worker(arena, plant, "b")
    first.start()
    case = _waiting_case(arena)
    first.fail_at("committing", "stand")
    _send_records(arena, case)
    _until_reached(first, "committing")
    second.fail_at("taking-over", "wait")
    second.start()
    _until_reached(second, "taking-over")
    first.fail_at("committed")
    first.let_go()
    until(lambda: not first.runs, PATIENCE_SECONDS, "the first worker to commit and die")
    second.let_go()
    arena.submit_and_wait(MANY)
    return _kinds(arena) | (set() if first.exit_status == KILLED else {"did not commit late"})


def there_and_back(arena: Arena, plant: str | None) -> Complaints:
    """Let a partition go to a worker that joins, and return when it leaves."""
    stays, visits = _worker(arena, plant, "a"), _worker(arena, None, "b")
    stays.start()
    arena.submit_and_wait(MANY, days=MANY)
    visits.start()
    until(visits.is_ready, PATIENCE_SECONDS, "the second worker to own something")
    arena.submit_and_wait(MANY, days=MANY)
    visits.terminate()
    until(lambda: not visits.runs, PATIENCE_SECONDS, "the second worker to leave")
    arena.submit_and_wait(MANY, days=MANY)
    return _kinds(arena)


def paused_before_the_commit(arena: Arena, plant: str | None) -> Complaints:
    """Pause a worker before its commit until another has its partitions and has done its work.

    Then the first one resumes.
    """
    workers = [_worker(arena, plant, name) for name in "ab"]
    for worker in workers:
        worker.start()
        until(worker.is_ready, PATIENCE_SECONDS, "a worker to own something")
    case = _waiting_case(arena)
    for worker in workers:
        worker.fail_at("committing", "stand")
    _send_records(arena, case)
    paused = until(lambda: next((each for each in workers if each.has_reached), None), PATIENCE_SECONDS, "one to stand still")
    (other,) = (each for each in workers if each is not paused)
    other.disarm()
    other.fail_at("committed", "wait")
    _until_reached(other, "committed")
    paused.let_go()
    until(lambda: not paused.runs or _ready(arena, case) > 1, PATIENCE_SECONDS, "the paused worker to end")
    other.let_go()
    ended_fenced = paused.exit_status == FENCED
    _revive(other)
    arena.submit_and_wait(MANY)
    return _kinds(arena) | (set() if ended_fenced else {"went on although fenced"})


def _ready(arena: Arena, case: str) -> int:
    arena.follower.grow()
    return arena.follower.by_subject["case-ready-for-review", case]


def _revive(worker: WorkerProcess) -> None:
    """Start a worker that ended, as a supervisor does.

    Some faults end workers.
    """
    if not worker.runs:
        worker.start()


def the_same_again(arena: Arena, plant: str | None) -> Complaints:
    """Send a message again under the same id."""
    worker = _worker(arena, plant, slot="0")
    worker.start()
    case = _waiting_case(arena)
    _send_records(arena, case)
    _send_records(arena, case)
    arena.submit_and_wait(MANY)
    return _kinds(arena)


def never_committed(arena: Arena, plant: str | None) -> Complaints:
    """Write a message in a transaction that is aborted."""
    worker = _worker(arena, plant, slot="0")
    worker.start()
    producer = confluent_kafka.Producer(
        {"bootstrap.servers": arena.bootstrap, "transactional.id": f"aborts-{plant}", "log_level": 2}
    )
    producer.init_transactions(30)
    producer.begin_transaction()
    message = sealed_submission(submission(0, f"aborted-{plant}"), PARTITIONS)
    producer.produce(message.topic, message.value, message.key, message.partition, headers=list(message.headers))
    producer.flush(30)
    producer.abort_transaction(30)
    arena.submit_and_wait(MANY)
    return _kinds(arena)


CAUGHT = {
    "offsets-outside-the-transaction": (killed_before_the_commit, "lost"),
    "state-not-awaited": (restarted, "twice"),
    "offsets-of-the-rebalance": (late_commit, "twice"),
    "revoked-state-kept": (there_and_back, "twice"),
    "one-producer": (paused_before_the_commit, "twice"),
    "fencing-error-caught": (paused_before_the_commit, "twice"),
    "handled-check-skipped": (the_same_again, "twice"),
    "uncommitted-read": (never_committed, "causeless"),
}
"""By plant: the scenario that exposes it and the findings of the checker."""


@pytest.fixture(autouse=True)
def _alone(arena: Arena) -> Iterator[None]:
    """Give each scenario its own workers and its own part of the topics."""
    arena.begin()
    yield
    for worker in arena.workers:
        worker.kill()
        worker.disarm()
    arena.workers.clear()


@pytest.mark.parametrize("scenario", sorted({scenario for scenario, _ in CAUGHT.values()}, key=lambda each: each.__name__))
def test_the_runtime_passes(arena: Arena, scenario: Scenario) -> None:
    """Our runtime passes every scenario."""
    assert set() == scenario(arena, None)


@pytest.mark.parametrize("plant", PLANTS)
def test_a_wrong_runtime_is_caught(arena: Arena, plant: str) -> None:
    """The scenario finds the planted fault."""
    scenario, complaint = CAUGHT[plant]

    assert complaint in scenario(arena, plant)
