"""Publish from a channel, such as an HTTP interface or a command.

The broker confirms each message, or a clear error is raised.
"""

from collections.abc import Awaitable, Sequence
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

    An async context manager.
    """

    def __init__(self, settings: Settings, source: str) -> None:
        self._settings = settings
        self._source = source
        self._producer = AIOKafkaProducer(
            bootstrap_servers=settings.kafka_bootstrap,
            enable_idempotence=True,
            request_timeout_ms=_REQUEST_TIMEOUT_MS,
            compression_type=COMPRESSION,
            max_request_size=MESSAGE_BYTES_MAX,
        )

    async def __aenter__(self) -> Self:
        try:
            await self._producer.start()
        except (KafkaError, OSError) as error:
            await self._producer.stop()
            raise BrokerUnavailable(type(error).__name__) from error
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._producer.stop()

    async def publish(self, message: Message, message_id: str) -> None:
        """Write *message* under *message_id* and wait for confirmation; raise BrokerUnavailable."""
        await self.publish_all([(message, message_id)])

    async def publish_all(self, messages: Sequence[tuple[Message, str]]) -> None:
        """Write *messages* in order and wait until all are confirmed.

        Raise BrokerUnavailable, and DiskAlmostFull before the first is sent.
        """
        if (disk := low_disk(self._settings)) is not None:
            raise DiskAlmostFull(disk)
        try:
            confirmations = [await self._send(self._seal(message, message_id)) for message, message_id in messages]
            for confirmation in confirmations:
                await confirmation
        except (KafkaError, OSError) as error:
            raise BrokerUnavailable(type(error).__name__) from error

    async def _send(self, sealed: Sealed) -> Awaitable[object]:
        confirmation: Awaitable[object] = await self._producer.send(
            sealed.topic, sealed.value, key=sealed.key, partition=sealed.partition, headers=list(sealed.headers)
        )
        return confirmation

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
