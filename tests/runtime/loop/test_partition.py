"""One owned partition: opened in order, committed whole or not, closed cleanly."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import ProducerFenced

from runtime.handlers import Handlers
from runtime.loop import partition as partition_module
from runtime.loop.consume import Result
from runtime.loop.partition import Partition
from runtime.record import Found
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.state import State, Timer
from schemas.ids import derived_id
from schemas.message import Message, Part
from schemas.messages.intake import DeterminationOverdue, RecordsOverdue
from schemas.topics import INTAKE_EVENTS
from schemas.wire.codec import seal
from schemas.wire.envelope import Envelope
from tests.examples import CASE_NUMBER
from tests.runtime.kafka_fakes import FakeProducer, Journal

AT = datetime(2015, 5, 1, 12, tzinfo=UTC)
EVENTS = INTAKE_EVENTS.name
SETTINGS = Settings(kafka_bootstrap="127.0.0.1:9", partitions=1)


class Seen(Part):
    """The service's state in this test: the number of messages of a case."""

    number: int


class Bug(RuntimeError):
    """An error of a handler with a bug."""


def create_handlers(state: State) -> Handlers:
    """Return handlers: count overdue determinations with an event each, fail on records."""
    table = state.table("seen", Seen)
    handlers = Handlers()

    def count(message: DeterminationOverdue, _at: datetime) -> Sequence[Message]:
        before = table.get(message.case_number)
        table[message.case_number] = Seen(number=1 if before is None else before.number + 1)
        return [RecordsOverdue(case_number=message.case_number, records_due_on=AT.date())]

    def fail(_message: RecordsOverdue, _at: datetime) -> Sequence[Message]:
        raise Bug

    def fire(subject: str, due_at: datetime) -> Sequence[Message]:
        return [DeterminationOverdue(case_number=subject, determination_due_at=due_at)]

    handlers.on(DeterminationOverdue, count)
    handlers.on(RecordsOverdue, fail)
    handlers.on_timer("clock", fire)
    return handlers


SERVICE = Service("triage", (INTAKE_EVENTS,), create_handlers)


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> Journal:
    """Return the calls of the partition's producer and of its restore."""
    noted = Journal()

    async def restore(
        state: State, _disk: None, changelog: str, number: int, _settings: Settings, _turn: Callable[[], None]
    ) -> int:
        noted.note(f"restore {changelog}/{number}")
        state.restored()
        return 0

    monkeypatch.setattr(partition_module, "AIOKafkaProducer", lambda **settings: FakeProducer(noted, **settings))
    monkeypatch.setattr(partition_module, "restore", restore)
    return noted


async def opened() -> Partition:
    """Return an open partition 0."""
    partition = Partition(0, SERVICE, SETTINGS)
    await partition.open(lambda: None)
    return partition


def record(message: Message, offset: int) -> Found:
    """Return *message* as a record of partition 0."""
    identifier = derived_id("test", offset)
    envelope = Envelope(identifier, "/imr/test", message.type, message.version, AT, message.subject, identifier)
    sealed = seal(message, envelope, 1)
    return Found(sealed.topic, 0, offset, offset, sealed.key, sealed.value, list(sealed.headers))


def overdue(offset: int) -> Found:
    """Return a record that the service handles."""
    return record(DeterminationOverdue(case_number=CASE_NUMBER, determination_due_at=AT), offset)


async def test_taking_over_fences_before_it_reads(journal: Journal) -> None:
    """Opening fences the former owner before it reads the changelog.

    Otherwise the former owner could still write behind its end.
    """
    await opened()

    assert ["fence", "restore imr.triage.changelog/0"] == journal.calls


async def test_events_state_and_offsets_are_one_transaction(journal: Journal) -> None:
    """Events, state and offsets are written in one transaction.

    The offset is the one after the last record.
    """
    partition = await opened()
    journal.calls.clear()
    partition.take_in_hand([[overdue(5), overdue(6)]])

    await partition.process()

    assert "begin" == journal.calls[0]
    assert ["offsets imr-triage", "commit"] == journal.calls[-2:]
    assert {TopicPartition(EVENTS, 0): 7} == journal.offsets
    assert 2 == sum(topic == EVENTS for topic, *_ in journal.written)
    assert b'{"number":2}' in [value for topic, _, key, value in journal.written if key == f"seen/{CASE_NUMBER}".encode()]


async def test_without_a_commit_nothing_is_kept(journal: Journal) -> None:
    """After a failed commit the transaction is aborted and the records are still buffered."""
    partition = await opened()
    journal.fails = "commit"
    partition.take_in_hand([[overdue(5)]])

    with pytest.raises(ProducerFenced):
        await partition.process()

    partition._state.abandon()
    assert ("abort", [], {}) == (journal.calls[-1], journal.written, journal.offsets)
    assert {} == dict(partition._state.table("seen", Seen))
    assert not partition.is_idle


async def test_a_handlers_bug_parks_the_message(journal: Journal) -> None:
    """A handler's error parks the message in the same transaction as the offset.

    The next message of the case waits behind it.
    """
    partition = await opened()
    broken = record(RecordsOverdue(case_number=CASE_NUMBER, records_due_on=AT.date()), 5)
    partition.take_in_hand([[broken, overdue(6)]])

    await partition.process()

    assert 2 == sum(topic == "imr.triage.dead-letters" for topic, *_ in journal.written)
    assert {TopicPartition(EVENTS, 0): 7} == journal.offsets
    assert {"unhandled": 1, "behind": 1} == dict(partition.parked_by_reason())
    assert 2 == partition.results[Result.PARKED]


async def test_a_transaction_is_bounded(journal: Journal) -> None:
    """More records than fit into one batch are handled in several transactions."""
    partition = Partition(0, SERVICE, SETTINGS.model_copy(update={"batch_messages_max": 2}))
    await partition.open(lambda: None)
    partition.take_in_hand([[overdue(offset) for offset in range(5)]])

    turns = 0
    while not partition.is_idle:
        await partition.process()
        turns += 1

    assert (3, 3) == (turns, journal.calls.count("commit"))


async def test_records_of_several_topics_go_by_their_time(journal: Journal) -> None:
    """Records of several topics are handled in the order of their timestamps."""
    partition = await opened()

    partition.take_in_hand([[overdue(5), overdue(9)], [overdue(7)]])

    assert 5 == partition.oldest_in_hand()[EVENTS].offset
    assert [5, 7, 9] == [each.offset for each in partition._in_hand]


async def test_a_partition_that_is_given_up_handles_nothing(journal: Journal) -> None:
    """A closed partition handles none of its remaining records and stops its producer."""
    partition = await opened()
    partition.take_in_hand([[overdue(5)]])

    await partition.close()
    await partition.process()

    assert "stop" == journal.calls[-1]
    assert [] == journal.written


async def test_closing_waits_for_the_transaction(journal: Journal) -> None:
    """Closing waits until the running transaction has ended."""
    partition = await opened()
    partition.take_in_hand([[overdue(5)]])

    await asyncio.gather(partition.process(), partition.close())

    assert journal.calls.index("commit") < journal.calls.index("stop")


async def test_a_timer_fires_once(journal: Journal) -> None:
    """A timer fires once: its mark and its event are committed together."""
    partition = await opened()
    timer = Timer(subject=CASE_NUMBER, clock="clock", due_at=AT, cause_id="cause", correlation_id="cause")
    partition._state.timers[f"{CASE_NUMBER}/clock"] = timer
    partition._state.keep("cause", "cause")
    partition._state.commit(partition._state.changes(), None)

    await partition.fire_timers(AT - timedelta(seconds=1))
    before = len(journal.written)
    await partition.fire_timers(AT)
    fired = len(journal.written)
    await partition.fire_timers(AT)

    assert 0 == before < fired == len(journal.written)
    assert EVENTS in {topic for topic, *_ in journal.written}


async def test_a_full_batch_is_sent_and_another_begun(journal: Journal) -> None:
    """When a batch is full, the next message opens another and none is lost."""
    partition = await opened()
    partition.take_in_hand([[overdue(offset) for offset in range(7)]])

    await partition.process()

    assert 3 == journal.calls.count(f"send {EVENTS}")
    assert 7 == sum(topic == EVENTS for topic, *_ in journal.written)
