"""Fakes of the Kafka clients of the loop: they note calls and answer from memory."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import ProducerFenced, RequestTimedOutError
from aiokafka.protocol.transaction import EndTxnRequest

BATCH_MESSAGES_MAX = 3


@dataclass
class Journal:
    """The calls of a test's fakes, in order.

    *fails* names a call that raises. With *answer_lost* the broker takes each end of a transaction,
    and its answer does not arrive.
    """

    calls: list[str] = field(default_factory=list)
    written: list[tuple[str, int, bytes, bytes | None]] = field(default_factory=list)
    offsets: dict[TopicPartition, int] = field(default_factory=dict)
    fails: str | None = None
    answer_lost: bool = False

    def note(self, call: str) -> None:
        """Note *call*, or raise the error of a fenced producer."""
        self.calls.append(call)
        if call == self.fails:
            raise ProducerFenced


class FakeBatch:
    """A batch of at most three messages."""

    def __init__(self) -> None:
        self.messages: list[tuple[bytes, bytes | None]] = []

    def append(self, *, timestamp: None, key: bytes, value: bytes | None, headers: Iterable[Any]) -> object | None:
        """Take a message, or return None if the batch is full."""
        if len(self.messages) == BATCH_MESSAGES_MAX:
            return None
        self.messages.append((key, value))
        return self


class FakeProducer:
    """A transactional producer whose messages count once their transaction has committed."""

    def __init__(self, journal: Journal, **settings: Any) -> None:
        self.journal = journal
        self.settings = settings
        self._uncommitted: list[tuple[str, int, bytes, bytes | None]] = []
        self._offsets: dict[TopicPartition, int] = {}
        self.client = SimpleNamespace(send=self._send)

    async def _send(self, _node_id: int, _request: object) -> None:
        if self.journal.answer_lost:
            raise RequestTimedOutError

    async def start(self) -> None:
        """Note the start, which fences the former owner."""
        self.journal.note("fence")

    async def stop(self) -> None:
        """Note the stop."""
        self.journal.note("stop")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Commit at the end of the block; abort if it raises."""
        self.journal.note("begin")
        self._uncommitted, self._offsets = [], {}
        try:
            yield
            self.journal.note("commit")
            with suppress(RequestTimedOutError):  # it would be sent again
                await self.client.send(
                    1, EndTxnRequest(transactional_id="imr-test-0", producer_id=1, producer_epoch=1, transaction_result=True)
                )
        except BaseException:
            self.journal.calls.append("abort")
            raise
        self.journal.written += self._uncommitted
        self.journal.offsets |= self._offsets

    def create_batch(self) -> FakeBatch:
        """Return an empty batch."""
        return FakeBatch()

    async def send_batch(self, batch: FakeBatch, topic: str, *, partition: int) -> "asyncio.Future[Any]":
        """Write *batch*; the confirmation names topic and offset."""
        self.journal.note(f"send {topic}")
        self._uncommitted += [(topic, partition, key, value) for key, value in batch.messages]
        confirmed: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        offset = sum(1 for each in self.journal.written + self._uncommitted if each[0] == topic) - 1
        confirmed.set_result(SimpleNamespace(topic=topic, offset=offset))
        return confirmed

    async def send_offsets_to_transaction(self, offsets: Mapping[TopicPartition, int], group: str) -> None:
        """Add *offsets* of *group* to the transaction."""
        self.journal.note(f"offsets {group}")
        self._offsets = dict(offsets)
