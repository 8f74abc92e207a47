"""Read topics from their beginning without a group, as views, commands and checks do."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from pydantic import BaseModel

from runtime.outside.breath import Breath
from runtime.outside.committed_reader import committed_reader
from runtime.record import Record
from runtime.settings import Settings
from schemas.catalogue import MESSAGES
from schemas.message import Message
from schemas.topics import MESSAGE_BYTES_MAX, Topic
from schemas.wire.codec import read, read_part
from schemas.wire.envelope import Envelope, Unreadable, header_text, open_envelope

_POLL_MS = 200
_FETCH_BYTES = 128 * 1024
"""A long topic is looked through in little memory."""

_JUMP_FACTOR = 10


P = TypeVar("P", bound=BaseModel)


class StartsGone(LookupError):
    """A topic ends before the offset to go on at: it is another topic of that name."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that was read, with its envelope and position."""

    envelope: Envelope
    message: Message
    topic: str
    partition: int
    offset: int


async def read_to_end(
    settings: Settings, topics: Sequence[Topic], partition: int | None = None, *, subject: str | None = None
) -> list[Seen]:
    """Return every committed message of *topics* up to now, ordered by time.

    Only *partition* is read, if given, and only messages of *subject* are decoded. Unreadable
    messages are left out.
    """
    found = [seen async for seen in stream_to_end(settings, topics, partition, subject=subject)]
    return sorted(found, key=lambda seen: seen.envelope.time)


async def stream_to_end(
    settings: Settings,
    topics: Sequence[Topic],
    partition: int | None = None,
    *,
    kinds: Collection[type[Message]] | None = None,
    subject: str | None = None,
    starts: Mapping[tuple[str, int], int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> AsyncIterator[Seen]:
    """Yield the committed messages of *topics* up to now, one at a time.

    Messages of other *kinds* or another *subject* are not decoded. *starts* gives the first offset
    to read by topic and partition; one after the end of its topic raises StartsGone. *progress* is
    called with the offsets read and their total.
    """
    wanted = _filter(kinds, subject)
    async with aclosing(_records_to_end(settings, topics, partition, starts=starts, progress=progress)) as records:
        async for record in records:
            if wanted(record) and (seen := _open(record)) is not None:
                yield seen


async def ids_to_end(
    settings: Settings,
    topic: Topic,
    kind: type[Message],
    *,
    records_max: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> AsyncIterator[str]:
    """Yield the ids of the messages of *kind* on *topic* up to now, without decoding them.

    Nothing is read from a topic of more than *records_max* records. *progress* is called as by
    `stream_to_end`.
    """
    asked = _records_to_end(settings, (topic,), None, progress=progress, records_max=records_max, fetch_bytes=_FETCH_BYTES)
    async with aclosing(asked) as records:
        async for record in records:
            if header_text(record.headers, "ce_type") == kind.type and (found := header_text(record.headers, "ce_id")):
                yield found


async def _records_to_end(
    settings: Settings,
    topics: Sequence[Topic],
    partition: int | None,
    *,
    starts: Mapping[tuple[str, int], int] | None = None,
    progress: Callable[[int, int], None] | None = None,
    records_max: int | None = None,
    fetch_bytes: int = MESSAGE_BYTES_MAX,
) -> AsyncGenerator[Record, None]:
    """Yield the committed records of *topics* up to now; none if over *records_max*."""
    async with _reader(settings, topics, partition, fetch_bytes, to_end=True) as (consumer, places):
        begins, last = await _go_on(consumer, places, starts or {})
        ends = {place: end for place, end in last.items() if end > begins[place]}
        total, behind = sum(end - begins[place] for place, end in ends.items()), 0
        while behind < total and (records_max is None or total <= records_max):
            for records in (await consumer.getmany(timeout_ms=_POLL_MS)).values():
                for record in records:
                    yield record
            behind = sum([min(await consumer.position(place), end) - begins[place] for place, end in ends.items()])
            if progress is not None:
                progress(behind, total)


async def follow(
    settings: Settings,
    topics: Sequence[Topic],
    partition: int | None = None,
    *,
    subject: str | None = None,
    only_new: bool = False,
) -> AsyncIterator[Seen]:
    """Yield every committed message of *topics* from their beginning, then new ones.

    Unreadable messages are skipped; messages of another *subject* are not decoded. With *only_new*,
    messages that are there already are passed over. While it reads a long history it leaves the
    loop to other tasks from time to time.
    """
    async with aclosing(_records(settings, topics, partition, _filter(None, subject), only_new=only_new)) as records:
        async for record in records:
            if (seen := _open(record)) is not None:
                yield seen


async def follow_parts(
    settings: Settings,
    topics: Sequence[Topic],
    part: type[P],
    kinds: Collection[type[Message]],
    *,
    starts: Mapping[tuple[str, int], int] | None = None,
) -> AsyncIterator[tuple[list[tuple[type[Message], P]], Mapping[tuple[str, int], int]]]:
    """Yield the kind and a part of each message of *kinds*, poll by poll, for ever.

    A part is a model of some of the fields. Reading it takes a tenth of the time of a message that
    holds an application. With each poll come the offsets to go on at by topic and partition, as
    *starts* takes them. Raises StartsGone if a topic ends before its start.
    """
    wanted = _filter(kinds, None)
    async with aclosing(_polls(settings, topics, None, starts=starts)) as polls:
        async for polled in polls:
            records = [record for records in polled.values() for record in records if wanted(record)]
            following = {(place.topic, place.partition): records[-1].offset + 1 for place, records in polled.items() if records}
            yield [read for record in records if (read := _part(record, part)) is not None], following


async def _records(
    settings: Settings,
    topics: Sequence[Topic],
    partition: int | None,
    wanted: Callable[[Record], bool],
    *,
    only_new: bool = False,
) -> AsyncGenerator[Record, None]:
    """Yield the *wanted* records for ever."""
    async with aclosing(_polls(settings, topics, partition, only_new=only_new)) as polls:
        async for polled in polls:
            for records in polled.values():
                for record in records:
                    if wanted(record):
                        yield record


async def _polls(
    settings: Settings,
    topics: Sequence[Topic],
    partition: int | None,
    *,
    only_new: bool = False,
    starts: Mapping[tuple[str, int], int] | None = None,
) -> AsyncGenerator[Mapping[TopicPartition, Sequence[Record]], None]:
    """Yield records for ever; leave the loop to other tasks from time to time."""
    breath = Breath()
    async with _reader(settings, topics, partition) as (consumer, places):
        if only_new:
            for place, end in (await consumer.end_offsets(places)).items():
                consumer.seek(place, end)
        elif starts:
            await _go_on(consumer, places, starts)
        while True:
            yield await consumer.getmany(timeout_ms=_POLL_MS)
            await breath.take()


async def follow_newest(settings: Settings, topics: Sequence[Topic], back: int) -> AsyncIterator[tuple[list[Seen], int]]:
    """Yield the newest committed messages of *topics*, then new ones, poll by poll.

    Each partition is read from *back* offsets before its end. A reader that falls further behind
    than ten times that goes on there again: it shows the newest messages, not every one. With each
    poll comes the number of offsets that it passed over so.
    """
    async with _reader(settings, topics, None) as (consumer, places):
        for place, end in (await consumer.end_offsets(places)).items():
            consumer.seek(place, max(0, end - back))
        while True:
            passed_over = 0
            polled = await consumer.getmany(timeout_ms=_POLL_MS)
            for place, records in polled.items():
                behind = (consumer.highwater(place) or 0) - (records[-1].offset + 1)
                if behind > _JUMP_FACTOR * back:
                    consumer.seek(place, records[-1].offset + 1 + behind - back)
                    passed_over += behind - back
            yield [seen for records in polled.values() for record in records if (seen := _open(record)) is not None], passed_over


def _filter(kinds: Collection[type[Message]] | None, subject: str | None) -> Callable[[Record], bool]:
    """Return whether a record is to be decoded, by its headers alone."""
    types = None if kinds is None else {kind.type for kind in kinds}

    def wanted(record: Record) -> bool:
        return (types is None or header_text(record.headers, "ce_type") in types) and (
            subject is None or header_text(record.headers, "ce_subject") == subject
        )

    return wanted


async def _go_on(
    consumer: AIOKafkaConsumer, places: Sequence[TopicPartition], starts: Mapping[tuple[str, int], int]
) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    """Seek to the start of each place; return the starts and the ends.

    Retention may have removed a start; then the first kept offset counts. Raises StartsGone.
    """
    begins = {}
    for place, first in (await consumer.beginning_offsets(places)).items():
        begins[place] = max(first, starts.get((place.topic, place.partition), 0))
        consumer.seek(place, begins[place])
    ends = await consumer.end_offsets(places)
    if any(begins[place] > end for place, end in ends.items()):
        raise StartsGone
    return begins, ends


@asynccontextmanager
async def _reader(
    settings: Settings,
    topics: Sequence[Topic],
    partition: int | None,
    fetch_bytes: int = MESSAGE_BYTES_MAX,
    *,
    to_end: bool = False,
) -> AsyncIterator[tuple[AIOKafkaConsumer, list[TopicPartition]]]:
    numbers = range(settings.partitions) if partition is None else (partition,)
    places = [TopicPartition(topic.name, number) for topic in topics for number in numbers]
    async with committed_reader(settings, fetch_bytes=fetch_bytes, to_end=to_end) as consumer:
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        yield consumer, places


def _part(record: Record, part: type[P]) -> tuple[type[Message], P] | None:
    """Return kind and *part* of the message of *record*, or None if it is unreadable."""
    with suppress(Unreadable):
        envelope = open_envelope(record.headers)
        kind = MESSAGES[envelope.type]
        return kind, read_part(kind, part, envelope.version, record.value)
    return None


def _open(record: Record) -> Seen | None:
    """Return the message of *record*, or None if it is unreadable."""
    try:
        envelope = open_envelope(record.headers)
        message_class = MESSAGES.get(envelope.type)
        if message_class is None:
            return None
        message = read(message_class, envelope.version, record.value)
    except Unreadable:
        return None
    return Seen(envelope, message, record.topic, record.partition, record.offset)
