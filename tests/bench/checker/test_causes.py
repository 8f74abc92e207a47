"""Ids are unique, and every cause exists."""

from dataclasses import replace

import pytest

from bench.checker.causes import check_causes, check_ids, own, repeats
from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Position

COMMAND = Fact(Position("imr.intake.commands", 0, 0), "imr.intake.submit-application", "1", "/imr/chaos", "", "", "1")
EVENT = Fact(Position("imr.intake.events", 0, 0), "imr.intake.application-received", "2", "/imr/intake", "", "1", "1")
PARKED = replace(EVENT, type="imr.dead-letters.message-parked", id="3")


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ([EVENT, replace(EVENT, id="4")], []),
        ([EVENT, EVENT], ["twice"]),
        ([EVENT, EVENT, EVENT], ["twice", "twice"]),
        ([replace(EVENT, id="")], ["causeless"]),
    ],
)
def test_every_id_is_given_once(facts: list[Fact], kinds: list[str]) -> None:
    """Each message after the first under an id is a finding, and so is one without an id."""
    assert kinds == [finding.kind for finding in check_ids(facts)]


@pytest.mark.parametrize(
    ("fact", "problem"),
    [
        (EVENT, None),
        (replace(EVENT, cause="unknown"), "was caused by unknown"),
        (replace(EVENT, cause=""), "was caused by nothing"),
        (replace(EVENT, correlation="other"), "has the correlation other, its cause 1"),
        (replace(PARKED, correlation="other"), None),
        (replace(PARKED, cause=""), None),
        (replace(PARKED, cause="unknown"), "was caused by unknown"),
    ],
)
def test_every_cause_exists_and_shares_the_correlation(fact: Fact, problem: str | None) -> None:
    """A parked message may lack a cause, but a cause that it names must exist."""
    found = [finding.what for finding in check_causes([fact], [COMMAND, fact])]

    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]


def test_messages_of_outsiders_are_not_the_services_own() -> None:
    """An outsider may even pose as a service, at a place that the expectation names."""
    posing = replace(EVENT, place=EVENT.place._replace(offset=1))
    expected = Expectation(4, foreign=frozenset({posing.place}))

    assert [EVENT] == own([COMMAND, EVENT, posing], expected)


def test_repeats_are_counted_by_source_and_id() -> None:
    """Two sources may use one id; messages without an id are no repeats."""
    nameless = replace(COMMAND, id="")

    assert 2 == repeats([COMMAND, COMMAND, COMMAND, replace(COMMAND, source="/imr/api"), nameless, nameless])
