"""One owned partition: opened in order, committed whole or not, closed cleanly."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import ProducerFenced

from runtime.handlers import Handlers, Outgoing
from runtime.loop import input_time
from runtime.loop import partition as partition_module
from runtime.loop.consume import Result
from runtime.loop.effects import Permit
from runtime.loop.partition import Partition
from runtime.loop.transaction_ends import EndInDoubt
from runtime.record import Found
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.state import Effect, State, Timer
from schemas.ids import derived_id
from schemas.message import Message, Part
from schemas.messages.intake import DeterminationOverdue, RecordsOverdue, RecordsRequested
from schemas.messages.triage import NoReviewerFound
from schemas.topics import INTAKE_EVENTS, TRIAGE_EVENTS
from schemas.wire.codec import seal
from schemas.wire.envelope import Envelope
from tests.examples import CASE_NUMBER
from tests.runtime.kafka_fakes import FakeProducer, Journal

AT = datetime(2015, 5, 1, 12, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
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

    async def refuse_lost_end(_producer: object, number: int, _settings: Settings) -> None:
        assert 0 == number

    monkeypatch.setattr(partition_module, "AIOKafkaProducer", lambda **settings: FakeProducer(noted, **settings))
    monkeypatch.setattr(partition_module, "restore", restore)
    monkeypatch.setattr(partition_module, "refuse_lost_end", refuse_lost_end)
    return noted


async def opened(service: Service = SERVICE, **settings: object) -> Partition:
    """Return an open partition 0 of *service*."""
    partition = Partition(0, service, SETTINGS.model_copy(update=settings))
    await partition.open(lambda: None)
    return partition


class Read:
    """A consumer that has read every topic to its end, for which it asked at *instant*.

    The topic *unread* is not fetched yet.
    """

    def __init__(self, instant: datetime, unread: str = "") -> None:
        self.answered = int(instant.timestamp() * 1_000)
        self.unread = unread

    def highwater(self, place: TopicPartition) -> int | None:
        """Return the end, None before the first answer."""
        return None if place.topic == self.unread else 9

    def last_poll_timestamp(self, _place: TopicPartition) -> int:
        """Return when the last answer came: each at another time."""
        return self.answered

    async def position(self, _place: TopicPartition) -> int:
        """Return the next offset."""
        return 9


async def hand(partition: Partition, batches: Sequence[Sequence[Found]], consumer: Read | None = None) -> None:
    """Give *partition* the *batches* that *consumer* polled, after an empty poll at that time."""
    consumer = consumer or Read(AT)
    await partition.take_in_hand([], consumer)
    consumer.answered += 1
    await partition.take_in_hand(batches, consumer)


def record(message: Message, offset: int, written: datetime | None = None) -> Found:
    """Return *message* as a record of partition 0."""
    identifier = derived_id("test", message.subject, offset)
    envelope = Envelope(identifier, "/imr/test", message.type, message.version, written or AT, message.subject, identifier)
    sealed = seal(message, envelope, 1)
    timestamp = offset if written is None else int(written.timestamp() * 1_000)
    return Found(sealed.topic, 0, offset, timestamp, sealed.key, sealed.value, list(sealed.headers))


def overdue(offset: int) -> Found:
    """Return a record that the service handles."""
    return record(DeterminationOverdue(case_number=CASE_NUMBER, determination_due_at=AT), offset)


def requested(written: datetime, case_number: str = CASE_NUMBER) -> Found:
    """Return a record that sets a timer of *case_number*, due at AT."""
    return record(RecordsRequested(case_number=case_number, records_due_on=AT.date()), 5, written)


def stop(written: datetime, case_number: str = CASE_NUMBER) -> Found:
    """Return a record that stops the timer of *case_number*."""
    return record(DeterminationOverdue(case_number=case_number, determination_due_at=AT), 6, written)


def create_reminding(state: State) -> Handlers:
    """Return handlers that set, fire and stop a timer; the last two say so."""

    def start(message: RecordsRequested, _at: datetime) -> Sequence[Message]:
        timer = Timer(subject=message.case_number, clock="clock", due_at=AT)
        state.timers[f"{message.case_number}/clock"] = timer
        return []

    def end(message: DeterminationOverdue, _at: datetime) -> Sequence[Message]:
        state.timers.pop(f"{message.case_number}/clock", None)
        return [message]

    def end_silently(message: NoReviewerFound, _at: datetime) -> Sequence[Message]:
        state.timers.pop(f"{message.case_number}/clock", None)
        return []

    handlers = Handlers()
    handlers.on(RecordsRequested, start)
    handlers.on(NoReviewerFound, end_silently)
    handlers.on(DeterminationOverdue, end)
    handlers.on_timer("clock", lambda subject, due_at: [RecordsOverdue(case_number=subject, records_due_on=due_at.date())])
    return handlers


REMINDING = Service("triage", (INTAKE_EVENTS,), create_reminding)
REMINDING_OF_TWO = Service("triage", (INTAKE_EVENTS, TRIAGE_EVENTS), create_reminding)
DUE, STOPPED = "due", "stopped"


def published(journal: Journal) -> list[str]:
    """Return the events of committed transactions, in order."""
    return [STOPPED if b"determination" in value else DUE for topic, _, _, value in journal.written if topic == EVENTS and value]


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
    await hand(partition, [[overdue(5), overdue(6)]])

    await partition.process(None)

    assert "begin" == journal.calls[0]
    assert ["offsets imr-triage", "commit"] == journal.calls[-2:]
    assert {TopicPartition(EVENTS, 0): 7} == journal.offsets
    assert 2 == sum(topic == EVENTS for topic, *_ in journal.written)
    assert b'{"number":2}' in [value for topic, _, key, value in journal.written if key == f"seen/{CASE_NUMBER}".encode()]


async def test_without_a_commit_nothing_is_kept(journal: Journal) -> None:
    """After a failed commit the transaction is aborted and the records are still buffered."""
    partition = await opened()
    journal.fails = "commit"
    await hand(partition, [[overdue(5)]])

    with pytest.raises(ProducerFenced):
        await partition.process(None)

    partition._state.abandon()
    assert ("abort", [], {}) == (journal.calls[-1], journal.written, journal.offsets)
    assert {} == dict(partition._state.table("seen", Seen))
    assert not partition.is_idle


async def test_no_transaction_follows_one_whose_end_is_in_doubt(journal: Journal) -> None:
    """The commit counts; the worker has to end, and the next owner finds it."""
    partition = await opened()
    journal.answer_lost = True
    await hand(partition, [[overdue(5)]])

    with pytest.raises(EndInDoubt):
        await partition.process(None)

    assert {TopicPartition(EVENTS, 0): 6} == journal.offsets
    assert journal.calls.count("begin") == 1


async def test_a_handlers_bug_parks_the_message(journal: Journal) -> None:
    """A handler's error parks the message in the same transaction as the offset.

    The next message of the case waits behind it.
    """
    partition = await opened()
    broken = record(RecordsOverdue(case_number=CASE_NUMBER, records_due_on=AT.date()), 5)
    await hand(partition, [[broken, overdue(6)]])

    await partition.process(None)

    assert 2 == sum(topic == "imr.triage.dead-letters" for topic, *_ in journal.written)
    assert {TopicPartition(EVENTS, 0): 7} == journal.offsets
    assert {"unhandled": 1, "behind": 1} == dict(partition.parked_by_reason())
    assert 2 == partition.results[Result.PARKED]


async def test_a_transaction_is_bounded(journal: Journal) -> None:
    """More records than fit into one batch are handled in several transactions."""
    partition = Partition(0, SERVICE, SETTINGS.model_copy(update={"batch_messages_max": 2}))
    await partition.open(lambda: None)
    await hand(partition, [[overdue(offset) for offset in range(5)]])

    turns = 0
    while not partition.is_idle:
        await partition.process(None)
        turns += 1

    assert (3, 3) == (turns, journal.calls.count("commit"))


async def test_records_of_several_topics_go_by_their_time(journal: Journal) -> None:
    """Records of several topics are handled in the order of their timestamps."""
    partition = await opened()

    await hand(partition, [[overdue(5), overdue(9)], [overdue(7)]])

    assert 5 == partition.oldest_in_hand()[EVENTS].offset
    assert [5, 7, 9] == [each.offset for each in partition._in_hand]


async def test_a_partition_that_is_given_up_handles_nothing(journal: Journal) -> None:
    """A closed partition handles none of its remaining records and stops its producer."""
    partition = await opened()
    await hand(partition, [[overdue(5)]])

    await partition.close()
    await partition.process(None)

    assert "stop" == journal.calls[-1]
    assert [] == journal.written


async def test_a_partition_at_rest_handles_nothing_until_it_goes_on(journal: Journal) -> None:
    """A partition at rest forgets buffered records and handles those polled after it goes on."""
    partition = await opened()
    await hand(partition, [[overdue(5)]])

    assert await partition.rest()
    await partition.process(None)
    assert ([], True) == (journal.written, partition.is_idle)

    partition.resume(AT)
    await hand(partition, [[overdue(5)]])
    await partition.process(None)
    assert 1 == journal.calls.count("commit")
    assert "stop" not in journal.calls


async def test_a_partition_whose_effect_is_under_way_cannot_rest(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """An effect that has not ended in time has to be given up with its partition."""
    monkeypatch.setattr(partition_module, "_ROUND_ENDS_SECONDS", 0.01)
    partition = await opened()
    partition._round = asyncio.create_task(asyncio.Event().wait())

    assert not await partition.rest()
    await partition.close()

    assert partition._round.cancelled() or partition._round.cancelling()
    assert "stop" == journal.calls[-1]


class Provider:
    """Notes what it performs, and for what it is asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def attempted(self, _effect: Effect) -> Outgoing:
        """Publish nothing."""
        return []

    async def perform(self, effect: Effect, permit: Permit) -> str:
        """Act."""
        permit.check()
        self.calls.append(f"perform {effect.id}")
        return "receipt"

    async def ask(self, effect: Effect) -> str:
        """Say that it was performed."""
        self.calls.append(f"ask {effect.id}")
        return "receipt"

    def done(self, _effect: Effect, _proof: str) -> Outgoing:
        """Publish nothing."""
        return []

    unsure = done


async def test_effects_that_a_rest_stopped_are_performed_when_the_partition_goes_on(journal: Journal) -> None:
    """They wait for a batch when the group meets again, and the partition stays where it is."""
    provider, handlers = Provider(), Handlers()
    handlers.on_effect("send", provider)
    partition = await opened(Service("letters", (INTAKE_EVENTS,), lambda _: handlers))
    one, other = (Effect(id=f"key-{number}", kind="send", subject=CASE_NUMBER, data="{}") for number in (1, 2))
    interrupted = other.model_copy(update={"stage": "attempted", "attempt": 1})
    for each in (one, interrupted):
        partition._state.effects[each.id] = each
    partition._state.keep()
    partition._state.commit({}, None)
    partition._state.interrupted = [interrupted]

    async with partition._lock:  # of a batch
        partition.tend_effects(AT)
        resting = asyncio.create_task(partition.rest())
        await asyncio.sleep(0)
    assert await resting
    assert [] == provider.calls

    partition.resume(AT)
    partition.tend_effects(AT)
    assert partition._round is not None
    await partition._round
    assert ["ask key-2", "perform key-1"] == provider.calls
    assert 0 == len(list(partition._state.effects.items()))


async def test_closing_waits_for_the_transaction(journal: Journal) -> None:
    """Closing waits until the running transaction has ended."""
    partition = await opened()
    await hand(partition, [[overdue(5)]])

    await asyncio.gather(partition.process(None), partition.close())

    assert journal.calls.index("commit") < journal.calls.index("stop")


async def test_a_timer_fires_once(journal: Journal) -> None:
    """A timer fires once: its mark and its event are committed together."""
    partition = await opened(REMINDING)
    await hand(partition, [[requested(AT - HOUR)]], Read(AT + HOUR))
    await partition.process(AT - SECOND)
    before = published(journal)

    for _ in range(2):
        await partition.process(AT)

    assert ([], [DUE]) == (before, published(journal))
    assert f"timers/{CASE_NUMBER}/clock".encode() in [key for _, _, key, value in journal.written if value is None]


@pytest.mark.parametrize("batch_messages_max", [1, 500])
@pytest.mark.parametrize(
    ("written", "read", "expected"),
    [
        (AT - SECOND, AT + HOUR, [STOPPED]),
        (AT, AT + HOUR, [DUE, STOPPED]),
        (AT + SECOND, AT + HOUR, [DUE, STOPPED]),
    ],
)
async def test_timers_and_a_backlog_go_in_the_order_of_their_times(
    journal: Journal, batch_messages_max: int, written: datetime, read: datetime, expected: list[str]
) -> None:
    """After an outage a message in time stops the timer, and one that came later follows it.

    So it is if the backlog itself sets the timer.
    """
    partition = await opened(REMINDING, batch_messages_max=batch_messages_max)
    await hand(partition, [[requested(AT - HOUR), stop(written)]], Read(read))

    while not partition.is_idle:
        await partition.process(AT + 40 * DAY)

    assert expected == published(journal)


@pytest.mark.parametrize(("stops_it", "expected"), [(True, [STOPPED]), (False, [DUE, STOPPED])])
async def test_a_message_behind_a_timer_waits_for_the_other_topics(
    journal: Journal, expected: list[str], *, stops_it: bool
) -> None:
    """They may hold a message that stops the timer; before they are read, neither goes first."""
    partition = await opened(REMINDING_OF_TWO)
    await partition.take_in_hand([[requested(AT - HOUR), stop(AT + SECOND)]], Read(AT, unread=TRIAGE_EVENTS.name))
    await partition.process(AT + DAY)
    before = (published(journal), {INTAKE_EVENTS.name, TRIAGE_EVENTS.name} & set(partition.wanted))
    earlier = NoReviewerFound(case_number=CASE_NUMBER, pool="example", considered=0, excluded={})
    await hand(partition, [[record(earlier, 1, AT - SECOND)]] if stops_it else [], Read(AT + HOUR))

    while not partition.is_idle:
        await partition.process(AT + DAY)

    assert ([], {TRIAGE_EVENTS.name}) == before
    assert expected == published(journal)


async def test_a_message_does_not_wait_for_ever(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open transaction may hide the other topic's messages for as long as nobody ends it."""
    monkeypatch.setattr(input_time, "_WAIT_SECONDS_MAX", 0.0)
    partition = await opened(REMINDING_OF_TWO)
    await partition.take_in_hand([[requested(AT - HOUR), stop(AT + SECOND)]], Read(AT, unread=TRIAGE_EVENTS.name))

    await partition.process(AT + DAY)

    assert [STOPPED] == published(journal)


async def test_a_timer_waits_for_input_that_is_not_polled_yet(journal: Journal) -> None:
    """It fires once every topic is read past it, also if none has anything to read for days."""
    partition = await opened(REMINDING)
    await hand(partition, [[requested(AT - HOUR)]], Read(AT - SECOND))
    seen = []
    for read in (AT - SECOND, AT):
        await partition.process(AT + DAY)
        await hand(partition, [], Read(read))
        await partition.process(AT + DAY)
        seen.append(published(journal))

    assert [[], [DUE]] == seen


async def test_no_timer_fires_by_a_clock_that_jumped(journal: Journal) -> None:
    """Messages are handled meanwhile, in full batches."""
    partition = await opened(REMINDING)
    await hand(partition, [[requested(AT - HOUR), stop(AT + HOUR)]], Read(AT + HOUR))

    await partition.process(None)

    assert ([STOPPED], 1) == (published(journal), journal.calls.count("commit"))


async def test_many_timers_fire_before_the_message_that_was_written_after_them(journal: Journal) -> None:
    """They take several transactions, and the message waits for the last of them."""
    partition = await opened(REMINDING)
    cases = [f"CM15-133{number:04d}" for number in range(1, 2 * partition_module._TIMERS_AT_ONCE + 2)]
    await hand(partition, [[*(requested(AT - HOUR, case) for case in cases), stop(AT + SECOND, cases[-1])]], Read(AT + HOUR))

    while not partition.is_idle:
        await partition.process(AT + DAY)

    assert [*[DUE] * len(cases), STOPPED] == published(journal)


async def test_timers_that_are_overdue_when_set_do_not_split_the_batch(journal: Journal) -> None:
    """Old cases: each timer fires before the next message, in the same transaction."""
    partition = await opened(REMINDING)
    cases = [f"CM15-133{number:04d}" for number in range(1, 31)]
    await hand(partition, [[requested(AT + HOUR, case) for case in cases]], Read(AT + DAY))

    await partition.process(AT + DAY)

    assert [DUE] * len(cases) == published(journal)
    assert 2 == journal.calls.count("commit")  # the last timer has no message behind it


async def test_a_full_batch_is_sent_and_another_begun(journal: Journal) -> None:
    """When a batch is full, the next message opens another and none is lost."""
    partition = await opened()
    await hand(partition, [[overdue(offset) for offset in range(7)]])

    await partition.process(None)

    assert 3 == journal.calls.count(f"send {EVENTS}")
    assert 7 == sum(topic == EVENTS for topic, *_ in journal.written)
