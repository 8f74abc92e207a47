"""Publish from a channel, such as an HTTP interface or a command.

The broker confirms each message, or a clear error is raised.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from runtime import clock
from runtime.outside.disk_space import LowDisk, low_disk
from runtime.settings import Settings
from schemas.message import Message
from schemas.topics import COMPRESSION, MESSAGE_BYTES_MAX
from schemas.wire.codec import Sealed, seal
from schemas.wire.envelope import Envelope

_REQUEST_TIMEOUT_MS = 10_000

CONFIRM_SECONDS_MAX = 15.0
"""The longest wait for the broker's confirmation; a client waits for the answer meanwhile."""

_STOP_SECONDS_MAX = 5.0


class BrokerUnavailable(ConnectionError):
    """The broker did not confirm; the same message may be sent again.

    *reason* is the text for who sends many and knows how many of them were taken in.
    """

    retriable = True
    problem = "broker-unavailable"

    def __init__(self, error_type: str) -> None:
        self.reason = f"the broker did not confirm the message ({error_type})"
        super().__init__(f"{self.reason}; try again")
        self.error_type = error_type
        self.detail = str(self)
        """The text for senders from outside, without folders."""


class DiskAlmostFull(BrokerUnavailable):
    """The disk of the own broker is almost full, so nothing new is taken in."""

    problem = "disk-almost-full"

    def __init__(self, disk: LowDisk) -> None:
        ConnectionError.__init__(self, f"nothing was taken in: {disk}, then try again")
        self.reason = str(disk)
        self.error_type = "DiskAlmostFull"
        self.detail = "the disk of the system is almost full, so nothing was taken in; try again later under the same key"


class Publisher:
    """Writes messages of one *source*, confirmed by all replicas.

    An async context manager. A producer of aiokafka whose batch was refused sends nothing any more
    (its sequence numbers have a gap), so a failure makes a new one for the next message.
    """

    def __init__(self, settings: Settings, source: str) -> None:
        self._settings = settings
        self._source = source
        self._producer: AIOKafkaProducer | None = None
        self._connecting = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        try:
            await self._connected()
        except (KafkaError, OSError) as error:
            raise BrokerUnavailable(type(error).__name__) from error
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._discard(self._producer)
        await asyncio.gather(*self._ending)

    async def _connected(self) -> AIOKafkaProducer:
        """Return the producer, a new one after a failure; raise KafkaError or OSError."""
        async with self._connecting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    bootstrap_servers=self._settings.kafka_bootstrap,
                    enable_idempotence=True,
                    request_timeout_ms=_REQUEST_TIMEOUT_MS,
                    compression_type=COMPRESSION,
                    max_request_size=MESSAGE_BYTES_MAX,
                )
                try:
                    await producer.start()
                    self._producer = producer
                finally:
                    if self._producer is None:
                        await _end(producer)
            return self._producer

    def _discard(self, producer: AIOKafkaProducer | None) -> None:
        """Let go of *producer*, and end it without waiting for it."""
        if producer is not None and producer is self._producer:
            self._producer = None
            ending = asyncio.create_task(_end(producer))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    async def publish(self, message: Message, message_id: str) -> None:
        """Write *message* under *message_id* and wait for confirmation; raise BrokerUnavailable."""
        await self.publish_all([(message, message_id)])

    async def publish_all(self, messages: Sequence[tuple[Message, str]]) -> None:
        """Write *messages* in order and wait until all are confirmed, CONFIRM_SECONDS_MAX at most.

        Raise BrokerUnavailable, and DiskAlmostFull before the first is sent.
        """
        if (disk := low_disk(self._settings)) is not None:
            raise DiskAlmostFull(disk)
        sealed = [self._seal(message, message_id) for message, message_id in messages]
        producer = None
        try:
            async with asyncio.timeout(CONFIRM_SECONDS_MAX):
                producer = await self._connected()
                for confirmation in [await _send(producer, each) for each in sealed]:
                    await confirmation
        except (KafkaError, OSError) as error:
            self._discard(producer)
            raise BrokerUnavailable(type(error).__name__) from error

    def _seal(self, message: Message, message_id: str) -> Sealed:
        envelope = Envelope(
            id=message_id,
            source=self._source,
            type=message.type,
            version=message.version,
            time=clock.now(),
            subject=message.subject,
            correlation_id=message_id,
        )
        return seal(message, envelope, self._settings.partitions)


async def _send(producer: AIOKafkaProducer, sealed: Sealed) -> Awaitable[object]:
    confirmation: Awaitable[object] = await producer.send(
        sealed.topic, sealed.value, key=sealed.key, partition=sealed.partition, headers=list(sealed.headers)
    )
    return confirmation


async def _end(producer: AIOKafkaProducer) -> None:
    """Stop *producer*, which without a broker waits for its last messages."""
    try:
        async with asyncio.timeout(_STOP_SECONDS_MAX):
            await producer.stop()
    except (KafkaError, OSError):
        if (task := producer._sender and producer._sender.sender_task) is not None:  # noqa: SLF001 - nothing else ends it
            task.cancel()
        with suppress(KafkaError, OSError):
            await producer.client.close()
