"""Parked messages and the desk's commands, the same for every consumer."""

import base64
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.message import Command, Event, Name, Part, Text, Upcaster
from schemas.personal import DIRECT, PLAIN
from schemas.topics import AUDIT_EVENTS, DEAD_LETTERS, DESK, Topic, dead_letters, desk


class Origin(Part):
    """Where a message was found."""

    topic: Annotated[Name, PLAIN]
    partition: Annotated[int, Field(ge=0), PLAIN]
    offset: Annotated[int, Field(ge=0), PLAIN]
    timestamp_ms: Annotated[int, PLAIN]


class ParkedMessage(Part):
    """A message as it was found, byte for byte (base64), or by its origin if it was too large.

    *value_bytes* is the value's size, 0 without a value, None where version 1 did not say. Headers
    and key that are too large are left out with the value. *moved_to* is its place in a deployment
    with another number of partitions, into which it was copied; its name stays.
    """

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
    value_bytes: Annotated[int, Field(ge=0), PLAIN] | None
    moved_to: Origin | None = None

    @property
    def at(self) -> Origin:
        """Its place now; it waits in the queue of that partition."""
        return self.moved_to or self.origin

    @property
    def id(self) -> str:
        """Its name at the desk: where it came from."""
        return f"{self.origin.topic}/{self.origin.partition}/{self.origin.offset}"

    @property
    def queue(self) -> str:
        """The queue it waits in: its subject's.

        A message without a subject, or of the desk itself, waits alone.
        """
        if self.message_subject is None or self.at.topic == desk(self.consumer).name:
            return self.id
        return self.message_subject

    @property
    def by_reference(self) -> bool:
        """Whether value or headers were left out, so that the message is read at its origin."""
        return self.value is None and (self.value_bytes != 0 or not self.headers)


def _with_value_bytes(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 gives the value's size; version 1 tells it where the value was kept."""
    value = data["parked"]["value"]
    return {**data, "parked": {**data["parked"], "value_bytes": None if value is None else len(base64.b64decode(value))}}


def _never_moved(data: dict[str, Any]) -> dict[str, Any]:
    """Version 3 can say that a message was moved."""
    return data


_UPCASTERS: Mapping[int, Upcaster] = {1: _with_value_bytes, 2: _never_moved}


class OfADesk(Part):
    """A message about a parked message: keyed and placed as the origin was."""

    parked: ParkedMessage

    @property
    def key(self) -> str:
        """The queue of the parked message."""
        return self.parked.queue

    def partition(self, partitions: int) -> int:  # noqa: ARG002 - the message's partition is the place, however many there are
        """The partition in which the parked message is."""
        return self.parked.at.partition


class MessageParked(OfADesk, Event):
    """A message could not be read or handled; later messages of its subject wait behind it."""

    type = "imr.runtime.message-parked"
    version = 3
    upcasters = _UPCASTERS
    topic = DEAD_LETTERS

    @property
    def destination(self) -> Topic:
        """The consumer's dead letters."""
        return dead_letters(self.parked.consumer)


class ReplayParked(OfADesk, Command):
    """Handle a parked message again, as it was."""

    type = "imr.runtime.replay-parked"
    version = 3
    upcasters = _UPCASTERS
    topic = DESK

    actor: Annotated[Name, DIRECT]

    @property
    def destination(self) -> Topic:
        """The consumer's desk."""
        return desk(self.parked.consumer)


class DiscardParked(OfADesk, Command):
    """Give up a parked message, for a reason, so that its subject is free."""

    type = "imr.runtime.discard-parked"
    version = 3
    upcasters = _UPCASTERS
    topic = DESK

    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, PLAIN]

    @property
    def destination(self) -> Topic:
        """The consumer's desk."""
        return desk(self.parked.consumer)


class _DeskAnswer(Event):
    """An action on a parked message, and its actor."""

    parked_id: Annotated[str, PLAIN]
    consumer: Annotated[Name, PLAIN]
    actor: Annotated[Name, DIRECT]

    @property
    def key(self) -> str:
        """The parked message."""
        return self.parked_id


class ParkedMessageReplayed(_DeskAnswer):
    """A parked message was handled after all."""

    type = "imr.runtime.parked-message-replayed"
    topic = AUDIT_EVENTS


class ReplayFailed(_DeskAnswer):
    """A replay failed and the message keeps its place.

    The dead letter of this *attempt* says why.
    """

    type = "imr.runtime.replay-failed"
    topic = AUDIT_EVENTS

    attempt: Annotated[int, Field(ge=2), PLAIN]


class ParkedMessageDiscarded(_DeskAnswer):
    """A parked message was given up."""

    type = "imr.runtime.parked-message-discarded"
    topic = AUDIT_EVENTS

    reason: Annotated[Text, PLAIN]


class DeskCommandRefused(_DeskAnswer):
    """A desk command was refused.

    The message it names is not waiting, is not the first in its queue, or was tried in the
    meantime.
    """

    type = "imr.runtime.desk-command-refused"
    topic = AUDIT_EVENTS

    command: Annotated[Literal["replay", "discard"], PLAIN]
    code: Annotated[Literal["not-waiting", "not-next", "tried-since"], PLAIN]
    text: Annotated[Text, PLAIN]


class ParkedMessageSeen(_DeskAnswer):
    """A person looked at the content of a parked message."""

    type = "imr.runtime.parked-message-seen"
    topic = AUDIT_EVENTS
