"""Records are merged by time, keep their order, and are compared by digests."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka import TopicPartition

from runtime.record import Found
from runtime.repartition import copying
from runtime.repartition.copying import Content, CopyDiffers, Target, compare, in_order, places_of
from runtime.settings import Settings

TOPIC = "imr.intake.events"


class Broker:
    """A topic in memory, which gives each poll one record of each partition, and its reader.

    Offsets without a record are ends of transactions.
    """

    def __init__(self, *partitions: Sequence[Found | None]) -> None:
        self.partitions = partitions
        self._positions: dict[TopicPartition, int] = {}

    @asynccontextmanager
    async def __call__(self, _settings: Settings, **_: Any) -> AsyncIterator["Broker"]:
        """Be the reader."""
        yield self

    async def beginning_offsets(self, places: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        """Return 0 for each."""
        return dict.fromkeys(places, 0)

    async def end_offsets(self, places: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        """Return how many offsets there are."""
        return {place: len(self.partitions[place.partition]) for place in places}

    def assign(self, _places: Sequence[TopicPartition]) -> None:
        """Do nothing."""

    def seek(self, place: TopicPartition, offset: int) -> None:
        """Go to *offset*."""
        self._positions[place] = offset

    async def position(self, place: TopicPartition) -> int:
        """Return the next offset."""
        return self._positions[place]

    async def getmany(self, *places: TopicPartition, timeout_ms: int) -> Mapping[TopicPartition, Sequence[Found]]:
        """Return the next record of each of *places*, or pass over the end of a transaction."""
        found = {}
        for place in places or self._positions:
            if (offset := self._positions[place]) < len(self.partitions[place.partition]):
                self._positions[place] += 1
                if (record := self.partitions[place.partition][offset]) is not None:
                    found[place] = [record]
        return found


def record(partition: int, offset: int, timestamp: int, key: bytes = b"key", value: bytes | None = b"value") -> Found:
    """Return a record."""
    return Found(TOPIC, partition, offset, timestamp, key, value, [("ce_id", b"id")])


def use(monkeypatch: pytest.MonkeyPatch, *partitions: Sequence[Found | None]) -> dict[TopicPartition, int]:
    """Have the topic consist of *partitions*; return its ends."""
    monkeypatch.setattr(copying, "committed_reader", Broker(*partitions))
    return {TopicPartition(TOPIC, number): len(records) for number, records in enumerate(partitions)}


async def test_partitions_are_merged_by_time_and_each_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the times of a partition go back, and where it has ends of transactions."""
    ends = use(
        monkeypatch,
        [record(0, 0, 10), None, record(0, 2, 5), record(0, 3, 30), None],
        [None],
        [],
        [record(3, 0, 7), record(3, 1, 20)],
    )
    passed: list[int] = []

    found = [(each.partition, each.offset) async for each in in_order(Settings(), ends, passed.append)]

    assert [(3, 0), (0, 0), (0, 2), (3, 1), (0, 3)] == found
    assert 5 == sum(passed)


async def test_what_comes_after_the_end_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end is taken once, so that a copy is of one moment."""
    ends = use(monkeypatch, [record(0, 0, 1), record(0, 1, 2)])

    assert [0] == [each.offset async for each in in_order(Settings(), {**ends, TopicPartition(TOPIC, 0): 1}, lambda _: None)]


def content(*records: Found) -> Content:
    """Return the content of a topic with *records*."""
    made = Content()
    for each in records:
        made.take(each.partition, each.timestamp, each.key, each.value, each.headers)
    return made


A, B = record(0, 0, 1, b"a"), record(0, 1, 2, b"b")
A_AFTER = record(0, 2, 3, b"a", b"after")


def test_the_digest_is_that_of_each_keys_order() -> None:
    """The order of different keys does not count."""
    assert content(A, B, A_AFTER).digest == content(B, A, A_AFTER).digest
    assert content(A, B, A_AFTER).digest != content(A_AFTER, B, A).digest
    assert 3 == content(A, B, A_AFTER).messages


@pytest.mark.parametrize(
    "other",
    [
        record(1, 0, 1, b"a"),
        record(0, 0, 9, b"a"),
        record(0, 0, 1, b"other"),
        record(0, 0, 1, b"a", b"other"),
        record(0, 0, 1, b"a", None),
        Found(TOPIC, 0, 0, 1, b"a", b"value", []),
        Found(TOPIC, 0, 0, 1, b"a", b"value", [("ce_idi", b"d")]),
    ],
)
def test_each_part_of_a_message_counts(other: Found) -> None:
    """Partition, time, key, value and headers."""
    assert content(A).digest != content(other).digest


async def test_a_topic_with_what_was_written_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each partition is read from its beginning."""
    use(monkeypatch, [A, B, A_AFTER])

    await compare(Settings(), {TOPIC: content(A, B, A_AFTER)}, 1)


@pytest.mark.parametrize("held", [[A, B], [A, B, A_AFTER, A], [A_AFTER, B, A]])
async def test_a_topic_with_less_more_or_another_order_is_refused(monkeypatch: pytest.MonkeyPatch, held: Sequence[Found]) -> None:
    """It names the topic."""
    use(monkeypatch, held)

    with pytest.raises(CopyDiffers, match=TOPIC):
        await compare(Settings(), {TOPIC: content(A, B, A_AFTER)}, 1)


async def test_a_rehearsal_counts_and_writes_nothing() -> None:
    """Its offsets are those that the messages would get."""
    target = Target(None)
    places = places_of([TOPIC], 2)

    assert [0, 0, 1] == [await target.write(place, b"a", b"value", (), 1) for place in (places[0], places[1], places[0])]
    await target.flush()
    assert 3 == target.content(TOPIC).messages
