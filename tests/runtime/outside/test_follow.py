"""Reading topics from the beginning, with a fake consumer.

With a broker it is tested in tests/broker.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiokafka import TopicPartition
from pydantic import BaseModel

from runtime.outside import follow as module
from runtime.outside.follow import StartsGone, follow, follow_newest, follow_parts, ids_to_end, read_to_end, stream_to_end
from runtime.record import Found
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.intake import DeterminationOverdue, RecordsOverdue
from schemas.topics import INTAKE_EVENTS
from schemas.wire.codec import seal
from schemas.wire.envelope import Envelope
from tests.examples import CASE_NUMBER

NOON = datetime(2015, 5, 1, 12, tzinfo=UTC)
SETTINGS = Settings(partitions=1)
OVERDUE = DeterminationOverdue(case_number=CASE_NUMBER, determination_due_at=NOON)
RECORDS = RecordsOverdue(case_number=CASE_NUMBER, records_due_on=NOON.date())


class CaseAlone(BaseModel):
    """A part that several kinds have."""

    case_number: str


def record(message: Message, offset: int, minutes: int) -> Found:
    """Return *message* as a record, written so many *minutes* after noon."""
    at = NOON + timedelta(minutes=minutes)
    envelope = Envelope(f"id-{offset}", "/imr/test", message.type, message.version, at, message.subject, f"id-{offset}")
    sealed = seal(message, envelope, 1)
    return Found(sealed.topic, 0, offset, offset, sealed.key, sealed.value, list(sealed.headers))


class FakeConsumer:
    """A consumer of one partition with *records*, two in each poll."""

    def __init__(self, records: list[Found]) -> None:
        self.records = records
        self.place = TopicPartition(INTAKE_EVENTS.name, 0)
        self.at = 0

    async def beginning_offsets(self, places: list[TopicPartition]) -> Mapping[TopicPartition, int]:
        """Return the first kept offset."""
        return dict.fromkeys(places, self.records[0].offset)

    async def end_offsets(self, places: list[TopicPartition]) -> Mapping[TopicPartition, int]:
        """Return the end."""
        return dict.fromkeys(places, self.records[-1].offset + 1)

    async def position(self, _place: TopicPartition) -> int:
        """Return the position."""
        return self.at

    def assign(self, _places: list[TopicPartition]) -> None:
        """Take the assignment."""

    async def seek_to_beginning(self, *_places: TopicPartition) -> None:
        """Go to the first kept offset."""
        self.at = self.records[0].offset

    def seek(self, _place: TopicPartition, offset: int) -> None:
        """Go to *offset*."""
        self.at = offset

    async def getmany(self, **_: Any) -> Mapping[TopicPartition, list[Found]]:
        """Return the next two records; at the end, two new ones, without ever waiting."""
        found = [each for each in self.records if self.at <= each.offset][:2]
        if not found:
            last = self.records[-1].offset
            found = [record(OVERDUE, last + 1, 60), record(RECORDS, last + 2, 61)]
            self.records = [*self.records, *found]
        self.at = found[-1].offset + 1
        return {self.place: found}

    def highwater(self, _place: TopicPartition) -> int:
        """Return the end as the last poll told it."""
        return self.records[-1].offset + 1


@pytest.fixture
def _stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve five records: the first was removed by retention, one is unreadable."""
    noise = Found(INTAKE_EVENTS.name, 0, 3, 3, b"key", b"noise", [])
    records = [record(OVERDUE, 2, 9), noise, record(RECORDS, 4, 1), record(OVERDUE, 5, 5)]

    @asynccontextmanager
    async def reader(_settings: Settings, **_: Any) -> AsyncIterator[FakeConsumer]:
        yield FakeConsumer(records)

    monkeypatch.setattr(module, "committed_reader", reader)


@pytest.mark.usefixtures("_stream")
async def test_all_messages_come_in_the_order_of_their_time() -> None:
    """All messages are read in the order of their timestamps, without the unreadable ones."""
    assert [4, 5, 2] == [seen.offset for seen in await read_to_end(SETTINGS, (INTAKE_EVENTS,))]


@pytest.mark.usefixtures("_stream")
async def test_one_by_one_they_come_in_the_order_of_the_topic() -> None:
    """Iteration follows the topic's order and decodes only the requested types.

    Progress ends with all offsets read.
    """
    told: list[tuple[int, int]] = []

    found = [
        seen.offset
        async for seen in stream_to_end(
            SETTINGS, (INTAKE_EVENTS,), kinds=(DeterminationOverdue,), progress=lambda read, total: told.append((read, total))
        )
    ]

    assert [2, 5] == found
    assert (4, 4) == told[-1]


@pytest.mark.usefixtures("_stream")
async def test_a_long_history_leaves_the_loop_to_others() -> None:
    """A reader that never has to wait still lets other tasks run."""
    turned = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(turned.set_result, None)
    until = time.monotonic() + 10

    async for _ in follow(SETTINGS, (INTAKE_EVENTS,)):
        if turned.done() or time.monotonic() > until:
            break

    assert turned.done()


async def parts_from(starts: dict[tuple[str, int], int]) -> tuple[list[object], dict[tuple[str, int], int]]:
    """Return the parts up to the end of the topic, and the offsets to go on at."""
    found: list[object] = []
    async for parts, following in follow_parts(SETTINGS, (INTAKE_EVENTS,), CaseAlone, (RecordsOverdue,), starts=starts):
        found += parts
        if 6 in following.values():
            return found, dict(following)
    raise AssertionError("it goes on for ever")


@pytest.mark.usefixtures("_stream")
async def test_parts_of_the_kinds_that_were_asked_for() -> None:
    """Other kinds are passed over, and the fields that the part does not have."""
    found, following = await parts_from({})

    assert [(RecordsOverdue, CaseAlone(case_number=CASE_NUMBER))] == found
    assert {(INTAKE_EVENTS.name, 0): 6} == following


@pytest.mark.usefixtures("_stream")
@pytest.mark.parametrize(("start", "number"), [(4, 1), (5, 0)])
async def test_parts_go_on_where_reading_ended(start: int, number: int) -> None:
    """The offsets that come with a poll are the starts of the next time."""
    found, following = await parts_from({(INTAKE_EVENTS.name, 0): start})

    assert number == len(found)
    assert {(INTAKE_EVENTS.name, 0): 6} == following


@pytest.mark.usefixtures("_stream")
async def test_parts_of_a_topic_that_was_made_anew_are_refused() -> None:
    """It ends before the start."""
    with pytest.raises(StartsGone):
        await parts_from({(INTAKE_EVENTS.name, 0): 7})


@pytest.mark.usefixtures("_stream")
async def test_messages_that_are_there_already_can_be_passed_over() -> None:
    """Reading begins at the end."""
    async for seen in follow(SETTINGS, (INTAKE_EVENTS,), only_new=True):
        assert 6 == seen.offset
        break


@pytest.mark.usefixtures("_stream")
@pytest.mark.parametrize(("start", "expected"), [(0, [2, 4, 5]), (4, [4, 5]), (6, [])])
async def test_reading_begins_where_it_is_told(start: int, expected: list[int]) -> None:
    """Reading starts at the requested offset, or at the first that retention has kept."""
    starts = {(INTAKE_EVENTS.name, 0): start}

    assert expected == [seen.offset async for seen in stream_to_end(SETTINGS, (INTAKE_EVENTS,), starts=starts)]


@pytest.mark.usefixtures("_stream")
async def test_another_subject_is_left_out() -> None:
    """A case has its own messages alone, of one partition."""
    assert [4, 5, 2] == [seen.offset for seen in await read_to_end(SETTINGS, (INTAKE_EVENTS,), subject=CASE_NUMBER)]
    assert [] == await read_to_end(SETTINGS, (INTAKE_EVENTS,), subject="CM15-1330009")


@pytest.mark.usefixtures("_stream")
async def test_a_topic_that_ends_before_the_start_is_another() -> None:
    """Its end itself is a start: there is nothing new."""
    ends = {(INTAKE_EVENTS.name, 0): 6}
    assert [] == [seen async for seen in stream_to_end(SETTINGS, (INTAKE_EVENTS,), starts=ends)]

    with pytest.raises(StartsGone):
        _ = [seen async for seen in stream_to_end(SETTINGS, (INTAKE_EVENTS,), starts={(INTAKE_EVENTS.name, 0): 7})]


@pytest.mark.usefixtures("_stream")
async def test_the_newest_are_read_from_the_end_back() -> None:
    """Older ones are not read, and none is passed over."""
    async for polled, passed_over in follow_newest(SETTINGS, (INTAKE_EVENTS,), back=2):
        assert ([4, 5], 0) == ([seen.offset for seen in polled], passed_over)
        break


async def test_a_reader_that_falls_behind_goes_on_with_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how many offsets it passed over; a small lag is read through."""
    records = [record(OVERDUE, 0, 0)]

    @asynccontextmanager
    async def reader(_settings: Settings, **_: Any) -> AsyncIterator[FakeConsumer]:
        yield FakeConsumer(records)

    monkeypatch.setattr(module, "committed_reader", reader)
    polls = follow_newest(SETTINGS, (INTAKE_EVENTS,), back=2)
    told = []
    for end in (1, 23, 23, 200, 200):
        records += [record(OVERDUE, offset, 0) for offset in range(len(records), end)]
        polled, passed_over = await anext(polls)
        told.append(([seen.offset for seen in polled], passed_over))

    assert [([0], 0), ([1, 2], 0), ([3, 4], 0), ([5, 6], 191), ([198, 199], 0)] == told


@pytest.mark.usefixtures("_stream")
@pytest.mark.parametrize(("records_max", "expected"), [(None, ["id-2", "id-5"]), (4, ["id-2", "id-5"]), (3, [])])
async def test_ids_are_read_from_a_topic_that_is_short_enough(records_max: int | None, expected: list[str]) -> None:
    """Only those of one kind, without decoding."""
    assert expected == [each async for each in ids_to_end(SETTINGS, INTAKE_EVENTS, DeterminationOverdue, records_max=records_max)]
