"""A message as it is found on a topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.wire.dead_letters import Origin


class Record(Protocol):
    """A message as a broker returns it: position, time and bytes."""

    @property
    def topic(self) -> str:
        """The topic's name."""

    @property
    def partition(self) -> int:
        """The partition's number."""

    @property
    def offset(self) -> int:
        """The position in the partition."""

    @property
    def timestamp(self) -> int:
        """The time it was written, in milliseconds since 1970."""

    @property
    def key(self) -> bytes | None:
        """The Kafka key."""

    @property
    def value(self) -> bytes | None:
        """The data."""

    @property
    def headers(self) -> Sequence[tuple[str, bytes]]:
        """The envelope, as headers."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record built here: from a parked message, or in memory; *attempt* counts its handling.

    *origin* is where a message came from that was moved since.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]
    attempt: int = 1
    origin: Origin | None = None
