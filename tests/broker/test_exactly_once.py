"""Every message is answered exactly once while workers are killed, leave, join and pause.

The proof reads the topics with an independent client and counts without any code of the services.
"""

import itertools
import json
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import confluent_kafka
import pytest

from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import ensure_topics
from runtime.loop.worker import EXIT_UNEXPECTED
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS, TOPICS, Topic, dead_letters
from services.intake.channels.channel import submit_application
from tests.broker.processes import PATIENCE_SECONDS, Process, eventually
from tests.examples import RECEIVED_AT, application

PARTITIONS = 4
MESSAGES = 6_000
KILLS, LEAVES, PAUSES = 3, 6, 1
PAUSE_SECONDS = 9.0  # beyond the session of 6 seconds
LIFE = (
    "imr.intake.application-received",
    "imr.intake.application-found-eligible",
    "imr.intake.clock-changed",
    "imr.intake.case-ready-for-review",
    "imr.intake.deadline-approaching",
    "imr.intake.deadline-missed",
    "imr.intake.determination-overdue",  # the applications are of 2015: their clocks run out at once, and each must fire once
)
SLOWLY = {"batch_messages_max": 40, "partitions": PARTITIONS}  # small transactions: more of them to die in


@pytest.fixture
async def bootstrap_alone(tmp_path: Path) -> AsyncIterator[str]:
    """Return a broker for this module alone, because the load is heavy and all is counted."""
    async with ApacheBroker(tmp_path / "broker") as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield broker.bootstrap


class Counted:
    """The committed content of a topic, counted as it grows."""

    def __init__(self, bootstrap: str, topic: Topic) -> None:
        self.types: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.of: Counter[tuple[str, str]] = Counter()
        self.order: dict[str, list[str]] = {}
        settings = {
            "bootstrap.servers": bootstrap,
            "group.id": "counts",
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
        self._at_end: set[int] = set()
        self._consumer = confluent_kafka.Consumer(settings)
        self._consumer.assign([confluent_kafka.TopicPartition(topic.name, number, 0) for number in range(PARTITIONS)])

    async def grow(self) -> int:
        """Count new messages; return the total."""
        while messages := self._consumer.consume(1_000, timeout=0.05):
            for message in messages:
                if message.error() is not None:
                    assert message.error().code() == confluent_kafka.KafkaError._PARTITION_EOF
                    self._at_end.add(message.partition())
                    continue
                self._at_end.discard(message.partition())
                headers = {name: value.decode() for name, value in message.headers()}
                data = json.loads(message.value())
                self.types[headers["ce_type"]] += 1
                self.ids[headers["ce_id"]] += 1
                self.of[headers["ce_type"], data.get("submission_id", "")] += 1
                if case_number := data.get("case_number"):
                    self.order.setdefault(case_number, []).append(headers["ce_type"])
        return sum(self.types.values())

    async def whole(self) -> int:
        """Count to the end of every partition, when writing has ended; return the total."""

        async def at_end() -> bool:
            await self.grow()
            return len(self._at_end) == PARTITIONS

        await eventually(at_end)
        return sum(self.types.values())

    def close(self) -> None:
        """Close the client."""
        self._consumer.close()


def _chunks(number: int) -> Iterator[range]:
    """Split the messages into *number* parts, one before each act, so that they keep flowing."""
    bounds = [MESSAGES * part // number for part in range(number + 1)]
    return (range(first, last) for first, last in itertools.pairwise(bounds))


async def _publish(settings: Settings, numbers: range) -> None:
    """Submit one application for each of *numbers*: another worker, another date of injury."""
    example = application()
    async with Publisher(settings, "/imr/test") as publisher:
        messages = []
        for number in numbers:
            employee = example.employee.model_copy(update={"name": f"Exampleworker Number {number}"})
            injured_on = example.injured_on - timedelta(days=number % 1_500)
            changed = example.model_copy(update={"employee": employee, "injured_on": injured_on})
            messages.append(
                submit_application(changed, client="test", idempotency_key=str(number), channel="api", received_at=RECEIVED_AT)
            )
        await publisher.publish_all(messages)


async def _act(act: str, worker: Process, rnd: random.Random) -> None:
    """Do *act* to *worker*, after some of this act's messages."""
    match act:
        case "kill":
            await worker.end(signal.SIGKILL)
            worker.start()
        case "leave":
            await eventually(worker.is_live)
            assert await worker.end(signal.SIGTERM) in (0, EXIT_UNEXPECTED)  # on a busy machine another may have fenced it
            worker.start()
        case "pause":
            worker.send(signal.SIGSTOP)
            with pytest.raises(TimeoutError):
                await eventually(_never, seconds=PAUSE_SECONDS + rnd.random())
            worker.send(signal.SIGCONT)


async def _never() -> bool:
    return False


def _revive(workers: list[Process]) -> None:
    """Start workers that have ended, as a supervisor does."""
    for worker in workers:
        if worker.ended is not None:
            worker.start()


async def _answered(counted: Counted, workers: list[Process], number: int) -> bool:
    _revive(workers)
    await counted.grow()
    return counted.types[LIFE[-1]] >= number


@pytest.mark.slow
async def test_every_message_is_answered_exactly_once(bootstrap_alone: str, tmp_path: Path) -> None:
    """There are as many case numbers as applications.

    Workers are killed, leave and join, and one is paused for longer than its session.
    """
    rnd = random.Random(20150417)
    settings = Settings(kafka_bootstrap=bootstrap_alone, partitions=PARTITIONS)
    events, commands = Counted(bootstrap_alone, INTAKE_EVENTS), Counted(bootstrap_alone, INTAKE_COMMANDS)
    workers = [Process("intake", bootstrap_alone, tmp_path, slot=str(slot), **SLOWLY) for slot in range(2)]
    acts = ["kill"] * KILLS + rnd.sample(["leave"] * LEAVES + ["pause"] * PAUSES, LEAVES + PAUSES)
    sent = 0
    try:
        for act, numbers in zip(acts, _chunks(len(acts)), strict=True):
            if act != "kill":
                await _become_dynamic(workers)
            _revive(workers)
            before = sent
            await _publish(settings, numbers)
            sent += len(numbers)
            await eventually(lambda before=before: _answered(events, workers, before + 50))  # the messages of this act flow
            await _act(act, rnd.choice(workers), rnd)
        await eventually(lambda: _answered(events, workers, MESSAGES), seconds=3 * PATIENCE_SECONDS)
    finally:
        for worker in workers:
            await worker.end(signal.SIGKILL)
    for counted in (events, commands, parked := Counted(bootstrap_alone, dead_letters("intake"))):
        await counted.whole()
        counted.close()

    assert dict.fromkeys(LIFE, MESSAGES) == events.types
    assert {LIFE} == {tuple(order) for order in events.order.values()}
    assert MESSAGES == len(events.order)
    assert {1} == {number for (kind, _), number in events.of.items() if kind == LIFE[0]}
    assert {"imr.intake.submit-application": MESSAGES, "imr.intake.screen-application": MESSAGES} == commands.types
    assert {1} == set(events.ids.values()) | set(commands.ids.values())
    assert not parked.types


async def _become_dynamic(workers: list[Process]) -> None:
    """Remove the slot, so that a member that leaves hands over its partitions at once."""
    if any("slot" in worker.settings for worker in workers):
        for worker in workers:
            await worker.end(signal.SIGTERM)
            del worker.settings["slot"]
            worker.start()
