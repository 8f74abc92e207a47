"""Copy the topics of a deployment, and tell where each parked message came to lie."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace

from aiokafka import TopicPartition

from runtime.broker.errors import BrokerError
from runtime.loop.parking import as_found
from runtime.record import Record
from runtime.repartition.copying import Target, in_order, places_of
from runtime.repartition.messages import new_partition
from runtime.repartition.placement import Placed, QueuedAt, place_state
from runtime.repartition.stillness import Consumer
from runtime.settings import Settings
from runtime.state.homes import AllPartitions
from schemas.message import Message
from schemas.topics import PREFIX, changelog, dead_letters, desk
from schemas.wire.codec import read
from schemas.wire.dead_letters import DiscardParked, MessageParked, OfADesk, Origin, ParkedMessage, ReplayParked
from schemas.wire.envelope import Headers, Unreadable, header_text, open_envelope

NOWHERE = 2**62
"""The offset of a message that its topic does not hold any more."""

_OF_A_DESK: Mapping[str, type[Message]] = {each.type: each for each in (MessageParked, ReplayParked, DiscardParked)}

Tell = Callable[[str, int, int], None]
"""Called with a topic and the offsets of it that were passed, of how many."""

_Place = tuple[str, int, int]


class PrefixWasUsed(BrokerError):
    """Parked messages are named after topics with this prefix, as new ones would be."""

    def __init__(self, prefix: str) -> None:
        super().__init__(f"the cases were on topics {prefix}.… before, after which parked messages are named: choose a new prefix")


@dataclass
class Copy:
    """The copying of a deployment to topics with *prefix* and *new* partitions."""

    settings: Settings
    prefix: str
    new: int
    ends: Mapping[TopicPartition, int]
    target: Target
    tell: Tell
    _parked_at: set[_Place] = field(default_factory=set)
    _moved: dict[_Place, Origin] = field(default_factory=dict)
    parked: dict[str, dict[str, QueuedAt]] = field(default_factory=dict)

    @property
    def old(self) -> int:
        """The number of partitions so far."""
        return self.settings.partitions

    def name(self, topic: str) -> str:
        """Return the name of *topic* in the copy."""
        return renamed(topic, self.prefix)

    async def note_parked(self, consumer: Consumer) -> None:
        """Note where the messages lie that *consumer* parked, before they are copied."""
        async for record in in_order(self.settings, self._ends_of(dead_letters(consumer.name).name), lambda _: None):
            if isinstance(message := _of_a_desk(record), MessageParked):
                if message.parked.origin.topic.startswith(f"{self.prefix}."):
                    raise PrefixWasUsed(self.prefix)
                at = message.parked.at
                self._parked_at.add((at.topic, at.partition, at.offset))

    async def topic(self, name: str) -> None:
        """Copy the topic *name*."""
        async for record in self._records(name):
            await self._write(record, new_partition(record, self.old, self.new))

    async def desk(self, consumer: Consumer) -> None:
        """Copy the commands to the desk of *consumer*, each to its message's partition."""
        async for record in self._records(desk(consumer.name).name):
            message = _of_a_desk(record)
            await self._write(
                record, new_partition(record, self.old, self.new) if message is None else self._now(message.parked).partition
            )

    async def dead_letters(self, consumer: Consumer) -> None:
        """Copy the dead letters of *consumer*, with the new place of each message."""
        places = self.parked.setdefault(consumer.name, {})
        async for record in self._records(dead_letters(consumer.name).name):
            message = _of_a_desk(record)
            if not isinstance(message, MessageParked):
                await self._write(record, new_partition(record, self.old, self.new))
                continue
            now = self._now(message.parked)
            parked = message.parked.model_copy(update={"moved_to": now})
            value = MessageParked(parked=parked).model_dump_json().encode()
            offset = await self._write(record, now.partition, value, _as_newest(record))
            places.setdefault(parked.id, QueuedAt(now.partition, offset))

    async def state(self, consumer: Consumer, timestamp: int) -> Placed:
        """Part the state of *consumer* and write it, as records of the time *timestamp*."""
        state = AllPartitions(self.old)
        async for record in self._records(changelog(consumer.name).name):
            state.take(record.partition, (record.key or b"").decode(), record.value)
        placed = place_state(consumer.name, state, consumer.homes, self.parked[consumer.name], self.new)
        topic = self.name(changelog(consumer.name).name)
        self.target.content(topic)
        for number, records in placed.items():
            for key, content in records.items():
                await self.target.write(TopicPartition(topic, number), key.encode(), content, (), timestamp)
        return placed

    def _ends_of(self, topic: str) -> Mapping[TopicPartition, int]:
        return {place: self.ends[place] for place in places_of([topic], self.old) if place in self.ends}

    async def _records(self, topic: str) -> AsyncIterator[Record]:
        ends = self._ends_of(topic)
        self.target.content(self.name(topic))
        total, passed = sum(ends.values()), 0

        def tell(more: int) -> None:
            nonlocal passed
            passed += more
            self.tell(topic, passed, total)

        async for record in in_order(self.settings, ends, tell):
            yield record

    async def _write(self, record: Record, number: int, value: bytes | None = None, headers: Headers | None = None) -> int:
        place = TopicPartition(self.name(record.topic), number)
        content = record.value if value is None else value
        offset = await self.target.write(
            place, record.key, content, record.headers if headers is None else headers, record.timestamp
        )
        before = (record.topic, record.partition, record.offset)
        if before in self._parked_at:
            self._moved[before] = Origin(topic=place.topic, partition=number, offset=offset, timestamp_ms=max(record.timestamp, 0))
        return offset

    def _now(self, parked: ParkedMessage) -> Origin:
        """Return the place of a parked message in the copy.

        One that its topic does not hold any more has a partition all the same.
        """
        at = parked.at
        if (moved := self._moved.get((at.topic, at.partition, at.offset))) is not None:
            return moved
        number = new_partition(_as_told(parked), self.old, self.new)
        return Origin(topic=self.name(at.topic), partition=number, offset=NOWHERE, timestamp_ms=at.timestamp_ms)


def _as_told(parked: ParkedMessage) -> Record:
    """Return the parked record; where its headers were too large, with those known."""
    known = {"ce_type": parked.message_type, "ce_subject": parked.message_subject}
    record = as_found(parked)
    return record if record.headers else replace(record, headers=[(name, text.encode()) for name, text in known.items() if text])


def renamed(topic: str, prefix: str) -> str:
    """Return the name that *topic* has with another *prefix*."""
    return f"{prefix}{topic.removeprefix(PREFIX)}"


def _of_a_desk(record: Record) -> OfADesk | None:
    """Return the message about a parked message in *record*, None if it is none or unreadable."""
    if (message_class := _OF_A_DESK.get(header_text(record.headers, "ce_type") or "")) is None:
        return None
    try:
        message = read(message_class, open_envelope(record.headers).version, record.value)
    except Unreadable:
        return None
    assert isinstance(message, OfADesk), "the table says so"
    return message


def _as_newest(record: Record) -> list[tuple[str, bytes]]:
    """Return the headers of a dead letter, which say the newest version."""
    schema = b"urn:imr:schema:%s:%d" % (MessageParked.type.encode(), MessageParked.version)
    return [(name, schema if name == "ce_dataschema" else content) for name, content in record.headers]
