"""What is known of an item before any guideline is asked: its treatment, its body region, and the facts that can be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern

from schemas.application import Fact, Item
from services.decision.domain.facts import FactValue, usable_facts
from services.decision.domain.recognition import normal, recognise, visits_requested
from services.decision.library import Library

_VISITS = "visits_requested"
_VISIT_UNITS = frozenset({"visit", "visits", "session", "sessions"})


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the rules know of an item; *given* keeps every fact with its source, also those that cannot be used."""

    treatment: str | None
    body_region: str | None
    values: Mapping[str, FactValue]
    problems: Mapping[str, str]
    given: Mapping[str, tuple[Fact, ...]]


def item_facts(item: Item, library: Library) -> ItemFacts:
    """Read *item*: what it says in its fields, and where they are silent, in the words of its request."""
    given: dict[str, tuple[Fact, ...]] = {}
    for fact in item.facts:
        given[fact.name] = (*given.get(fact.name, ()), fact)
    if _VISITS not in given and (visits := _visits(item)) is not None:
        given[_VISITS] = (Fact(name=_VISITS, value=visits),)
    usable = usable_facts(library.vocabulary, {name: [fact.value for fact in facts] for name, facts in given.items()})
    for name, value in usable.values.items():
        if name not in given:  # follows from another fact
            given[name] = (Fact(name=name, value=value),)
    return ItemFacts(
        treatment=_term(item.treatment, item.request, library.treatments),
        body_region=_term(item.body_region, item.request, library.body_regions),
        values=usable.values,
        problems=usable.problems,
        given=given,
    )


def _term(said: str | None, request: str, terms: Mapping[str, Pattern[str]]) -> str | None:
    """What the application says, by the name we know it under; only where it says nothing, what the request's words say."""
    if said is None:
        return recognise(request, terms)
    return said if said in terms else recognise(said, terms) or normal(said).replace(" ", "-")


def _visits(item: Item) -> int | None:
    """The visits in dispute: from the quantities where they count visits, else from the words of the request (8 CCR 9792.10.1)."""
    quantity = item.quantity
    amount = quantity.requested if quantity.in_dispute is None else quantity.in_dispute
    if amount is None or quantity.unit is None:
        return visits_requested(item.request)
    if normal(quantity.unit) not in _VISIT_UNITS or float(amount) != int(float(amount)):
        return None
    return int(float(amount))
