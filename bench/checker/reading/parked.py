"""The check of parked messages: each reader of poison parks it, nothing else is parked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Position
from bench.checker.finding import Finding

Key = tuple[str, str]
"""A consumer and the place of a message that it parked."""


@dataclass
class Parked:
    """The dead letters, and those that were replayed or discarded."""

    dead: dict[Key, Fact] = field(default_factory=dict)
    replayed: set[Key] = field(default_factory=set)
    discarded: set[Key] = field(default_factory=set)

    @property
    def waiting(self) -> dict[Key, Fact]:
        """The dead letters that are still at the desk."""
        return {key: fact for key, fact in self.dead.items() if key not in self.replayed | self.discarded}

    def subjects(self) -> set[str]:
        """Return the subjects of messages that were not replayed, and so never handled."""
        ended = (fact for key, fact in self.dead.items() if key not in self.replayed)
        return {str(fact.data["parked"]["message_subject"]) for fact in ended}


def parked_messages(facts: Sequence[Fact]) -> Parked:
    """Return the dead letters among *facts*, with replays and discards."""
    parked = Parked()
    for fact in facts:
        match fact.name:
            case "message-parked":
                parked.dead[_key(fact)] = fact
            case "parked-message-replayed":
                parked.replayed.add((fact.data["consumer"], fact.data["parked_id"]))
            case "parked-message-discarded":
                parked.discarded.add((fact.data["consumer"], fact.data["parked_id"]))
    return parked


def check_parked(parked: Parked, expected: Expectation) -> Iterator[Finding]:
    """Yield poison that a reader did not park, and sound messages that were parked.

    Messages behind poison in its queue may be parked. Without known poison nothing is checked.
    """
    if expected.poison is None:
        return
    for fact in parked.dead.values():
        yield from _unexpected(fact, expected.poison)
    for place, consumers in expected.poison.items():
        yield from (
            Finding("not parked", f"poison at {place} was not parked by {consumer}")
            for consumer in sorted(consumers & expected.services)
            if (consumer, str(place)) not in parked.dead
        )


def twice_replayed(facts: Iterable[Fact]) -> Iterator[Finding]:
    """Yield each parked message that was replayed or discarded more than once."""
    done = Counter(
        (fact.data["consumer"], fact.data["parked_id"])
        for fact in facts
        if fact.name in {"parked-message-replayed", "parked-message-discarded"}
    )
    for (consumer, parked_id), number in done.items():
        if number > 1:
            yield Finding("twice", f"the parked message {parked_id} of {consumer} was replayed or discarded {number} times")


def _unexpected(fact: Fact, poison: Mapping[Position, AbstractSet[str]]) -> Iterator[Finding]:
    dead = fact.data["parked"]
    place: Position = dead["place"]
    if dead["reason"] != "behind" and dead["consumer"] not in poison.get(place, ()):
        yield Finding("parked wrongly", f"{dead['consumer']} parked the sound message at {place}: {dead['error']}")


def _key(fact: Fact) -> Key:
    dead = fact.data["parked"]
    return dead["consumer"], str(dead["place"])
