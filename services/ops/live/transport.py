"""faust's Kafka transport, reading committed messages only, from the end of the tables.

faust reads `read_committed` only in its exactly-once mode, whose recovery never ends when a
changelog ends in a transaction marker. So its consumer is configured after it is made and before
it starts.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from faust.transport.consumer import RecordMap
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Producer, Transport
from faust.types import TP

EARLY_SECONDS = 0.1
"""Between two looks whether the start is sought, where there are no changelogs to read."""


class Starts(Protocol):
    """An app that knows where to begin."""

    def starts(self) -> Mapping[TP, int]:
        """The offset to begin with, by topic and partition."""
        ...


class _Thread(AIOKafkaConsumerThread):
    def _create_worker_consumer(self, transport: Transport) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"  # noqa: SLF001 - the one way in; a broker test proves that it holds
        return consumer

    async def measure(self, partitions: Iterable[TP]) -> tuple[int, int]:
        """Return how far *partitions* were read and how much is left, each as a sum."""
        consumer = self._ensure_consumer()
        ends = await consumer.end_offsets(list(partitions))
        positions = [(await consumer.position(partition), end) for partition, end in ends.items()]
        return sum(position for position, _ in positions), sum(max(0, end - position) for position, end in positions)


class CommittedConsumer(Consumer):
    """A consumer of committed messages that begins at the end of the tables."""

    _sought = False

    def _new_consumer_thread(self) -> AIOKafkaConsumerThread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek to the end of the tables, known once they are recovered.

        Events are read from then on.
        """
        starts = cast(Starts, self.app).starts()
        mine = {partition: starts[partition] for partition in self.assignment() if partition in starts}
        await self.seek_wait(mine)
        self._sought = True
        return mine

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> RecordMap:  # noqa: ASYNC109 - faust's signature
        """Return the next messages, of changelogs only until the start is sought.

        faust lets events flow before it seeks. It takes early reads for the state of reading: it
        drops earlier messages as known and acknowledges unread ones as transaction markers.
        """
        early = frozenset[TP]() if self._sought else cast(Starts, self.app).starts().keys()
        if wanted := (active_partitions or set()) - early:
            return await super()._getmany(wanted, timeout)
        await self.sleep(EARLY_SECONDS)
        return {}

    async def measure(self, partitions: Iterable[TP]) -> tuple[int, int]:
        """Return how far *partitions* were read and how much is left, asked of the broker.

        A stuck consumer knows of no new messages.
        """
        thread = self._thread
        position, lag = await thread.call_thread(thread.measure, partitions)  # type: ignore[attr-defined]
        return position, lag


class ChangelogProducer(Producer):
    """A producer that knows all changelogs from the beginning."""

    async def create_topic(self, topic: str, *arguments: Any, **named: Any) -> None:
        """Create *topic* and keep knowing its position.

        aiokafka asks for all topics until the first send to an unknown one, and from then on for
        that one only: it forgets the others, and messages for them wait for ever. New changelogs
        are reported late under load.
        """
        await super().create_topic(topic, *arguments, **named)
        await self._ensure_producer().client.add_topic(topic)


class CommittedTransport(Transport):
    """A transport whose consumers read committed messages; its producer writes changelogs."""

    Consumer = CommittedConsumer
    Producer = ChangelogProducer
