"""Filling a system in memory: each case comes to its fate, and each event in its time."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cli.system.life.fill import Filling
from cli.system.life.known import TOPICS, Known
from cli.system.life.plan import ENDS_AT, STARTS_ON, ZONE, InventedCase, invent
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.catalogue import MESSAGES
from schemas.ids import submission_id
from schemas.message import Message
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import ApplicationReceived, DeterminationOverdue, RecordsOverdue
from schemas.messages.letters import LetterHeld, LetterReturned, LetterServed
from schemas.messages.lifecycle import CaseFileChanged
from schemas.wire.codec import read
from schemas.wire.dead_letters import MessageParked
from schemas.wire.envelope import Envelope, open_envelope
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.triage.app import create_app as create_triage
from tests.examples import ROOT

NUMBER = 30


class InMemory:
    """The deciding services on a stream in memory, whose time is set."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(data_dir=folder)
        services = (create(settings) for create in (create_intake, create_triage, create_decision, create_letters))
        self.stream = MemoryStream(*services, partitions=settings.partitions)
        self.known = Known()
        self.seen: list[tuple[Envelope, Message]] = []
        self._positions: Counter[tuple[str, int]] = Counter()

    def pass_to(self, instant: datetime) -> None:
        """Set the time; it goes on only, but for the first."""
        assert not self.seen or instant >= self.stream.now
        self.stream.now = instant

    async def publish(self, message: Message, message_id: str) -> None:
        """Write *message*."""
        self.stream.publish(message, message_id=message_id)

    async def until(self, done: Callable[[], bool], told: Callable[[], str]) -> None:
        """Let every message run its course; then it has to be done."""
        await self.stream.settle()
        await self.stream.pass_time(timedelta(0))
        for place, records in self.stream.topics.items():
            if place[0] in {topic.name for topic in TOPICS}:
                for record in records[self._positions[place] :]:
                    envelope = open_envelope(record.headers)
                    message = read(MESSAGES[envelope.type], envelope.version, record.value)
                    self.known.note(message)
                    self.seen.append((envelope, message))
                self._positions[place] = len(records)
        assert done(), told()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[InMemory, list[InventedCase], list[str]]:
    """Return a system with thirty cases at their fates, the cases, and the lines told."""
    world, cases, said = InMemory(tmp_path_factory.mktemp("life")), invent(NUMBER), list[str]()
    asyncio.run(Filling(world, cases, say=said.append, show=lambda _line: None).fill(ROOT / "examples/reviewers.yaml"))
    return world, cases, said


def of_kind(world: InMemory, kind: type[Message]) -> dict[str, datetime]:
    """Return the newest instant of *kind* by subject."""
    return {message.subject: envelope.time for envelope, message in world.seen if isinstance(message, kind)}


def numbers(world: InMemory, cases: list[InventedCase], *fates: str) -> set[str]:
    """Return the numbers of the cases of *fates*."""
    return {world.known.number(submission_id("demo", f"case {case.number}")) for case in cases if case.fate in fates}


def test_every_case_comes_to_its_fate(filled: tuple[InMemory, list[InventedCase], list[str]]) -> None:
    """Deadlines pass, letters are held, mail comes back; no other case has any of this."""
    world, cases, _ = filled

    assert numbers(world, cases, "overdue", "expedited overdue", "served late") == set(of_kind(world, DeterminationOverdue))
    assert numbers(world, cases, "records overdue") == set(of_kind(world, RecordsOverdue))
    assert numbers(world, cases, "held") == set(of_kind(world, LetterHeld))
    assert numbers(world, cases, "returned") == set(of_kind(world, LetterReturned))
    assert numbers(world, cases, "served", "served late", "held", "confirmation", "returned", "corrected") == set(
        of_kind(world, DeterminationSigned)
    )
    parked = [message.parked for _, message in world.seen if isinstance(message, MessageParked)]
    assert {"unreadable", "behind"} == {each.reason for each in parked}
    assert numbers(world, cases, "parked") == {each.message_subject for each in parked}
    assert numbers(world, cases, "records twice") == set(of_kind(world, CaseFileChanged))
    assert {2} == {world.known.served_version(number) for number in numbers(world, cases, "corrected")}
    assert NUMBER - sum(case.fate == "duplicate" for case in cases) == len(of_kind(world, ApplicationReceived))


def test_every_event_is_recorded_in_its_time(filled: tuple[InMemory, list[InventedCase], list[str]]) -> None:
    """Receipt, the passing of a deadline and service are all within an hour of their cause."""
    world, cases, _ = filled
    received, signed, served = (of_kind(world, kind) for kind in (ApplicationReceived, DeterminationSigned, LetterServed))

    for case in (each for each in cases if each.fate != "duplicate"):
        (number,) = numbers(world, [case], case.fate)
        assert received[number] - case.received_at < timedelta(hours=1)
    for _, message in world.seen:
        if isinstance(message, DeterminationOverdue):
            late = of_kind(world, DeterminationOverdue)[message.case_number] - message.determination_due_at
            assert timedelta(0) <= late < timedelta(hours=1)
    for number in numbers(world, cases, "served", "served late"):
        assert timedelta(0) <= served[number] - signed[number] < timedelta(hours=1)
    days = {envelope.time.astimezone(ZONE).date() for envelope, _ in world.seen}
    assert len(days) > 15
    assert STARTS_ON <= min(days)
    assert max(days) <= ENDS_AT.date()
    assert ENDS_AT == world.stream.now


def test_the_progress_is_told_day_by_day(filled: tuple[InMemory, list[InventedCase], list[str]]) -> None:
    """Each day once, the last with all cases."""
    _, cases, said = filled

    days = [line.partition(":")[0] for line in said]
    assert days == list(dict.fromkeys(days))
    assert len(days) > 10
    signed = sum(act.kind == "sign" for case in cases for act in case.acts)
    assert f"{days[-1]}: {NUMBER} of {NUMBER} received, {signed} signed" == said[-1]
