"""Read the facts of an item, before any guideline is searched.

They are its treatment, body region and side, the part under review, and the usable facts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from re import Pattern
from types import MappingProxyType

from schemas.messages.application import Fact, Item, Quantity
from services.decision.domain.guidelines.facts import FactDefinition, FactValue, ReportedValue, UsableFacts, sort_facts
from services.decision.domain.request.derived_facts import facts_in_words
from services.decision.library.library import Library
from terms.disputed_part import DisputedPart, Quantities, authorised_instead, disputed_part
from terms.recognition import Side, recognise, side
from terms.text import normal

_VISITS, _BEFORE, _TREATED = "visits_requested", "previous_visits", "previous_treatment"
_UNITS: Mapping[str, str] = {"visit": _VISITS, "session": _VISITS, "week": "weeks_requested"}
"""The fact that a disputed quantity gives, by its unit."""

_DERIVED_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """The facts of an item; *given* has every fact with its source, including unusable ones."""

    treatment: str | None
    body_region: str | None
    body_side: Side | None
    disputed: DisputedPart
    used_before: int | None
    usable: UsableFacts
    given: Mapping[str, tuple[Fact, ...]]
    ur_alone: bool

    @property
    def values(self) -> Mapping[str, FactValue]:
        """The facts that criteria may read."""
        return self.usable.values


def item_facts(
    item: Item, library: Library, ur_documents: Collection[str] = (), follows: Mapping[str, FactValue] = MappingProxyType({})
) -> ItemFacts:
    """Read *item* from its fields and, where they are empty, from the words of its request.

    *ur_documents* are the ids of the utilization review decision's papers; *follows* are facts
    derived from the case.
    """
    under_review = disputed_of(item)
    given: dict[str, tuple[Fact, ...]] = {}
    for fact in item.facts:
        given[fact.name] = (*given.get(fact.name, ()), fact)
    for name, value in {**follows, **_requested(item, under_review, library.vocabulary)}.items():
        if name not in given and name in library.vocabulary:
            given[name] = (_derived(name, value),)
    reported = {name: [_reported(fact, ur_documents) for fact in facts] for name, facts in given.items()}
    sorted_facts = sort_facts(library.vocabulary, reported, library.counted_facts)
    usable = _with_authorised_visits(sorted_facts, item.quantity, under_review)
    for name in usable.values.keys() - given.keys():  # follows from another fact
        given[name] = (_derived(name, usable.values[name]),)
    if usable is not sorted_facts:
        for name in (_BEFORE, _TREATED):  # with the authorised visits
            given[name] = (*given[name], _derived(name, usable.values[name]))
    before = usable.values.get(_BEFORE)
    return ItemFacts(
        treatment=_term(item.treatment, item.request, library.treatments),
        body_region=_term(item.body_region, item.request, library.body_regions),
        body_side=item.body_side or side(item.request),
        disputed=under_review,
        used_before=None if before is None else int(before),
        usable=usable,
        given=given,
        ur_alone=bool(item.facts) and all(each.source is not None and each.source.document in ur_documents for each in item.facts),
    )


@lru_cache(maxsize=_DERIVED_KEPT, typed=True)
def _derived(name: str, value: FactValue) -> Fact:
    """Return a fact that is derived from the request or other facts, so without a source."""
    return Fact(name=name, value=value)


def _term(said: str | None, request: str, terms: Mapping[str, Pattern[str]]) -> str | None:
    """Return the id of the named term; if none is named, recognise one in the request."""
    if said is None:
        return recognise(request, terms)
    return said if said in terms else recognise(said, terms) or normal(said).replace(" ", "-")


def disputed_of(item: Item) -> DisputedPart:
    """Return the part of *item* that is under review."""

    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    quantity = item.quantity
    return disputed_part(
        Quantities(
            number(quantity.requested),
            number(quantity.authorised),
            number(quantity.in_dispute),
            quantity.unit,
            authorised_instead(item.rental_or_purchase, quantity.authorised_rental_or_purchase, quantity.authorised_as),
            item.utilization_review_decision == "authorised",
        )
    )


def _requested(item: Item, under_review: DisputedPart, vocabulary: Mapping[str, FactDefinition]) -> dict[str, FactValue]:
    """Return the facts in the request: from its quantities, otherwise from its words."""
    said = dict(facts_in_words(item.request))
    quantity = item.quantity
    if any((quantity.requested, quantity.authorised, quantity.in_dispute)) and quantity.unit is not None:
        # Quantities describe the disputed part, words the whole request: do not mix them.
        said = {name: value for name, value in said.items() if name not in _UNITS.values()}
        if quantity.requested or quantity.in_dispute:
            said["quantity_stated"] = True
        name = _UNITS.get(normal(quantity.unit).removesuffix("s"))
        if name is not None and under_review.amount is not None and under_review.amount == int(under_review.amount):
            said[name] = int(under_review.amount)
    return {name: value for name, value in said.items() if name in vocabulary}


def _reported(fact: Fact, ur_documents: Collection[str]) -> ReportedValue:
    """Return a fact as its paper reports it, with the paper and page in words."""
    source = fact.source
    if source is None:
        return ReportedValue(fact.value, fact.unit)
    where = source.document if source.page is None else f"{source.document}, page {source.page}"
    return ReportedValue(fact.value, fact.unit, where, ur_only=source.document in ur_documents)


def _with_authorised_visits(usable: UsableFacts, quantity: Quantity, under_review: DisputedPart) -> UsableFacts:
    """Count visits that utilization review approved of this request as earlier visits."""
    before, authorised = usable.values.get(_BEFORE), Decimal(quantity.authorised or 0)
    if under_review.scope != "remainder" or before is None or not authorised or authorised % 1 or not _counts_visits(quantity):
        return usable
    return replace(usable, values={**usable.values, _BEFORE: int(before) + int(authorised), _TREATED: True})


def _counts_visits(quantity: Quantity) -> bool:
    return quantity.unit is not None and _UNITS.get(normal(quantity.unit).removesuffix("s")) == _VISITS
