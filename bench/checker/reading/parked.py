"""Parked messages: what was parked must have deserved it, and what deserved it must be parked, once for each service that reads it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Place
from bench.checker.finding import Finding

Key = tuple[str, str]
"""A consumer and the place of the message that it parked."""


@dataclass
class Parked:
    """The dead letters and what became of them."""

    dead: dict[Key, Fact] = field(default_factory=dict)
    replayed: set[Key] = field(default_factory=set)
    discarded: set[Key] = field(default_factory=set)

    @property
    def waiting(self) -> dict[Key, Fact]:
        """Those that wait for a person."""
        return {key: fact for key, fact in self.dead.items() if key not in self.replayed | self.discarded}

    def subjects(self) -> set[str]:
        """The subjects of parked messages that wait or were given up: what they stand for did not happen."""
        ended = (fact for key, fact in self.dead.items() if key not in self.replayed)
        return {str(fact.data["parked"]["message_subject"]) for fact in ended}


def parked_messages(facts: Sequence[Fact]) -> Parked:
    """The dead letters of *facts*, and which of them were replayed or discarded."""
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
    """Poison is parked by whoever reads it; nothing else is parked but what waits behind it."""
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
    """A parked message is replayed or discarded once."""
    done = Counter(
        (fact.data["consumer"], fact.data["parked_id"])
        for fact in facts
        if fact.name in {"parked-message-replayed", "parked-message-discarded"}
    )
    for (consumer, parked_id), number in done.items():
        if number > 1:
            yield Finding("twice", f"the parked message {parked_id} of {consumer} was replayed or discarded {number} times")


def _unexpected(fact: Fact, poison: Mapping[Place, AbstractSet[str]]) -> Iterator[Finding]:
    dead = fact.data["parked"]
    place: Place = dead["place"]
    if dead["reason"] != "behind" and dead["consumer"] not in poison.get(place, ()):
        yield Finding("parked wrongly", f"{dead['consumer']} parked the sound message at {place}: {dead['error']}")


def _key(fact: Fact) -> Key:
    dead = fact.data["parked"]
    return dead["consumer"], str(dead["place"])
