"""Which parked messages still wait, and in which order.

It is derived from the dead letters and the desk's answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from runtime.outside.follow import Seen
from schemas.topics import AUDIT_EVENTS, DECIDING_SERVICES, Topic, dead_letters
from schemas.wire.dead_letters import MessageParked, ParkedMessage, ParkedMessageDiscarded, ParkedMessageReplayed

Key = tuple[str, str]
"""A consumer and the origin of a message: several consumers may park the same message."""


@dataclass(frozen=True)
class DeadLetter:
    """A parked message: newest attempt, its time, its place in the dead letters, and its end."""

    parked: ParkedMessage
    parked_at: datetime
    place: tuple[int, int]
    end: ParkedMessageReplayed | ParkedMessageDiscarded | None = None

    @property
    def key(self) -> Key:
        """Its name among all consumers."""
        return self.parked.consumer, self.parked.id

    @property
    def queue(self) -> tuple[str, int, str]:
        """The queue it waits in: a subject in a partition of a consumer."""
        return self.parked.consumer, self.parked.at.partition, self.parked.queue

    @property
    def state(self) -> str:
        """The state for people: waiting, or done with by an actor."""
        match self.end:
            case ParkedMessageReplayed():
                return f"replayed by {self.end.actor}"
            case ParkedMessageDiscarded():
                return f"discarded by {self.end.actor}: {self.end.reason}"
        return "waits"


@dataclass(frozen=True)
class Selection:
    """Which parked messages are meant: all that fit everything that is given."""

    ids: tuple[str, ...] = ()
    consumer: str | None = None
    reason: str | None = None
    message_type: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def fits(self, dead: DeadLetter) -> bool:
        """Whether *dead* is meant; its time is that of its newest attempt."""
        parked = dead.parked
        wanted = (self.consumer, self.reason, self.message_type, self.subject)
        given = (parked.consumer, parked.reason, parked.message_type, parked.message_subject)
        return (
            (not self.ids or parked.id in self.ids)
            and all(want in {None, has} for want, has in zip(wanted, given, strict=True))
            and (self.since is None or dead.parked_at >= self.since)
            and (self.until is None or dead.parked_at < self.until)
        )


class DeadLetters:
    """All parked messages, from events read in any order."""

    def __init__(self, seen: Iterable[Seen] = ()) -> None:
        self._dead_letters: dict[Key, DeadLetter] = {}
        self._ends: dict[Key, ParkedMessageReplayed | ParkedMessageDiscarded] = {}
        for each in seen:
            self.note(each)

    def note(self, seen: Seen) -> None:
        """Note a dead letter or an end; the newest attempt and the first place count."""
        message = seen.message
        if isinstance(message, ParkedMessageReplayed | ParkedMessageDiscarded):
            self._ends[message.consumer, message.parked_id] = message
        elif isinstance(message, MessageParked):
            new = DeadLetter(message.parked, seen.envelope.time, (seen.partition, seen.offset))
            known = self._dead_letters.get(new.key, new)
            newest = max(known, new, key=lambda dead: dead.parked.attempt)
            self._dead_letters[new.key] = replace(newest, place=min(known.place, new.place))

    def all(self) -> list[DeadLetter]:
        """All of them, ended ones too; those of a queue in its order."""
        dead_letters = (replace(dead, end=self._ends.get(key)) for key, dead in self._dead_letters.items())
        return sorted(dead_letters, key=lambda dead: (dead.parked.consumer, dead.place))

    def waiting(self) -> list[DeadLetter]:
        """Those that still wait, in the order in which they may be replayed."""
        return [dead for dead in self.all() if dead.end is None]

    def newest(self, key: Key) -> DeadLetter | None:
        """The newest attempt of *key*."""
        return self._dead_letters.get(key)


def topics_of(consumer: str | None) -> Sequence[Topic]:
    """Return the topics about the dead letters of *consumer*, or of all."""
    return (*(dead_letters(each) for each in DECIDING_SERVICES if consumer in {None, each}), AUDIT_EVENTS)


def before(dead: DeadLetter, waiting: Iterable[DeadLetter], chosen: Iterable[DeadLetter] = ()) -> int:
    """Return how many of *waiting* are before the message in its queue, without the *chosen*."""
    going = {each.key for each in chosen}
    return sum(1 for each in waiting if each.queue == dead.queue and each.place < dead.place and each.key not in going)
