"""Varied items: the same for the same seed, and each for its guideline."""

from datetime import timedelta
from random import Random

from bench.decision.items import DAYS_SINCE_INJURY, troubled, value_of, varied_items
from services.decision.library.library import load

LIBRARY = load()


def test_the_same_seed_gives_the_same_items() -> None:
    """A measurement can be repeated; another seed gives other items."""
    first, again, other = (list(varied_items(LIBRARY, 30, 7, seed)) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_every_guideline_has_its_turn() -> None:
    """As many items as guidelines reach each once, with as many facts as asked for."""
    items = list(varied_items(LIBRARY, len(LIBRARY.guidelines), 7))

    assert list(LIBRARY.guidelines) == [each.guideline for each in items]
    assert {7} == {len(each.item.facts) for each in items}
    assert all(fact.source is not None for each in items for fact in each.item.facts)
    assert all(each.guideline.in_force.covers(each.requested_on) for each in items)


def test_the_injury_is_as_long_ago_as_the_phase_says() -> None:
    """An item of a guideline for one phase lies in it."""
    for each in varied_items(LIBRARY, 300):
        since = each.requested_on - each.injured_on
        phases = each.guideline.phases or DAYS_SINCE_INJURY.keys()
        spans = [DAYS_SINCE_INJURY[phase] for phase in phases]

        assert any(timedelta(fewest) <= since <= timedelta(most) for fewest, most in spans)


def test_values_lie_in_the_range_of_their_fact() -> None:
    """A value is one that the fact can have."""
    random = Random(0)
    for definition in LIBRARY.vocabulary.values():
        value = value_of(definition, random)

        assert definition.kind in {"bool", "choice", "text"} or (definition.minimum or 0) <= float(value) <= (
            definition.maximum or 0
        )
        assert definition.choices is None or value in definition.choices


def test_troubles_are_of_every_kind() -> None:
    """Papers contradict each other, units are wrong, and quantities do not add up."""
    random = Random(0)
    items = [troubled(each, LIBRARY, random).item for each in varied_items(LIBRARY, 200)]
    facts = [fact for item in items for fact in item.facts]

    assert any(len({fact.name for fact in item.facts}) < len(item.facts) for item in items)
    assert {None, "furlongs"} <= {fact.unit for fact in facts}
    assert {"visit", "box", None} <= {item.quantity.unit for item in items}
