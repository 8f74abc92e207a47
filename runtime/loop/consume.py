"""Decide the fate of one message: passed over, forwarded, repeated, handled or parked.

This is the heart of the delivery rules and it does not know Kafka: records go in, sealed messages
and changed state come out. `partition` writes both in one transaction with the offsets. No message
is dropped.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Literal

from runtime.handlers import Handler, Handlers, Outgoing
from runtime.logs import logger
from runtime.loop import effects, parking
from runtime.loop.effects import Done, NotDone, Outcome
from runtime.loop.origin import FindOriginal, OriginalGone, read_original
from runtime.record import Record
from runtime.state.handled import is_handled, note_handled
from runtime.state.state import Caused, Effect, State, Timer
from schemas.catalogue import MESSAGES
from schemas.ids import derived_id
from schemas.topics import MESSAGE_BYTES_MAX
from schemas.wire.codec import Sealed, read, seal
from schemas.wire.dead_letters import (
    DeskCommandRefused,
    DiscardParked,
    MessageParked,
    ParkedMessage,
    ParkedMessageDiscarded,
    ParkedMessageReplayed,
    ReplayFailed,
    ReplayParked,
)
from schemas.wire.envelope import MAY_BE_IGNORED, OUR_SOURCES, Envelope, Unreadable, header_text, open_envelope

log = logger("consume")
_lines = logging.getLogger("imr.consume")

_FORWARDED = ("imr_forwarded", b"1")
"""The mark of a message that a worker sent to its home; it does not go on from there."""

_DESK_COMMANDS = (ReplayParked.type, DiscardParked.type)


class Result(Enum):
    """The way a message ended."""

    PASSED_OVER = "passed over"
    FORWARDED = "forwarded"
    REPEAT = "repeat"
    HANDLED = "handled"
    PARKED = "parked"


class MessageTooLarge(ValueError):
    """A handler made a message larger than a topic accepts."""

    def __init__(self, message_type: str, size: int) -> None:
        super().__init__(f"{message_type} came to {size} bytes; a topic takes {MESSAGE_BYTES_MAX}")


@dataclass
class Consumption:
    """The current batch of one partition, until commit or abandon."""

    service: str
    handlers: Handlers
    state: State
    partition: int
    partitions: int
    now: datetime
    find_original: FindOriginal
    outgoing: list[Sealed] = field(default_factory=list)

    async def take(self, record: Record) -> Result:
        """Consume *record*; raise retriable errors only.

        An error in the message itself parks it.
        """
        result = await self._consume(record)
        if _lines.isEnabledFor(logging.DEBUG):  # a line a message costs more than the message
            log.debug(
                "message_consumed",
                outcome=result.value,
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
                event_type=header_text(record.headers, "ce_type"),
                event_id=header_text(record.headers, "ce_id"),
                correlation_id=header_text(record.headers, "ce_correlationid"),
            )
        return result

    def fire(self, timer: Timer) -> bool:
        """Call the handler of a timer that has run out; return whether it succeeded.

        Mark and events are committed together. If the handler raises, the timer stays and fires
        once the bug is fixed: a legal clock must not be lost.
        """
        due = timer.due_at.isoformat()
        cause = self._later("timer", timer.clock, timer.subject, timer, due)

        def firing() -> Outgoing:
            del self.state.timers[f"{timer.subject}/{timer.clock}"]
            return self.handlers.timers[timer.clock](timer.subject, timer.due_at)

        return self._follow_up(cause, firing, "timer_handler_raised")

    def attempt(self, effect: Effect) -> bool:
        """Write that *effect* is attempted; return whether its handler succeeded.

        The effect may be performed only after this is committed.
        """
        attempted = effects.as_attempted(effect)
        cause = self._later("effect", effect.kind, effect.subject, effect, effect.id, "attempt", attempted.attempt)

        def attempting() -> Outgoing:
            self.state.effects[effect.id] = attempted
            return self.handlers.effects[effect.kind].attempted(attempted)

        return self._follow_up(cause, attempting, "effect_handler_raised")

    def settle(self, outcome: Outcome) -> bool:
        """Write the outcome of an effect: done, to be retried, or unclear.

        Return whether its handler succeeded.
        """
        effect = outcome.effect
        cause = self._later("effect", effect.kind, effect.subject, effect, effect.id, "outcome", effect.attempt)

        def settling() -> Outgoing:
            handler = self.handlers.effects[effect.kind]
            if isinstance(outcome, NotDone):
                self.state.effects[effect.id] = effects.intended_again(outcome, self.now)
                return []
            del self.state.effects[effect.id]
            return handler.done(effect, outcome.proof) if isinstance(outcome, Done) else handler.unsure(effect, outcome.reason)

        return self._follow_up(cause, settling, "effect_handler_raised")

    def _later(self, origin: str, kind: str, subject: str, caused: Caused, *identity: object) -> Envelope:
        """Return the envelope of a later step; its events name *caused* as their cause."""
        return Envelope(
            id=derived_id(origin, self.service, subject, kind, *identity),
            source=f"{OUR_SOURCES}{self.service}",
            type=f"{origin}.{kind}",
            version=1,
            time=self.now,
            subject=subject,
            correlation_id=caused.correlation_id or subject,
            causation_id=caused.cause_id,
        )

    def _follow_up(self, cause: Envelope, step: Callable[[], Outgoing], event: str) -> bool:
        """Take *step* and publish its events; an exception leaves everything unchanged."""
        try:
            sealed = self._sealed(step(), cause, cause.causation_id)
            if self.handlers.retention is not None and cause.subject is not None:
                self.handlers.retention.note(cause.subject, self.now)
            self.state.keep(cause.causation_id, cause.correlation_id)
        except Exception as error:  # kept where it is and reported: there is no message to park
            self.state.drop()
            log.exception(event, event_type=cause.type, case_id=cause.subject, error_type=type(error).__name__)
            return False
        self.outgoing.extend(sealed)
        return True

    async def _consume(self, record: Record, *, from_desk: bool = False) -> Result:
        """Consume *record*.

        A record from the desk is handled although its subject is parked: the subject waits for
        exactly this record.
        """
        message_type = header_text(record.headers, "ce_type")
        if message_type in MESSAGES and message_type not in self.handlers.messages and message_type not in _DESK_COMMANDS:
            return Result.PASSED_OVER
        if message_type not in MESSAGES and MAY_BE_IGNORED in record.headers:
            return Result.PASSED_OVER
        try:
            envelope = open_envelope(record.headers)
            if envelope.type not in MESSAGES:
                raise Unreadable(f"the type {envelope.type} is unknown here")
            if envelope.subject is None:
                raise Unreadable("the header ce_subject is missing or is no text")
            if envelope.type in _DESK_COMMANDS:
                return await self._handle(record, envelope, envelope.subject, self._at_the_desk)
            if envelope.subject in self.state.parked and not from_desk:
                return self._park(record, "behind", "an earlier message of the same subject is parked")
            return await self._handle(record, envelope, envelope.subject, self.handlers.messages[envelope.type])
        except Unreadable as error:
            return self._park(record, "unreadable", error.reason)

    async def _handle(self, record: Record, envelope: Envelope, subject: str, handler: Handler[Any]) -> Result:
        """Call *handler* for a message whose subject is free.

        Raise Unreadable and retriable errors.
        """
        if is_handled(self.state.handled, subject, envelope.identity):
            return Result.REPEAT
        message = read(MESSAGES[envelope.type], envelope.version, record.value)
        if message.subject != subject or message.destination.name != record.topic:
            raise Unreadable("the headers and the data disagree about the subject or the topic")
        if (home := message.partition(self.partitions)) != self.partition:
            return self._forward(record, home)
        if (concerns := self.handlers.concerns.get(envelope.type)) is not None and not concerns(message):
            return Result.PASSED_OVER
        retention = self.handlers.retention
        try:
            if retention is not None and envelope.type not in _DESK_COMMANDS:
                retention.check(subject)
            answer = handler(message, envelope.time)
            sealed = self._sealed(answer if isinstance(answer, Sequence) else await answer, envelope, envelope.id)
            note_handled(self.state.handled, subject, envelope.identity)
            if retention is not None:
                retention.note(subject, self.now)
            self.state.keep(envelope.id, envelope.correlation_id)
        except Exception as error:
            self.state.drop()
            if getattr(error, "retriable", False):
                raise
            log.exception("handler_raised", event_type=envelope.type, event_id=envelope.id, error_type=type(error).__name__)
            return self._park(record, "unhandled", f"{type(error).__name__}: {error}")
        self.outgoing.extend(sealed)
        return Result.HANDLED

    def _forward(self, record: Record, home: int) -> Result:
        """Send *record* to the partition *home*, once; raise Unreadable if it has none."""
        if home >= self.partitions:
            raise Unreadable(f"it belongs to partition {home} of {self.partitions}")
        if _FORWARDED in record.headers:
            raise Unreadable(f"it was forwarded to {self.partition} and belongs to {home}: workers differ in IMR_PARTITIONS")
        self.outgoing.append(Sealed(record.topic, home, record.key or b"", record.value or b"", (*record.headers, _FORWARDED)))
        return Result.FORWARDED

    def _sealed(self, messages: Outgoing, cause: Envelope, causation_id: str | None) -> list[Sealed]:
        """Seal the *messages* that follow from *cause*.

        Their ids are derived, so a second run produces the same messages.
        """
        sealed: list[Sealed] = []
        identity = cause.identity
        for index, message in enumerate(messages):
            envelope = Envelope(
                id=derived_id("caused", self.service, identity, message.type, index),
                source=f"{OUR_SOURCES}{self.service}",
                type=message.type,
                version=message.version,
                time=self.now,
                subject=message.subject,
                correlation_id=cause.correlation_id,
                causation_id=causation_id,
                traceparent=cause.traceparent,
            )
            sealed.append(seal(message, envelope, self.partitions))
            if (size := len(sealed[-1].value or b"")) > MESSAGE_BYTES_MAX // 2:
                raise MessageTooLarge(message.type, size)
        return sealed

    def _park(self, record: Record, reason: parking.Reason, error: str) -> Result:
        """Write *record* to the dead letters and queue its subject, in the offset's transaction."""
        return self._keep_parked(parking.parked_message(self.service, record, reason, error))

    def _keep_parked(self, parked: ParkedMessage) -> Result:
        self.outgoing.append(seal(MessageParked(parked=parked), parking.envelope(parked, self.now), self.partitions))
        parking.enqueue(self.state, parked)
        self.state.keep()
        log.error(
            "message_parked",
            reason=parked.reason,
            topic=parked.at.topic,
            partition=parked.at.partition,
            offset=parked.at.offset,
            attempt=parked.attempt,
        )
        return Result.PARKED

    async def _at_the_desk(self, command: ReplayParked | DiscardParked, _at: datetime) -> Outgoing:
        """Follow a desk command for a parked message and record the answer.

        Only the message at the head of its queue may be replayed or discarded.
        """
        parked = command.parked
        record = {"parked_id": parked.id, "consumer": self.service, "actor": command.actor}
        if refused := parking.reason_refused(self.state, parked):
            verb: Literal["replay", "discard"] = "discard" if isinstance(command, DiscardParked) else "replay"
            return [DeskCommandRefused(**record, command=verb, code=refused[0], text=refused[1])]
        if isinstance(command, DiscardParked):
            parking.dequeue(self.state, parked)
            return [ParkedMessageDiscarded(**record, reason=command.reason)]
        if await self._replay(command) is Result.PARKED:
            return [ReplayFailed(**record, attempt=parked.attempt + 1)]
        parking.dequeue(self.state, parked)
        return [ParkedMessageReplayed(**record)]

    async def _replay(self, command: ReplayParked) -> Result:
        """Handle the parked message again, reading it from its origin if it was too large to keep."""
        record = parking.as_found(command.parked)
        if command.parked.by_reference:
            try:
                record = await read_original(command.parked, record, self.find_original)
            except OriginalGone as error:
                return self._keep_parked(parking.again(command.parked, str(error)))
        return await self._consume(record, from_desk=True)
