"""A rolling upgrade: a version that reads one more topic works beside the one before."""

import signal
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import ensure_topics
from runtime.outside.follow import read_to_end
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.case import OfACase
from schemas.lots import case_number
from schemas.messages.intake import RecordsOverdue, RecordsRequested
from schemas.messages.triage import NoReviewerFound
from schemas.topics import INTAKE_EVENTS, TOPICS, dead_letters
from schemas.wire.dead_letters import MessageParked
from tests.broker.processes import Process, eventually
from tests.broker.versions import main as versions_main

pytestmark = pytest.mark.slow

PARTITIONS = 6
CASES = 24  # four of each number


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Return the settings of a system of its own: everything on its topics is counted."""
    async with ApacheBroker(tmp_path / "broker") as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield Settings(kafka_bootstrap=broker.bootstrap, partitions=PARTITIONS, data_dir=tmp_path)


class Deployment:
    """Workers of several versions, the messages sent to them, and their answers."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings, self._folder = settings, folder
        self._workers: dict[str, Process] = {}
        self._sent: set[str] = set()
        self._rounds = 0

    async def start(self, *versions: str, slot: str | None = None) -> None:
        """Start a worker of each of *versions*, and wait until each number has one owner."""
        for version in versions:
            folder = self._folder / f"{version}-{slot or len(self._workers)}"
            folder.mkdir(exist_ok=True)
            program = (versions_main.__module__, version)
            process = Process("shadow", self._settings.kafka_bootstrap, folder, *program, partitions=PARTITIONS, slot=slot)
            process.start()
            self._workers[folder.name] = process
        await eventually(self._shared_out)

    async def _shared_out(self) -> bool:
        assert all(each.ended is None for each in self._workers.values())
        found = [await each.health() for each in self._workers.values()]
        return sorted(number for health in found for number in health.get("partitions", [])) == list(range(PARTITIONS))

    async def end(self, version: str, slot: str | None = None) -> None:
        """Have the workers of *version* leave, or the one in *slot*, whose numbers wait for it."""
        for name in [name for name in self._workers if name.startswith(f"{version}-{slot or ''}")]:
            assert 0 == await self._workers.pop(name).end(signal.SIGTERM)
        if self._workers and slot is None:
            await eventually(self._shared_out)

    async def send(self, message_class: type[OfACase], **data: object) -> None:
        """Send a message of each of CASES new cases."""
        self._rounds += 1
        numbers = [case_number(2015, lot, self._rounds) for lot in range(CASES)]
        messages = [message_class(case_number=each, **data) for each in numbers]
        async with Publisher(self._settings, "/imr/test") as publisher:
            await publisher.publish_all([(message, f"message-{message.key}") for message in messages])
        self._sent |= set(numbers)

    async def answered(self) -> bool:
        """Return whether each message has an answer; fail if one has two, or is parked."""
        seen = await read_to_end(self._settings, (INTAKE_EVENTS, dead_letters("shadow")))
        assert not [each for each in seen if isinstance(each.message, MessageParked)]
        answers = Counter(each.message.case_number for each in seen if isinstance(each.message, RecordsOverdue))
        assert set(answers.values()) <= {1}
        return answers.keys() == self._sent


REQUESTED = {"records_due_on": date(2015, 5, 5)}
NOT_FOUND = {"pool": "example", "considered": 0, "excluded": {}}


async def test_a_version_with_one_more_topic_works_beside_the_one_before(settings: Settings, tmp_path: Path) -> None:
    """The old ones go on with their topic; the new topic is read in the end, nothing twice."""
    deployment = Deployment(settings, tmp_path)
    await deployment.start("of-one-topic")
    await deployment.send(RecordsRequested, **REQUESTED)
    await deployment.start("of-two-topics", "of-two-topics")
    await deployment.send(RecordsRequested, **REQUESTED)
    await eventually(deployment.answered)

    await deployment.send(RecordsRequested, **REQUESTED)
    await deployment.send(NoReviewerFound, **NOT_FOUND)
    await deployment.end("of-one-topic")
    await eventually(deployment.answered)
    await deployment.end("of-two-topics")


async def test_a_slot_changes_its_version_while_the_others_work(settings: Settings, tmp_path: Path) -> None:
    """A slot gets its partitions anew for the other topics, and again on the way back."""
    deployment = Deployment(settings, tmp_path)
    await deployment.start("of-one-topic", slot="0")
    await deployment.start("of-one-topic", slot="1")
    await deployment.send(RecordsRequested, **REQUESTED)
    for slot in ("0", "1"):
        await deployment.end("of-one-topic", slot)
        await deployment.start("of-two-topics", slot=slot)
    await deployment.send(RecordsRequested, **REQUESTED)
    await deployment.send(NoReviewerFound, **NOT_FOUND)
    await eventually(deployment.answered)

    for slot in ("0", "1"):
        await deployment.end("of-two-topics", slot)
        await deployment.start("of-one-topic", slot=slot)
    await deployment.send(RecordsRequested, **REQUESTED)
    await eventually(deployment.answered)
    await deployment.end("of-one-topic")
