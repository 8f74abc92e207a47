"""faust's Kafka transport, reading only what was committed, from where the tables end.

faust reads `read_committed` only in its exactly-once mode, whose recovery never ends when a changelog ends in a transaction marker. Its
consumer is therefore told after it is made and before it starts.
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
        """How far *partitions* were read and how much of what is committed is left, each as a sum."""
        consumer = self._ensure_consumer()
        ends = await consumer.end_offsets(list(partitions))
        positions = [(await consumer.position(partition), end) for partition, end in ends.items()]
        return sum(position for position, _ in positions), sum(max(0, end - position) for position, end in positions)


class CommittedConsumer(Consumer):
    """A consumer that reads committed messages, begins where the tables end and knows how far it is."""

    _sought = False

    def _new_consumer_thread(self) -> AIOKafkaConsumerThread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek to where the tables end, which is known once they are recovered; events are read from then on."""
        starts = cast(Starts, self.app).starts()
        mine = {partition: starts[partition] for partition in self.assignment() if partition in starts}
        await self.seek_wait(mine)
        self._sought = True
        return mine

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> RecordMap:  # noqa: ASYNC109 - faust's signature
        """The next messages: of changelogs only, until the start is sought.

        faust lets events flow before it seeks. What it read too early it takes for the state of reading: it drops what comes before as
        known and acknowledges what it never handed out as a transaction's markers.
        """
        early = frozenset[TP]() if self._sought else cast(Starts, self.app).starts().keys()
        if wanted := (active_partitions or set()) - early:
            return await super()._getmany(wanted, timeout)
        await self.sleep(EARLY_SECONDS)
        return {}

    async def measure(self, partitions: Iterable[TP]) -> tuple[int, int]:
        """How far *partitions* were read and how much is left; asked of the broker, as a stuck consumer knows of no more."""
        thread = self._thread
        position, lag = await thread.call_thread(thread.measure, partitions)  # type: ignore[attr-defined]
        return position, lag


class ChangelogProducer(Producer):
    """A producer that knows all changelogs from the beginning."""

    async def create_topic(self, topic: str, *arguments: Any, **named: Any) -> None:
        """Create *topic* and keep knowing where it is.

        aiokafka asks for all topics until it is first sent to one it has not heard of, and from then on for that one: what it knew of
        the others is gone, and what waits for them waits for ever. New changelogs under load are heard of late.
        """
        await super().create_topic(topic, *arguments, **named)
        await self._ensure_producer().client.add_topic(topic)


class CommittedTransport(Transport):
    """The transport whose consumers read committed messages and whose producer writes changelogs."""

    Consumer = CommittedConsumer
    Producer = ChangelogProducer
