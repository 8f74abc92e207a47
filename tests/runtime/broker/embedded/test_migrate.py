"""Writing messages at the offsets they had, on a broker of lists."""

import asyncio
from collections import defaultdict
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.structs import RecordMetadata
from hypothesis import given
from hypothesis import strategies as st

from runtime.broker.embedded.kept import KeptMessage, KeptPartition
from runtime.broker.embedded.migrate import OffsetsDiffer, _copy, _Target

PLACE = TopicPartition("imr.test", 0)
ABORTED = object()


class Log:
    """A broker's partitions as lists of keys; it is a producer, a filler and a reader at once."""

    def __init__(self, batch_messages_max: int = 3) -> None:
        self.keys: dict[TopicPartition, list[object]] = defaultdict(list)
        self.is_open = False
        self._max = batch_messages_max
        self._touched: set[TopicPartition] = set()
        self._txn_manager = self

    def create_batch(self) -> "Batch":
        """Return a batch that takes a few messages."""
        return Batch(self._max)

    async def send_batch(self, batch: "Batch", topic: str, *, partition: int) -> "asyncio.Future[RecordMetadata]":
        """Append the batch; messages of an open transaction will be aborted."""
        place = TopicPartition(topic, partition)
        first = len(self.keys[place])
        self.keys[place] += [ABORTED] * len(batch.keys) if self.is_open else batch.keys
        if self.is_open:
            self._touched.add(place)
        written: asyncio.Future[RecordMetadata] = asyncio.get_running_loop().create_future()
        written.set_result(RecordMetadata(topic, partition, place, first, -1, 0, 0))
        return written

    async def begin_transaction(self) -> None:
        """Open a transaction."""
        self.is_open = True

    def maybe_add_partition_to_txn(self, place: TopicPartition) -> None:
        """Note that the transaction ends in *place*."""
        self._touched.add(place)

    async def abort_transaction(self) -> None:
        """Write the end into each partition that the transaction touched."""
        for place in self._touched:
            self.keys[place].append(ABORTED)
        self._touched, self.is_open = set(), False

    async def end_offsets(self, places: list[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the offset of the next message."""
        return {place: len(self.keys[place]) for place in places}


class Batch:
    """Messages up to a number; aborted ones may be many."""

    def __init__(self, messages_max: int) -> None:
        self.keys: list[object] = []
        self._max = messages_max

    def append(self, **message: Any) -> object | None:
        """Take a message, or return None when full."""
        if message["key"] is not None and len(self.keys) == self._max:
            return None
        self.keys.append(message["key"])
        return self


def copy(partition: KeptPartition, log: Log) -> None:
    """Copy *partition* to *log*."""
    asyncio.run(_copy(PLACE, partition, _Target(log, log, log)))


def record(offset: int) -> KeptMessage:
    """Return a message whose key is its offset."""
    return KeptMessage(offset, 0, str(offset).encode(), b"", ())


@given(st.sets(st.integers(0, 40), max_size=30), st.integers(0, 5))
def test_every_message_keeps_its_offset(offsets: set[int], after: int) -> None:
    """Aborted transactions use up missing offsets, also before the first and after the last."""
    end, log = max(offsets, default=-1) + 1 + after, Log()

    copy(KeptPartition(0, end, [record(offset) for offset in sorted(offsets)]), log)

    assert [str(place).encode() if place in offsets else ABORTED for place in range(end)] == log.keys[PLACE]


def test_a_long_gap_takes_several_transactions() -> None:
    """A gap of thousands is filled exactly."""
    log = Log()

    copy(KeptPartition(0, 2_502, [record(2_501)]), log)

    assert [ABORTED] * 2_501 + [b"2501"] == log.keys[PLACE]


def test_a_target_with_other_messages_is_an_error() -> None:
    """The error names the place, and no further message is written."""
    log = Log()
    log.keys[PLACE] = [b"other"]

    with pytest.raises(OffsetsDiffer, match=r"imr.test/0 has offset 1 instead of 0"):
        copy(KeptPartition(0, 2, [record(0), record(1)]), log)
