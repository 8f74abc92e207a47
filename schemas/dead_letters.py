"""Parked messages and what the desk may do with them; the same for every consumer."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.message import Command, Event, Name, Part, Text
from schemas.personal import DIRECT, PLAIN
from schemas.topics import AUDIT_EVENTS, DEAD_LETTERS, DESK, Topic, dead_letters, desk


class Origin(Part):
    """Where a message was found."""

    topic: Annotated[Name, PLAIN]
    partition: Annotated[int, Field(ge=0), PLAIN]
    offset: Annotated[int, Field(ge=0), PLAIN]
    timestamp_ms: Annotated[int, PLAIN]


class ParkedMessage(Part):
    """A message as it was found, byte for byte (base64); *value* is None where it was too large to write again or was empty."""

    consumer: Annotated[Name, PLAIN]
    origin: Origin
    reason: Annotated[Literal["unreadable", "unhandled", "behind"], PLAIN]
    error: Annotated[Text, DIRECT]
    attempt: Annotated[int, Field(ge=1), PLAIN]
    message_id: Annotated[str, PLAIN] | None
    message_type: Annotated[str, PLAIN] | None
    message_subject: Annotated[str, PLAIN] | None
    message_key: Annotated[str, DIRECT] | None
    headers: tuple[tuple[Annotated[str, PLAIN], Annotated[str, DIRECT]], ...]
    value: Annotated[str, DIRECT] | None

    @property
    def id(self) -> str:
        """Its name at the desk: where it came from."""
        return f"{self.origin.topic}/{self.origin.partition}/{self.origin.offset}"


class OfADesk(Part):
    """A message about a parked message: keyed and placed as the origin was."""

    parked: ParkedMessage

    @property
    def key(self) -> str:
        """The subject of the parked message, or its place where none can be read."""
        return self.parked.message_subject or self.parked.id

    def partition(self, partitions: int) -> int:  # noqa: ARG002 - the origin's partition is the place, however many there are
        """The partition of the origin."""
        return self.parked.origin.partition


class MessageParked(OfADesk, Event):
    """A message could not be read or handled and waits for a person; later messages of its subject wait behind it."""

    type = "imr.runtime.message-parked"
    topic = DEAD_LETTERS

    @property
    def destination(self) -> Topic:
        """The consumer's dead letters."""
        return dead_letters(self.parked.consumer)


class ReplayParked(OfADesk, Command):
    """Handle a parked message again, as it was."""

    type = "imr.runtime.replay-parked"
    topic = DESK

    actor: Annotated[Name, DIRECT]

    @property
    def destination(self) -> Topic:
        """The consumer's desk."""
        return desk(self.parked.consumer)


class DiscardParked(OfADesk, Command):
    """Give up a parked message, for a reason, so that its subject is free."""

    type = "imr.runtime.discard-parked"
    topic = DESK

    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, PLAIN]

    @property
    def destination(self) -> Topic:
        """The consumer's desk."""
        return desk(self.parked.consumer)


class _OnTheRecord(Event):
    """What was done with a parked message, and by whom."""

    parked_id: Annotated[str, PLAIN]
    consumer: Annotated[Name, PLAIN]
    actor: Annotated[Name, DIRECT]

    @property
    def key(self) -> str:
        """The parked message."""
        return self.parked_id


class ParkedMessageReplayed(_OnTheRecord):
    """A parked message was handled after all."""

    type = "imr.runtime.parked-message-replayed"
    topic = AUDIT_EVENTS


class ParkedMessageDiscarded(_OnTheRecord):
    """A parked message was given up."""

    type = "imr.runtime.parked-message-discarded"
    topic = AUDIT_EVENTS

    reason: Annotated[Text, PLAIN]
