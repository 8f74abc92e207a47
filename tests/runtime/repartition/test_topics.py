"""Topics are copied in an order in which the new place of each parked message is known."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest
from aiokafka import TopicPartition

from runtime.record import Found
from runtime.repartition import topics
from runtime.repartition.copying import Target
from runtime.repartition.stillness import Consumer
from runtime.repartition.topics import NOWHERE, Copy, PrefixWasUsed, renamed
from runtime.settings import Settings
from runtime.state.homes import Homes
from schemas.message import Message
from schemas.topics import INTAKE_EVENTS, dead_letters, desk
from schemas.wire.codec import read, seal
from schemas.wire.dead_letters import MessageParked, Origin, ParkedMessage, ReplayParked
from schemas.wire.envelope import Envelope, open_envelope
from tests.examples import CASE_NUMBER, RECEIVED_AT, case_ready
from tests.schemas.wire.test_dead_letters import parked

OLD, NEW = 4, 8
TRIAGE = Consumer("triage", (INTAKE_EVENTS.name,), Homes({}))
LOT = 133


class Written(Target):
    """The written records, in memory."""

    def __init__(self) -> None:
        super().__init__(None)
        self.records: dict[str, list[tuple[int, Any]]] = {}

    async def write(self, place: TopicPartition, key: Any, value: Any, headers: Any, timestamp: int) -> int:
        """Note the partition and the record."""
        self.records.setdefault(place.topic, []).append((place.partition, Found(*place, 0, timestamp, key, value, headers)))
        return await super().write(place, key, value, headers, timestamp)


def found(message: Message, offset: int, timestamp: int = 1) -> Found:
    """Return the record of *message* among OLD partitions."""
    envelope = Envelope("id", "/imr/test", message.type, message.version, RECEIVED_AT, message.subject, "id")
    sealed = seal(message, envelope, OLD)
    return Found(sealed.topic, sealed.partition, offset, timestamp, sealed.key, sealed.value, sealed.headers)


def dead(offset: int, **changes: Any) -> ParkedMessage:
    """Return the dead letter of the example case's readiness at *offset*."""
    origin = Origin(topic=INTAKE_EVENTS.name, partition=LOT % OLD, offset=offset, timestamp_ms=1)
    return parked(origin=origin, message_subject=CASE_NUMBER, **changes)


async def copied(monkeypatch: pytest.MonkeyPatch, *records: Found) -> tuple[Copy, Written]:
    """Copy *records* of triage's topics."""

    async def in_order(_: Settings, ends: Mapping[TopicPartition, int], tell: Callable[[int], None]) -> AsyncIterator[Found]:
        for each in records:
            if (each.topic, each.partition) in ends:
                yield each
                tell(1)

    monkeypatch.setattr(topics, "in_order", in_order)
    written = Written()
    ends = {TopicPartition(each.topic, each.partition): 1 for each in records}
    copy = Copy(Settings(partitions=OLD), "imr-8", NEW, ends, written, lambda *_: None)
    await copy.note_parked(TRIAGE)
    await copy.topic(INTAKE_EVENTS.name)
    await copy.desk(TRIAGE)
    await copy.dead_letters(TRIAGE)
    return copy, written


async def test_a_parked_message_keeps_its_name_and_tells_its_new_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later attempt, the command about it and its state are in the same partition."""
    ready = case_ready()
    attempts = [MessageParked(parked=dead(9, attempt=attempt)) for attempt in (1, 2)]
    command = ReplayParked(parked=dead(9), actor="Example Operator")
    copy, written = await copied(
        monkeypatch,
        found(ready, 5),
        found(ready, 9),
        *(found(each, number) for number, each in enumerate(attempts)),
        found(command, 0),
    )

    moved = Origin(topic="imr-8.intake.events", partition=LOT % NEW, offset=1, timestamp_ms=1)
    (first, letter), (second, _) = written.records["imr-8.triage.dead-letters"]
    message = read(MessageParked, open_envelope(letter.headers).version, letter.value)
    assert dead(9).model_copy(update={"moved_to": moved}) == message.parked
    assert ["imr.intake.events/1/9"] == list(copy.parked["triage"])
    assert (LOT % NEW, 0) == copy.parked["triage"]["imr.intake.events/1/9"]
    assert {LOT % NEW} == {first, second, *(number for number, _ in written.records["imr-8.triage.desk"])}


async def test_one_that_its_topic_holds_no_more_has_a_partition_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be replayed from its dead letter."""
    _, written = await copied(monkeypatch, found(MessageParked(parked=dead(9, message_key=None, value=None)), 0))

    ((number, letter),) = written.records["imr-8.triage.dead-letters"]
    at = read(MessageParked, MessageParked.version, letter.value).parked.at
    assert (LOT % NEW, LOT % NEW, NOWHERE) == (number, at.partition, at.offset)


async def test_one_that_was_moved_before_is_found_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is still that of the first deployment."""
    at = Origin(topic=INTAKE_EVENTS.name, partition=LOT % OLD, offset=9, timestamp_ms=1)
    message = dead(3, moved_to=at)
    _, written = await copied(monkeypatch, found(case_ready(), 9), found(MessageParked(parked=message), 0))

    ((_, letter),) = written.records["imr-8.triage.dead-letters"]
    again = read(MessageParked, MessageParked.version, letter.value).parked
    assert (message.id, 0) == (again.id, again.at.offset)


async def test_a_prefix_after_which_parked_messages_are_named_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """New ones could get the same names."""
    origin = Origin(topic="imr-8.intake.events", partition=1, offset=9, timestamp_ms=1)

    with pytest.raises(PrefixWasUsed, match=r"imr-8\.…"):
        await copied(monkeypatch, found(MessageParked(parked=parked(origin=origin)), 0))


async def test_what_is_no_message_is_copied_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anyone may write to these topics."""
    noise = [Found(topic, 1, 0, 1, None, b"\xff", []) for topic in (dead_letters("triage").name, desk("triage").name)]
    _, written = await copied(monkeypatch, *noise)

    assert [b"\xff", b"\xff"] == [record.value for records in written.records.values() for _, record in records]


def test_a_topic_is_renamed() -> None:
    """Its first part is the prefix."""
    assert "imr-8.intake.events" == renamed(INTAKE_EVENTS.name, "imr-8")
