"""Read the facts of an item, before any guideline is searched.

They are its treatment, body region and side, the part under review, and the usable facts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Fact, Item, Quantity, Source
from services.decision.assessment.corrected_facts import remarks, with_corrections
from services.decision.domain.guidelines.facts import FactDefinition, FactValue, ReportedValue, UsableFacts, in_words
from services.decision.domain.guidelines.usable_facts import sort_facts
from services.decision.domain.request.derived_facts import facts_in_words
from services.decision.domain.request.heading import Agreed, AgreedSide, agreed_region, agreed_side, agreed_treatment, disagreement
from services.decision.domain.wording import day
from services.decision.library.library import Library
from terms.disputed_part import DisputedPart, Quantities, authorised_instead, disputed_part
from terms.law_words import PLAIN, LawWords
from terms.request.body_sites import Side
from terms.request.reading import RequestReading
from terms.text import normal

_VISITS, _BEFORE, _AUTHORISED = "visits_requested", "previous_visits", "visits_authorised"
_UNITS: Mapping[str, str] = {"visit": _VISITS, "session": _VISITS, "week": "weeks_requested"}
"""The fact that a disputed quantity gives, by its unit."""

SERIES = "series_planned"
"""The fact without which, if it is not certain, no injection is approved."""

_DERIVED_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """The facts of an item; *given* has every fact with its source, including unusable ones.

    *reading* is the request as it was read; *disagreements* are sentences on fields that say
    something else than it, so that neither was used. *corrections* are the facts that people
    corrected, *papers* has the paper and page of each fact in words, *words* are those of the law.
    """

    treatment: str | None
    body_region: str | None
    body_side: Side | None
    disputed: DisputedPart
    used_before: int | None
    usable: UsableFacts
    given: Mapping[str, tuple[Fact, ...]]
    ur_alone: bool
    reading: RequestReading
    disagreements: tuple[str, ...] = ()
    corrections: Sequence[CorrectedFact] = ()
    papers: Mapping[str, str] = field(default_factory=dict)
    words: LawWords = PLAIN

    @property
    def values(self) -> Mapping[str, FactValue]:
        """The facts that criteria may read."""
        return self.usable.values


def item_facts(
    item: Item,
    library: Library,
    ur_documents: Collection[str] = (),
    follows: Mapping[str, FactValue] = MappingProxyType({}),
    corrections: Sequence[CorrectedFact] = (),
    names: Mapping[str, str] = MappingProxyType({}),
    words: LawWords = PLAIN,
) -> ItemFacts:
    """Read *item* from its fields and, where they are empty, from the words of its request.

    *ur_documents* are the ids of the utilization review decision's papers; *follows* are facts
    derived from the case, *names* are the papers' names by their ids. A correction holds against
    all of these. Sentences are in the *words* of the law.
    """
    under_review = disputed_of(item, words)
    written, corrected = item.facts, {each.fact for each in corrections}
    if corrections:
        item = with_corrections(item, corrections)
    reading = library.requests.read(item.request)
    given = _by_name(item.facts)
    asked, differing = _requested(item, under_review, reading, library)
    asked = {name: value for name, value in asked.items() if name not in corrected}
    differing = {name: text for name, text in differing.items() if name not in corrected}
    for name, value in {**follows, **asked}.items():
        if name not in given and name in library.vocabulary and name not in corrected:
            given[name] = (_derived(name, value),)
    reported = {name: [_reported(fact, ur_documents, names) for fact in facts] for name, facts in given.items()}
    sorted_facts = _without(differing, sort_facts(library.vocabulary, reported, library.implications, words))
    sorted_facts = _without(_contradicted(asked, sorted_facts, library.vocabulary), sorted_facts)
    usable = _with_authorised_visits(sorted_facts, item.quantity, under_review, library)
    given.update(_concluded(usable, given))
    for name, (remark, later) in remarks(written, corrections, library.vocabulary).items():
        usable = replace(usable, remarks={**usable.remarks, name: remark})
        given[name] = (*given.get(name, ()), *later)
    treatment, region, body_side = _fields(item, reading, library)
    return ItemFacts(
        treatment=treatment.value,
        body_region=region.value,
        body_side=body_side.value,
        disputed=under_review,
        used_before=_used_before(usable),
        usable=usable,
        given=given,
        ur_alone=_of_the_denial_alone(item.facts, ur_documents),
        reading=reading,
        disagreements=tuple(each.sentence for each in (treatment, region, body_side) if each.sentence is not None),
        corrections=corrections,
        papers={name: first.where for name, (first, *_) in reported.items() if first.where and given[name][0].source},
        words=words,
    )


def _used_before(usable: UsableFacts) -> int | None:
    before = usable.values.get(_BEFORE)
    return None if before is None else int(before) + int(usable.values.get(_AUTHORISED, 0))


def _of_the_denial_alone(facts: Sequence[Fact], ur_documents: Collection[str]) -> bool:
    return bool(facts) and all(each.source is not None and each.source.document in ur_documents for each in facts)


def _by_name(facts: Sequence[Fact]) -> dict[str, tuple[Fact, ...]]:
    given: dict[str, tuple[Fact, ...]] = {}
    for fact in facts:
        given[fact.name] = (*given[fact.name], fact) if fact.name in given else (fact,)
    return given


def _fields(item: Item, reading: RequestReading, library: Library) -> tuple[Agreed, Agreed, AgreedSide]:
    """Return treatment, region and side, in which fields and words of the request agree."""
    treatment = agreed_treatment(item.treatment, reading, library.requests)
    if item.parent is not None and treatment.value is not None:
        treatment = treatment._replace(value=library.requests.before_surgery(treatment.value))
    return (
        treatment,
        agreed_region(item.body_region, reading, library.requests),
        agreed_side(item.body_side, reading),
    )


def _concluded(usable: UsableFacts, given: Mapping[str, tuple[Fact, ...]]) -> dict[str, tuple[Fact, ...]]:
    """Return facts that follow from others, or from quantities against the file's word."""
    return {
        name: (_derived(name, value),)
        for name, value in usable.values.items()
        if name not in given or (name == _AUTHORISED and all(each.value != value for each in given[name]))
    }


def _contradicted(asked: Mapping[str, FactValue], usable: UsableFacts, vocabulary: Mapping[str, FactDefinition]) -> dict[str, str]:
    """Return a sentence for each fact of the file that contradicts the request."""
    return {
        name: disagreement(vocabulary[name], value, usable.values[name])
        for name, value in asked.items()
        if name in usable.values and usable.values[name] != value
    }


def _without(problems: Mapping[str, str], usable: UsableFacts) -> UsableFacts:
    """Take the facts with *problems* out of those that are used."""
    if not problems:
        return usable
    values = {name: value for name, value in usable.values.items() if name not in problems}
    return replace(usable, values=values, problems={**usable.problems, **problems})


@lru_cache(maxsize=_DERIVED_KEPT, typed=True)
def _derived(name: str, value: FactValue) -> Fact:
    """Return a fact that is derived from the request or other facts, so without a source."""
    return Fact(name=name, value=value)


def disputed_of(item: Item, words: LawWords = PLAIN) -> DisputedPart:
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
        ),
        words,
    )


def _requested(
    item: Item, under_review: DisputedPart, reading: RequestReading, library: Library
) -> tuple[dict[str, FactValue], dict[str, str]]:
    """Return the facts in the request, from its quantities or words, and differences."""
    said = facts_in_words(reading, library.unsupported_topicals)
    quantity, differing = item.quantity, {}
    if (
        reading.treatment == "epidural-steroid-injection"
        and reading.injections.unclear
        and all(each.name != SERIES for each in item.facts)
    ):
        differing[SERIES] = "It is not certain whether the request is for a series of injections."
    if any((quantity.requested, quantity.authorised, quantity.in_dispute)) and quantity.unit is not None:
        name = _UNITS.get(normal(quantity.unit).removesuffix("s"))
        if name is not None and name in said and not _fits(int(said[name]), quantity, under_review):
            number = under_review.amount if under_review.amount is not None else quantity.requested
            asked = in_words(library.vocabulary[name], said[name])
            differing[name] = f"The request says {asked}, and its quantity is {number}; neither was used."
        # Quantities describe the disputed part, words the whole request: do not mix them.
        said = {name: value for name, value in said.items() if name not in _UNITS.values()}
        if quantity.requested or quantity.in_dispute:
            said["quantity_stated"] = True
        if name is not None and under_review.amount is not None and under_review.amount == int(under_review.amount):
            said[name] = int(under_review.amount)
    return {name: value for name, value in said.items() if name in library.vocabulary}, differing


def _fits(said: int, quantity: Quantity, under_review: DisputedPart) -> bool:
    """Return whether the words can be of the whole request, or of its disputed part."""
    if quantity.requested is not None and said == Decimal(quantity.requested):
        return True
    if under_review.amount is None or said == under_review.amount:
        return True
    return quantity.requested is None and said > under_review.amount


def _reported(fact: Fact, ur_documents: Collection[str], names: Mapping[str, str]) -> ReportedValue:
    """Return a fact as its paper reports it, with the paper and page in words."""
    source = fact.source
    if source is None:
        return ReportedValue(fact.value, fact.unit)
    return ReportedValue(fact.value, fact.unit, _where(source, names), ur_only=source.document in ur_documents)


def _where(source: Source | None, names: Mapping[str, str]) -> str | None:
    """Return paper and page in words."""
    if source is None:
        return None
    paper = names.get(source.document, source.document)
    where = paper if source.page is None else f"{paper}, page {source.page}"
    entry = None if source.dated_on is None else day(source.dated_on)
    return where if entry is None or paper.endswith(entry) else f"{where}, entry of {entry}"


def _with_authorised_visits(usable: UsableFacts, quantity: Quantity, under_review: DisputedPart, library: Library) -> UsableFacts:
    """Add the visits that utilization review approved of this request; none is given yet.

    The quantities of the request go before a fact of the file.
    """
    if _AUTHORISED not in library.vocabulary:
        return usable
    values = {_AUTHORISED: 0, **usable.values}
    if under_review.scope == "remainder" and _counts_visits(quantity) and not Decimal(quantity.authorised or 0) % 1:
        values[_AUTHORISED] = int(Decimal(quantity.authorised or 0))
    return UsableFacts(values, usable.problems, usable.remarks, usable.misread)


def _counts_visits(quantity: Quantity) -> bool:
    return quantity.unit is not None and _UNITS.get(normal(quantity.unit).removesuffix("s")) == _VISITS
