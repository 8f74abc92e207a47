"""Poison is parked once by each reader, and nothing else is parked."""

from typing import Any

import pytest

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Position
from bench.checker.reading.parked import check_parked, parked_messages, twice_replayed

POISON = Position("imr.intake.events", 1, 3)
KEY = {"consumer": "triage", "parked_id": str(POISON)}


def _fact(name: str, data: dict[str, Any]) -> Fact:
    return Fact(Position("imr.audit.events", 0, 0), f"imr.dead-letters.{name}", "1", "/imr/triage", "", "", "", data)


def _parked(consumer: str = "triage", place: Position = POISON, reason: str = "unreadable") -> Fact:
    data = {"consumer": consumer, "place": place, "reason": reason, "error": "no JSON", "message_subject": "CM15-1330001"}
    return _fact("message-parked", {"parked": data})


REPLAYED, DISCARDED = _fact("parked-message-replayed", KEY), _fact("parked-message-discarded", KEY)


@pytest.mark.parametrize(
    ("facts", "waiting", "subjects"),
    [
        ([_parked()], 1, {"CM15-1330001"}),
        ([_parked(), REPLAYED], 0, set()),
        ([_parked(), DISCARDED], 0, {"CM15-1330001"}),
        ([_parked(), _parked()], 1, {"CM15-1330001"}),
    ],
    ids=["waits", "replayed", "discarded", "parked again"],
)
def test_a_dead_letter_waits_until_it_is_replayed_or_discarded(facts: list[Fact], waiting: int, subjects: set[str]) -> None:
    """The subject of a discarded message stays named: its command was never carried out."""
    parked = parked_messages(facts)

    assert (waiting, subjects) == (len(parked.waiting), parked.subjects())


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ([_parked()], []),
        ([], ["not parked: poison at imr.intake.events/1/3 was not parked by triage"]),
        (
            [_parked(), _parked("letters")],
            ["parked wrongly: letters parked the sound message at imr.intake.events/1/3: no JSON"],
        ),
        ([_parked(), _parked(place=POISON._replace(offset=4), reason="behind")], []),
    ],
    ids=["by its reader", "by no service", "by another", "behind poison"],
)
def test_poison_is_parked_by_its_readers_alone(facts: list[Fact], found: list[str]) -> None:
    """Messages behind poison in its queue wait with it."""
    expected = Expectation(4, poison={POISON: {"triage"}})

    assert found == [str(finding) for finding in check_parked(parked_messages(facts), expected)]


def test_a_service_that_did_not_run_parks_nothing() -> None:
    """Only services that the expectation names have to park poison."""
    expected = Expectation(4, services={"intake"}, poison={POISON: {"triage"}})

    assert [] == list(check_parked(parked_messages([]), expected))


def test_without_known_poison_nothing_is_compared() -> None:
    """A deployment in use has dead letters that no test planned."""
    assert [] == list(check_parked(parked_messages([_parked()]), Expectation(4, poison=None)))


def test_a_dead_letter_leaves_the_desk_once() -> None:
    """A replay after a discard would carry out a command that a person gave up."""
    assert [] == list(twice_replayed([REPLAYED]))
    (finding,) = twice_replayed([REPLAYED, DISCARDED])
    assert "twice" == finding.kind
