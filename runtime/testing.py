"""Fakes that ship with the runtime: services on a stream in memory, without a broker."""

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from runtime.loop.consume import Consumption, Result
from runtime.loop.effects import Permit, perform, resolve
from runtime.record import Found
from runtime.service import Service
from runtime.state.state import State
from schemas.catalogue import MESSAGES
from schemas.ids import derived_id
from schemas.message import Message
from schemas.wire.codec import Sealed, read, seal
from schemas.wire.dead_letters import Origin
from schemas.wire.envelope import Envelope, Unreadable, open_envelope

M = TypeVar("M", bound=Message)

NOON = datetime(2015, 4, 1, 20, 0, tzinfo=UTC)
"""The instant at which a memory stream begins: noon in California, on a working day."""


@dataclass
class _Owned:
    """One partition of one service: its state and its position in each topic."""

    service: Service
    number: int

    def __post_init__(self) -> None:
        self.offsets: dict[str, int] = defaultdict(int)
        self.begin()

    def begin(self) -> None:
        """Begin with an empty state."""
        self.state = State()
        self.handlers = self.service.create_handlers(self.state)


class MemoryStream:
    """Topics in memory and the services that read them.

    `settle` lets every message run its course.
    """

    def __init__(self, *services: Service, partitions: int = 4, now: datetime = NOON) -> None:
        self.now = now
        self.results: dict[Result, int] = dict.fromkeys(Result, 0)
        self.topics: dict[tuple[str, int], list[Found]] = defaultdict(list)
        self._partitions = partitions
        self._owned = [_Owned(service, number) for service in services for number in range(partitions)]
        self._published = 0
        self._first: dict[tuple[str, int], int] = defaultdict(int)

    def publish(self, message: Message, *, message_id: str | None = None, source: str = "/imr/test") -> str:
        """Write *message* as a channel would; return its id."""
        self._published += 1
        identifier = message_id or derived_id("test", self._published)
        envelope = Envelope(identifier, source, message.type, message.version, self.now, message.subject, identifier)
        self.write(seal(message, envelope, self._partitions))
        return identifier

    def write(self, sealed: Sealed) -> None:
        """Append bytes to a topic."""
        place = self.topics[sealed.topic, sealed.partition]
        place.append(Found(sealed.topic, sealed.partition, len(place), len(place), sealed.key, sealed.value, list(sealed.headers)))

    def remove_before(self, topic: str, partition: int, offset: int) -> None:
        """Let retention remove the records before *offset*."""
        self._first[topic, partition] = offset

    async def settle(self, rounds_max: int = 100) -> None:
        """Let every service read and perform until nothing is left.

        Raises RuntimeError after *rounds_max* rounds.
        """
        for _ in range(rounds_max):
            if not any([await self._turn(owned) for owned in self._owned] + [await self._perform(owned) for owned in self._owned]):
                return
        raise RuntimeError(f"messages still flow after {rounds_max} rounds")

    async def pass_time(self, duration: timedelta) -> None:
        """Let *duration* pass and fire the timers that run out.

        What is on the topics by then was written before and is handled first.
        """
        await self.settle()
        self.now += duration
        for owned in self._owned:
            consumption = self._consumption(owned)
            for timer in owned.state.due(self.now, most=1_000):
                consumption.fire(timer)
            self._commit(owned, consumption)
        await self.settle()

    def restart(self, name: str) -> None:
        """Kill every worker of the service *name* and restore its state from its changelog."""
        for owned in self._owned:
            if owned.service.name == name:
                owned.begin()
                changelog = self.topics[owned.service.changelog, owned.number]
                owned.state.restore([((record.key or b"").decode(), record.value) for record in changelog], len(changelog))
                owned.state.restored()

    def messages(self, message_class: type[M]) -> list[M]:
        """Return all messages of *message_class* on any topic."""
        return [message for _, message in self.read() if isinstance(message, message_class)]

    def read(self) -> list[tuple[Envelope, Message]]:
        """Return all readable messages, topic by topic."""
        found = []
        for record in (record for records in self.topics.values() for record in records):
            with contextlib.suppress(Unreadable):
                envelope = open_envelope(record.headers)
                found.append((envelope, read(MESSAGES.get(envelope.type, Message), envelope.version, record.value)))
        return found

    def states(self, name: str) -> Sequence[State]:
        """Return the states of the service *name*, by partition."""
        return [owned.state for owned in self._owned if owned.service.name == name]

    async def _find_original(self, origin: Origin) -> Found | None:
        place = origin.topic, origin.partition
        held = self._first[place] <= origin.offset < len(self.topics[place])
        return self.topics[place][origin.offset] if held else None

    async def _turn(self, owned: _Owned) -> bool:
        consumption, moved = self._consumption(owned), False
        for topic in owned.service.inputs:
            for record in self.topics[topic, owned.number][owned.offsets[topic] :]:
                self.results[await consumption.take(record)] += 1
                owned.offsets[topic] += 1
                moved = True
        self._commit(owned, consumption)
        return moved

    async def _perform(self, owned: _Owned) -> bool:
        """Attempt intended effects, resolve interrupted ones, and commit both outcomes."""
        interrupted, owned.state.interrupted = owned.state.interrupted, []
        intended = owned.state.intended(self.now, most=1_000)
        attempting, permit = self._consumption(owned), Permit()
        attempted = [each.id for each in intended if attempting.attempt(each)]
        self._commit(owned, attempting)
        outcomes = [await resolve(each, owned.handlers.effects[each.kind]) for each in interrupted]
        effects = [owned.state.effects[identifier] for identifier in attempted]
        outcomes += [await perform(effect, owned.handlers.effects[effect.kind], permit) for effect in effects]
        settling = self._consumption(owned)
        for outcome in outcomes:
            settling.settle(outcome)
        self._commit(owned, settling)
        return bool(interrupted or intended)

    def _commit(self, owned: _Owned, consumption: Consumption) -> None:
        for sealed in consumption.outgoing:
            self.write(sealed)
        changes = owned.state.changes()
        for key, value in changes.items():
            self.write(Sealed(owned.service.changelog, owned.number, key.encode(), value, ()))
        owned.state.commit(changes, None)

    def _consumption(self, owned: _Owned) -> Consumption:
        return Consumption(
            owned.service.name, owned.handlers, owned.state, owned.number, self._partitions, self.now, self._find_original
        )
