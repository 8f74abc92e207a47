"""The outcomes of consuming one message."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import ClassVar

import pytest

from runtime.handlers import Handlers, Outgoing
from runtime.loop.consume import Consumption, Result
from runtime.loop.parking import MESSAGE_BYTES_KEPT_MAX, reason_refused
from runtime.record import Found
from runtime.service import Service
from runtime.state import table as table_module
from runtime.state.state import Parked, State, Waiting
from runtime.testing import MemoryStream
from schemas.catalogue import MESSAGES
from schemas.message import Event, Message, Part, Upcaster
from schemas.messages.intake import CaseReadyForReview, RecordsOverdue, RecordsRequested
from schemas.topics import INTAKE_EVENTS
from schemas.wire.codec import Sealed, seal
from schemas.wire.dead_letters import (
    DeskCommandRefused,
    DiscardParked,
    MessageParked,
    ParkedMessageDiscarded,
    ParkedMessageReplayed,
    ReplayFailed,
    ReplayParked,
)
from schemas.wire.envelope import MAY_BE_IGNORED, Envelope
from tests.examples import CASE_NUMBER, RECEIVED_AT

DUE = date(2015, 5, 5)
REQUESTED = RecordsRequested(case_number=CASE_NUMBER, records_due_on=DUE)
HOME = 133 % 4


class Count(Part):
    """The number of requests for records of a case."""

    requests: int


class Text(Part):
    """A text that may be too large for the changelog."""

    text: str


class Broken(RuntimeError):
    """An error of a handler with a bug."""


class Down(RuntimeError):
    """A retriable error of an outage."""

    retriable = True


def _counting(fail: Callable[[Message], None] = lambda _message: None) -> Service:
    """Return a service that counts requests for records by case and answers each.

    *fail* may raise after the state was written.
    """

    def create_handlers(state: State) -> Handlers:
        counts = state.table("counts", Count)

        def on_records_requested(message: RecordsRequested, _at: datetime) -> Outgoing:
            known = counts.get(message.case_number, Count(requests=0))
            counts[message.case_number] = Count(requests=known.requests + 1)
            fail(message)
            return [RecordsOverdue(case_number=message.case_number, records_due_on=message.records_due_on)]

        handlers = Handlers()
        handlers.on(RecordsRequested, on_records_requested)
        return handlers

    return Service("triage", (INTAKE_EVENTS,), create_handlers)


def _count(stream: MemoryStream) -> int:
    counts = stream.states("triage")[HOME].table("counts", Count)
    return counts[CASE_NUMBER].requests if CASE_NUMBER in counts else 0


async def test_a_message_is_handled_once() -> None:
    """The first delivery changes state and publishes events; a repeat changes nothing."""
    stream = MemoryStream(_counting())
    for _ in range(3):
        stream.publish(REQUESTED, message_id="the-same")

    await stream.settle()

    assert [RecordsOverdue(case_number=CASE_NUMBER, records_due_on=DUE)] == stream.messages(RecordsOverdue)
    assert _count(stream) == 1
    assert (1, 2) == (stream.results[Result.HANDLED], stream.results[Result.REPEAT])


async def test_what_follows_names_its_cause() -> None:
    """An event carries its message's correlation and causation, and a derived id."""
    stream = MemoryStream(_counting())
    stream.publish(REQUESTED, message_id="cause")

    await stream.settle()
    again = MemoryStream(_counting())
    again.publish(REQUESTED, message_id="cause")
    await again.settle()

    first, second = (
        next(envelope for envelope, message in each.read() if isinstance(message, RecordsOverdue)) for each in (stream, again)
    )
    assert ("cause", "cause", "/imr/triage") == (first.causation_id, first.correlation_id, first.source)
    assert first.id == second.id


async def test_two_messages_of_one_type_have_two_ids() -> None:
    """Two events of one type get different ids from their position in the answer."""

    def create_handlers(_state: State) -> Handlers:
        handlers = Handlers()
        handlers.on(
            RecordsRequested, lambda message, _at: [RecordsOverdue(case_number=message.case_number, records_due_on=DUE)] * 2
        )
        return handlers

    stream = MemoryStream(Service("triage", (INTAKE_EVENTS,), create_handlers))
    stream.publish(REQUESTED)
    await stream.settle()

    assert 2 == len({envelope.id for envelope, message in stream.read() if isinstance(message, RecordsOverdue)})


async def test_a_known_type_that_nobody_reads_is_passed_over() -> None:
    """A known type without a handler is passed over without decoding."""
    stream = MemoryStream(_counting())
    envelope = Envelope("1", "/imr/intake", CaseReadyForReview.type, 1, RECEIVED_AT, CASE_NUMBER, "1")
    stream.write(Sealed("imr.intake.events", HOME, b"", b"not json", tuple(envelope.headers())))

    await stream.settle()

    assert stream.results[Result.PASSED_OVER] == 1
    assert [] == stream.messages(MessageParked)


async def test_a_message_that_concerns_no_handler_is_passed_over() -> None:
    """It is read, and no state notes it: a repeat is passed over again."""

    def create_handlers(_state: State) -> Handlers:
        handlers = Handlers()
        handlers.on(RecordsRequested, lambda _message, _at: [], concerns=lambda _message: False)
        return handlers

    stream = MemoryStream(Service("triage", (INTAKE_EVENTS,), create_handlers))
    stream.publish(REQUESTED)
    stream.publish(REQUESTED)
    await stream.settle()

    assert 2 == stream.results[Result.PASSED_OVER]
    assert all(not state.handled for state in stream.states("triage"))


async def test_a_message_in_the_wrong_partition_is_forwarded() -> None:
    """A message in the wrong partition is forwarded, under its own id, to its case's owner."""
    stream = MemoryStream(_counting())
    envelope = Envelope("far", "/imr/test", REQUESTED.type, 1, RECEIVED_AT, CASE_NUMBER, "far")
    stream.write(seal(REQUESTED, envelope, 4)._replace(partition=(HOME + 1) % 4))
    stream.publish(REQUESTED, message_id="far")

    await stream.settle()

    assert len(stream.messages(RecordsOverdue)) == 1
    assert (1, 1, 1) == tuple(stream.results[each] for each in (Result.FORWARDED, Result.HANDLED, Result.REPEAT))


async def test_a_message_is_forwarded_once() -> None:
    """Workers that count other partitions do not send it to each other for ever."""
    envelope = Envelope("far", "/imr/test", REQUESTED.type, 1, RECEIVED_AT, CASE_NUMBER, "far")
    sealed, results = seal(REQUESTED, envelope, 4), []
    while len(results) < 10:
        number = sealed.partition
        state, service = State(), _counting()
        consumption = Consumption(
            *(service.name, service.create_handlers(state), state, number, 8 if number < 4 else 4, RECEIVED_AT, _no_original)
        )
        record = Found(sealed.topic, number, 0, 0, sealed.key, sealed.value, list(sealed.headers))
        results.append(await consumption.take(record))
        if results[-1] is not Result.FORWARDED:
            break
        (sealed,) = consumption.outgoing

    assert [Result.FORWARDED, Result.PARKED] == results


async def _no_original(_origin: object) -> None:
    """No message is kept by reference here."""


def _sealed(**changes: object) -> Sealed:
    envelope = Envelope("bad", "/imr/test", REQUESTED.type, 1, RECEIVED_AT, CASE_NUMBER, "bad")
    sealed = seal(REQUESTED, envelope, 4)
    headers = {**dict(sealed.headers), **{name: value for name, value in changes.items() if name.startswith("ce_")}}
    value = changes.get("value", sealed.value)
    return sealed._replace(value=value, headers=tuple((name, content) for name, content in headers.items() if content is not None))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sealed",
    [
        _sealed(value=b"not json"),
        _sealed(value=None),
        _sealed(value=b"\xff\xfe"),
        _sealed(value=b"[" * 50_000),
        _sealed(value=json.dumps({"case_number": CASE_NUMBER}).encode()),
        _sealed(ce_type=b"imr.intake.never-heard-of"),
        _sealed(ce_type=b"imr.intake.never-heard-of", ce_dataschema=b"urn:imr:schema:imr.intake.never-heard-of:1"),
        _sealed(ce_type=None),
        _sealed(ce_subject=None),
        _sealed(ce_subject=b"CM15-1330002"),
        _sealed(ce_dataschema=b"urn:imr:schema:imr.intake.records-requested:none"),
        _sealed()._replace(headers=()),
    ],
)
async def test_what_cannot_be_read_is_parked_and_the_next_is_handled(sealed: Sealed) -> None:
    """An unreadable message is parked, and messages of other cases are still handled."""
    stream = MemoryStream(_counting())
    other = "CM15-1330009"
    stream.write(sealed)
    stream.publish(RecordsRequested(case_number=other, records_due_on=DUE))

    await stream.settle()

    assert ["unreadable"] == [parked.parked.reason for parked in stream.messages(MessageParked)]
    assert [other] == [overdue.case_number for overdue in stream.messages(RecordsOverdue)]


async def test_an_empty_message_without_key_is_parked() -> None:
    """An empty message without a key is parked under its place."""
    stream = MemoryStream(_counting())
    stream.write(Sealed("imr.intake.events", 2, b"", None, ()))

    await stream.settle()

    assert ["imr.intake.events/2/0"] == [parked.parked.id for parked in stream.messages(MessageParked)]


async def test_a_handler_that_raises_changes_nothing() -> None:
    """A handler that raises changes nothing.

    Its writes are dropped, the message is parked with the error, and later messages of the case
    wait.
    """

    def fail(_message: Message) -> None:
        raise Broken("a bug")

    stream = MemoryStream(_counting(fail))
    stream.publish(REQUESTED)
    stream.publish(REQUESTED)

    await stream.settle()

    assert ["unhandled", "behind"] == [parked.parked.reason for parked in stream.messages(MessageParked)]
    assert "Broken: a bug" == stream.messages(MessageParked)[0].parked.error
    assert _count(stream) == 0


async def test_what_is_retriable_is_not_parked() -> None:
    """A retriable error reaches the worker and does not park the message."""

    def fail(_message: Message) -> None:
        raise Down

    stream = MemoryStream(_counting(fail))
    stream.publish(REQUESTED)

    with pytest.raises(Down):
        await stream.settle()
    assert [] == stream.messages(MessageParked)


async def _three_parked() -> tuple[MemoryStream, list[MessageParked], list[bool]]:
    """Return a stream with three parked messages of one case, and a switch that fixes the bug."""
    mended = [False]

    def fail(_message: Message) -> None:
        if not mended[0]:
            raise Broken

    stream = MemoryStream(_counting(fail))
    for number in range(3):
        stream.publish(REQUESTED, message_id=f"m{number}")
    await stream.settle()
    return stream, stream.messages(MessageParked), mended


async def test_parked_messages_are_replayed_in_their_order() -> None:
    """After the fix, replayed messages are handled once, in order, under their own ids."""
    stream, parked, mended = await _three_parked()
    mended[0] = True

    for each in parked:
        stream.publish(ReplayParked(parked=each.parked, actor="Example Operator"))
    await stream.settle()
    stream.publish(REQUESTED, message_id="m3")
    await stream.settle()

    assert _count(stream) == 4
    assert {each.parked.id for each in parked} == {replayed.parked_id for replayed in stream.messages(ParkedMessageReplayed)}
    assert {} == dict(stream.states("triage")[HOME].parked)


async def test_a_replayed_message_that_comes_again_is_a_repeat() -> None:
    """It was handled, whoever asked for it: its id is remembered beside that of the command."""
    stream, parked, mended = await _three_parked()
    mended[0] = True
    for each in parked:
        stream.publish(ReplayParked(parked=each.parked, actor="Example Operator"))
    await stream.settle()

    for number in range(3):
        stream.publish(REQUESTED, message_id=f"m{number}")
    await stream.settle()

    assert _count(stream) == 3
    answers = [envelope.id for envelope, message in stream.read() if isinstance(message, RecordsOverdue)]
    assert len({*answers}) == len(answers) == 3


async def test_a_replay_out_of_turn_does_nothing() -> None:
    """A replay out of turn changes nothing and publishes its refusal with the reason."""
    stream, parked, mended = await _three_parked()
    mended[0] = True

    stream.publish(ReplayParked(parked=parked[2].parked, actor="Example Operator"))
    stream.publish(DiscardParked(parked=parked[1].parked, actor="Example Operator", reason="noise"))
    await stream.settle()

    assert _count(stream) == 0
    assert [] == stream.messages(ParkedMessageReplayed)
    assert [("replay", "not-next", parked[2].parked.id), ("discard", "not-next", parked[1].parked.id)] == [
        (refused.command, refused.code, refused.parked_id) for refused in stream.messages(DeskCommandRefused)
    ]
    assert stream.messages(DeskCommandRefused)[0].text.endswith("wait before it: 2")


async def test_a_command_twice_is_carried_out_once() -> None:
    """A repeated command is ignored; a new one for a finished message is refused."""
    stream, parked, mended = await _three_parked()
    mended[0] = True
    replay = ReplayParked(parked=parked[0].parked, actor="Example Operator")

    for identifier in ("once", "once", "again"):
        stream.publish(replay, message_id=identifier)
    await stream.settle()

    assert _count(stream) == 1
    assert 1 == len(stream.messages(ParkedMessageReplayed))
    assert ["not-waiting"] == [refused.code for refused in stream.messages(DeskCommandRefused)]


async def test_a_command_about_an_older_attempt_is_refused() -> None:
    """A command about an older attempt is refused, and no dead letter is written twice."""
    stream, parked, _mended = await _three_parked()
    replay = ReplayParked(parked=parked[0].parked, actor="Example Operator")

    stream.publish(replay, message_id="once")
    stream.publish(replay, message_id="again")
    await stream.settle()

    assert [2] == [failed.attempt for failed in stream.messages(ReplayFailed)]
    assert ["tried-since"] == [refused.code for refused in stream.messages(DeskCommandRefused)]
    dead_letters = [envelope.id for envelope, message in stream.read() if isinstance(message, MessageParked)]
    assert len(set(dead_letters)) == len(dead_letters)


async def test_a_replay_while_a_neighbour_is_down_does_nothing_by_half() -> None:
    """A replay during an outage raises the retriable error and changes nothing.

    The same command replays the message afterwards.
    """
    trouble: list[type[Exception]] = [Broken]

    def fail(_message: Message) -> None:
        if trouble:
            raise trouble[0]

    stream = MemoryStream(_counting(fail))
    stream.publish(REQUESTED)
    await stream.settle()
    (parked,) = stream.messages(MessageParked)
    trouble[0] = Down
    stream.publish(ReplayParked(parked=parked.parked, actor="Example Operator"))
    with pytest.raises(Down):
        await stream.settle()
    half_done = (
        _count(stream),
        len(stream.messages(ReplayFailed)),
        stream.states("triage")[HOME].waiting[f"{CASE_NUMBER}/{parked.parked.id}"],
    )
    trouble.clear()
    await stream.settle()

    assert (0, 0, 1) == (*half_done[:2], half_done[2].attempt)
    assert _count(stream) == 1
    assert [parked.parked.id] == [replayed.parked_id for replayed in stream.messages(ParkedMessageReplayed)]


async def test_poison_on_the_desk_holds_up_no_case() -> None:
    """An unreadable desk command is parked by its place and can be discarded.

    The case that its header names does not wait for it.
    """
    stream, parked, mended = await _three_parked()
    mended[0] = True
    replay = ReplayParked(parked=parked[0].parked, actor="Example Operator")
    envelope = Envelope("poison", "/imr/test", replay.type, replay.version, RECEIVED_AT, CASE_NUMBER, "poison")
    stream.write(seal(replay, envelope, 4)._replace(value=b"[" * 50_000))

    await stream.settle()
    for each in parked:
        stream.publish(ReplayParked(parked=each.parked, actor="Example Operator"))
    poison = stream.messages(MessageParked)[-1].parked
    stream.publish(DiscardParked(parked=poison, actor="Example Operator", reason="noise"))
    await stream.settle()

    assert (f"imr.triage.desk/{HOME}/0", "unreadable") == (poison.id, poison.reason)
    assert _count(stream) == 3
    assert {} == dict(stream.states("triage")[HOME].parked)


async def test_poison_on_the_desk_does_not_park_a_free_case() -> None:
    """A case named by an unreadable desk command is not held up."""
    stream = MemoryStream(_counting())
    envelope = Envelope("poison", "/imr/test", ReplayParked.type, 2, RECEIVED_AT, CASE_NUMBER, "poison")
    stream.write(Sealed("imr.triage.desk", HOME, b"", b"noise", tuple(envelope.headers())))
    await stream.settle()

    stream.publish(REQUESTED)
    await stream.settle()

    assert (1, 1) == (len(stream.messages(MessageParked)), _count(stream))


async def test_a_command_about_a_partition_that_does_not_exist_is_parked() -> None:
    """A command for a partition that does not exist is parked, not forwarded."""
    stream, parked, _mended = await _three_parked()
    origin = parked[0].parked.origin.model_copy(update={"partition": 99})
    replay = ReplayParked(parked=parked[0].parked.model_copy(update={"origin": origin}), actor="Example Operator")
    envelope = Envelope("far", "/imr/test", replay.type, replay.version, RECEIVED_AT, CASE_NUMBER, "far")
    stream.write(seal(replay, envelope, 4)._replace(partition=HOME))

    await stream.settle()

    assert "it belongs to partition 99 of 4" == stream.messages(MessageParked)[-1].parked.error


class _Announced(Event):
    """A message of a later version."""

    type = "imr.intake.announced"
    version = 2
    topic = INTAKE_EVENTS
    upcasters: ClassVar[Mapping[int, Upcaster]] = {}

    case_number: str
    reason: str

    @property
    def key(self) -> str:
        """The case."""
        return self.case_number


def _on_the_stream(version: int) -> Sealed:
    message = _Announced(case_number=CASE_NUMBER, reason="")
    envelope = Envelope("announced", "/imr/intake", _Announced.type, version, RECEIVED_AT, CASE_NUMBER, "announced")
    data = {"case_number": CASE_NUMBER} if version == 1 else message.model_dump()
    return seal(message, envelope, 4)._replace(value=json.dumps(data).encode(), partition=HOME)


@pytest.mark.parametrize("version", [1, 2])
async def test_what_an_older_program_parked_is_replayed_after_a_fix(monkeypatch: pytest.MonkeyPatch, version: int) -> None:
    """A message that an older program could not read is replayed once the program can.

    Either its type was unknown or its version had no upcaster.
    """
    seen: list[_Announced] = []

    def create_handlers(_state: State) -> Handlers:
        handlers = Handlers()
        handlers.on(_Announced, lambda message, _at: seen.append(message) or ())  # type: ignore[func-returns-value]
        return handlers

    stream = MemoryStream(Service("triage", (INTAKE_EVENTS,), create_handlers))
    if version == 1:
        monkeypatch.setitem(MESSAGES, _Announced.type, _Announced)  # known, but nothing leads from version 1 to 2
    stream.write(_on_the_stream(version))
    await stream.settle()
    (parked,) = stream.messages(MessageParked)

    monkeypatch.setitem(MESSAGES, _Announced.type, _Announced)
    monkeypatch.setattr(_Announced, "upcasters", {1: lambda data: {**data, "reason": "not said"}})
    stream.publish(ReplayParked(parked=parked.parked, actor="Example Operator"))
    await stream.settle()

    assert "unreadable" == parked.parked.reason
    assert [("not said" if version == 1 else "")] == [message.reason for message in seen]
    assert 1 == len(stream.messages(ParkedMessageReplayed))


@pytest.mark.parametrize(("may_be_ignored", "parked"), [(True, 0), (False, 1)])
async def test_an_unknown_type_that_may_be_ignored_parks_nothing(
    monkeypatch: pytest.MonkeyPatch, *, may_be_ignored: bool, parked: int
) -> None:
    """An older program passes it over; any other unknown type may matter, and its case waits."""
    monkeypatch.setattr(_Announced, "may_be_ignored", may_be_ignored)
    stream = MemoryStream(_counting())
    stream.write(_on_the_stream(2))
    stream.publish(REQUESTED)

    await stream.settle()

    assert (1 - parked) == _count(stream)
    assert 2 * parked == len(stream.messages(MessageParked))  # the message, and the one behind it


async def test_a_known_type_is_handled_although_it_may_be_ignored() -> None:
    """The mark is for those to whom the type is unknown."""
    stream = MemoryStream(_counting())
    envelope = Envelope("one", "/imr/intake", RecordsRequested.type, 1, RECEIVED_AT, CASE_NUMBER, "one")
    sealed = seal(REQUESTED, envelope, 4)
    stream.write(sealed._replace(headers=(*sealed.headers, MAY_BE_IGNORED)))

    await stream.settle()

    assert 1 == _count(stream)


async def test_an_unreadable_message_without_subject_keeps_its_place_when_replayed() -> None:
    """Without a subject an unreadable message is parked again alone and delays no case."""
    stream = MemoryStream(_counting())
    stream.write(Sealed("imr.intake.events", HOME, b"", b"noise", ()))
    await stream.settle()
    (parked,) = stream.messages(MessageParked)

    stream.publish(ReplayParked(parked=parked.parked, actor="Example Operator"))
    stream.publish(REQUESTED)
    await stream.settle()

    assert _count(stream) == 1
    assert [(parked.parked.id, 2)] == [(failed.parked_id, failed.attempt) for failed in stream.messages(ReplayFailed)]
    assert [1, 2] == [each.parked.attempt for each in stream.messages(MessageParked)]


def _large(message_id: str = "large") -> Sealed:
    """Return a request for records padded beyond the size that is kept of a parked message."""
    envelope = Envelope(message_id, "/imr/test", REQUESTED.type, 1, RECEIVED_AT, CASE_NUMBER, message_id)
    sealed = seal(REQUESTED, envelope, 4)
    return sealed._replace(value=(sealed.value or b"") + b" " * MESSAGE_BYTES_KEPT_MAX)


async def test_what_was_too_large_to_keep_is_replayed_from_its_place() -> None:
    """A message too large to keep is read again at its origin and handled under its own id."""
    broken = [True]

    def fail(_message: Message) -> None:
        if broken:
            raise Broken

    stream = MemoryStream(_counting(fail))
    stream.write(_large())
    await stream.settle()
    (parked,) = stream.messages(MessageParked)
    stream.publish(ReplayParked(parked=parked.parked, actor="Example Operator"))
    await stream.settle()
    broken.clear()
    stream.publish(ReplayParked(parked=stream.messages(MessageParked)[-1].parked, actor="Example Operator"))
    await stream.settle()

    assert (None, len(_large().value or b"")) == (parked.parked.value, parked.parked.value_bytes)
    assert [2] == [failed.attempt for failed in stream.messages(ReplayFailed)]
    assert _count(stream) == 1


async def test_what_retention_has_removed_is_parked_again_and_says_so() -> None:
    """A message that retention removed is parked again with a clear error.

    The error names its place and size; the message can still be discarded.
    """
    stream = MemoryStream(_counting(_break))
    stream.write(_large())
    await stream.settle()
    (parked,) = stream.messages(MessageParked)
    stream.remove_before("imr.intake.events", HOME, 1)

    stream.publish(ReplayParked(parked=parked.parked, actor="Example Operator"))
    await stream.settle()
    again = stream.messages(MessageParked)[-1].parked
    stream.publish(DiscardParked(parked=again, actor="Example Operator", reason="sent again"))
    await stream.settle()

    assert (2, parked.parked.value_bytes) == (again.attempt, again.value_bytes)
    assert "2,097," in again.error
    assert "its topic does not hold it any more" in again.error
    assert {} == dict(stream.states("triage")[HOME].parked)


def _break(_message: Message) -> None:
    raise Broken


async def test_a_replay_that_fails_again_stays_at_the_head() -> None:
    """A replay that fails is parked again at the head of its queue with the next attempt."""
    stream, parked, _mended = await _three_parked()

    for each in parked:
        stream.publish(ReplayParked(parked=each.parked, actor="Example Operator"))
    await stream.settle()

    assert [1, 1, 1, 2] == [each.parked.attempt for each in stream.messages(MessageParked)]
    waiting = sorted(stream.states("triage")[HOME].waiting.values(), key=lambda each: each.place)
    assert [each.parked.id for each in parked] == [each.id for each in waiting]
    assert [2, 1, 1] == [each.attempt for each in waiting]


async def test_a_queue_of_an_earlier_version_goes_on_in_its_order() -> None:
    """Its messages, which were in one record, are replayed, and new ones follow them."""
    stream, parked, mended = await _three_parked()
    state = stream.states("triage")[HOME]
    before = tuple(Waiting(id=each.parked.id, reason=each.parked.reason, attempt=1) for each in parked)
    state.waiting.clear()
    state.parked[CASE_NUMBER] = Parked(messages=before)
    state.keep()
    counted = state.parked_by_reason()

    stream.publish(ReplayParked(parked=parked[0].parked, actor="Example Operator"))
    stream.publish(REQUESTED, message_id="m3")
    await stream.settle()
    mended[0] = True
    again = {each.parked.id: each for each in stream.messages(MessageParked)}
    for each in again.values():
        stream.publish(ReplayParked(parked=each.parked, actor="Example Operator"))
    await stream.settle()

    assert {"unhandled": 1, "behind": 2} == counted
    assert [*(each.parked.id for each in parked), "imr.intake.events/1/3"] == list(again)
    assert list(again) == sorted(replayed.parked_id for replayed in stream.messages(ParkedMessageReplayed))
    assert ({}, {}, 4) == (dict(state.parked), dict(state.waiting), _count(stream))


async def test_a_queue_writes_as_much_for_its_thousandth_message_as_for_its_first() -> None:
    """Each parked message has a record of its own."""
    stream = MemoryStream(_counting(_break))
    sizes = []
    for _ in range(1_000):
        stream.publish(REQUESTED)
        await stream.settle()
        changes = stream.topics["imr.triage.changelog", HOME]
        sizes.append(sum(len(record.value or b"") for record in changes[-2:]))

    assert max(sizes) < 2 * min(sizes)
    last = stream.messages(MessageParked)[-1].parked
    assert ("not-next", "messages of the same subject that wait before it: 999") == reason_refused(
        stream.states("triage")[HOME], last
    )


TOO_LONG = "".join(blake2b(b"%d" % number).hexdigest() for number in range(4))
"""A text that cannot be packed into a hundred bytes."""


async def test_state_that_the_changelog_cannot_take_parks_its_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commit would fail, also after each restart; nothing of it is published."""
    monkeypatch.setattr(table_module, "STATE_BYTES_MAX", 100)

    def create_handlers(state: State) -> Handlers:
        texts = state.table("texts", Text)

        def grow(message: RecordsRequested, _at: datetime) -> Outgoing:
            texts[message.case_number] = Text(text=TOO_LONG)
            return [RecordsOverdue(case_number=message.case_number, records_due_on=DUE)]

        handlers = Handlers()
        handlers.on(RecordsRequested, grow)
        return handlers

    stream = MemoryStream(Service("triage", (INTAKE_EVENTS,), create_handlers))
    stream.publish(REQUESTED)
    await stream.settle()

    (parked,) = stream.messages(MessageParked)
    assert parked.parked.error.startswith("ObjectTooLarge: an object of the table texts came to ")
    assert parked.parked.error.endswith(" bytes; the changelog takes 100")
    assert ([], {}) == (stream.messages(RecordsOverdue), dict(stream.states("triage")[HOME].table("texts", Text)))


async def test_discarding_frees_the_case() -> None:
    """Discarding a message with a reason lets the next one of its case be handled."""
    stream, parked, mended = await _three_parked()
    mended[0] = True

    stream.publish(DiscardParked(parked=parked[0].parked, actor="Example Operator", reason="sent again"))
    for each in parked[1:]:
        stream.publish(ReplayParked(parked=each.parked, actor="Example Operator"))
    await stream.settle()

    assert _count(stream) == 2
    assert ["sent again"] == [discarded.reason for discarded in stream.messages(ParkedMessageDiscarded)]


async def test_an_unreadable_message_without_subject_can_be_discarded() -> None:
    """An unreadable message without a subject can be discarded by its place."""
    stream = MemoryStream(_counting())
    stream.write(Sealed("imr.intake.events", HOME, b"", b"noise", ()))
    await stream.settle()
    (parked,) = stream.messages(MessageParked)

    stream.publish(DiscardParked(parked=parked.parked, actor="Example Operator", reason="noise"))
    await stream.settle()

    assert len(stream.messages(ParkedMessageDiscarded)) == 1
    assert {} == dict(stream.states("triage")[HOME].parked)
