"""The checks of ids and causes: each id is unique, each cause exists."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact
from bench.checker.finding import Finding


def own(facts: Sequence[Fact], expected: Expectation) -> list[Fact]:
    """Return the messages of services, without those that outsiders wrote in their name."""
    return [fact for fact in facts if fact.service is not None and fact.place not in expected.foreign]


def check_ids(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Yield each of *facts*, the services' own, whose id is missing or not unique."""
    first: dict[str, Fact] = {}
    for fact in facts:
        if not fact.id:
            yield Finding("causeless", f"{fact} has no id")
        elif fact.id in first:
            yield Finding("twice", f"{fact} has the id {fact.id} of {first[fact.id]}")
        first.setdefault(fact.id, fact)


def check_causes(facts: Sequence[Fact], everything: Sequence[Fact]) -> Iterator[Finding]:
    """Yield each of *facts* whose cause does not exist or has another correlation id."""
    correlations = {fact.id: fact.correlation for fact in everything if fact.id}
    for fact in facts:
        if fact.name == "message-parked":
            if fact.cause and fact.cause not in correlations:
                yield Finding("causeless", f"{fact} was caused by {fact.cause}, which does not exist")
            continue
        if fact.cause not in correlations:
            yield Finding("causeless", f"{fact} was caused by {fact.cause or 'nothing'}, which does not exist")
        elif fact.correlation != correlations[fact.cause]:
            yield Finding("causeless", f"{fact} has the correlation {fact.correlation}, its cause {correlations[fact.cause]}")


def repeats(facts: Sequence[Fact]) -> int:
    """Return the number of messages with the source and id of an earlier one."""
    ids = Counter((fact.source, fact.id) for fact in facts if fact.id)
    return sum(number - 1 for number in ids.values())
