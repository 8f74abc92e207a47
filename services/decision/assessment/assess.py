"""What the rules say about the items of a case, with every step that led there: each item in its turn, ancillary ones after their parent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schemas.messages.application import Item
from schemas.messages.assessment import Assessment
from services.decision.assessment.examine import History, examine
from services.decision.assessment.item_facts import ItemFacts, item_facts
from services.decision.assessment.rules import Rules
from services.decision.assessment.translation import Steps, conclude
from services.decision.domain.guidelines.evidence_search import Question
from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.guidelines.phase import Phase, phase_of_condition
from services.decision.domain.request.ancillary import cascade_sentence, denied_parent, duplicate_sentence
from services.decision.domain.request.dated_facts import facts_from_dates
from terms.recognition import normal


@dataclass(frozen=True, slots=True)
class File:
    """What the file says beside the items: diagnoses and care so far as phrases, the date of birth, the papers of utilization review."""

    diagnoses: Sequence[str] = ()
    treatments: Sequence[str] = ()
    ur_documents: Collection[str] = ()
    born_on: date | None = None


NOTHING_ELSE = File()


def assess(
    items: Sequence[Item], *, requested_on: date, injured_on: date | None, rules: Rules, file: File = NOTHING_ELSE
) -> tuple[Assessment, ...]:
    """Assess the *items* of a case in their order; ancillary items after the items they go with."""
    phase = None if injured_on is None or injured_on > requested_on else phase_of_condition(injured_on, requested_on)
    history = History(file.diagnoses, file.treatments)
    dated = facts_from_dates(requested_on, injured_on, file.born_on)
    known: dict[int, ItemFacts] = {}
    found: dict[int, Assessment] = {}
    for item in sorted(items, key=lambda each: (each.parent is not None, each.number)):
        read = item_facts(item, rules.library, file.ur_documents, {**dated, **_from_parent(item, found)})
        facts = known[item.number] = _where_the_parent_is(read, known.get(item.parent or 0))
        found[item.number] = (
            _with_its_parent(item, facts, items, found, rules, phase)
            or _as_a_duplicate(item, facts, items, found, known, rules, phase)
            or examine(item, facts, Question(requested_on, facts.body_region, phase), rules, history)
        )
    return tuple(found[item.number] for item in items)


def _where_the_parent_is(facts: ItemFacts, parent: ItemFacts | None) -> ItemFacts:
    """What goes with another is for the same part of the body, unless it names one."""
    if parent is None or facts.body_region is not None:
        return facts
    return replace(facts, body_region=parent.body_region, body_side=facts.body_side or parent.body_side)


def _from_parent(item: Item, found: Mapping[int, Assessment]) -> dict[str, FactValue]:
    """That the surgery is approved follows for an item that goes with one, from its assessment in this very case."""
    parent = None if item.parent is None else found.get(item.parent)
    return {"surgery_approved": True} if parent is not None and parent.proposal == "overturned" else {}


def _with_its_parent(
    item: Item, facts: ItemFacts, items: Sequence[Item], found: Mapping[int, Assessment], rules: Rules, phase: Phase | None
) -> Assessment | None:
    """A denied parent denies the item without a test; an approved one says nothing about it."""
    parent = denied_parent(item.parent, {number: assessment.proposal for number, assessment in found.items()})
    if parent is None:
        return None
    sentence = cascade_sentence(next(each.request for each in items if each.number == parent))
    return conclude(item, facts, rules.library, Steps(phase, "parent-denied", "upheld", (sentence,)))


def _as_a_duplicate(
    item: Item,
    facts: ItemFacts,
    items: Sequence[Item],
    found: Mapping[int, Assessment],
    known: Mapping[int, ItemFacts],
    rules: Rules,
    phase: Phase | None,
) -> Assessment | None:
    """What an earlier item of the case asks for in the same words, and gets, is not approved twice."""
    for other in items:
        assessed = found.get(other.number)
        if assessed is not None and assessed.proposal == "overturned" and _same(item, facts, other, known[other.number]):
            return conclude(item, facts, rules.library, Steps(phase, "duplicate", "upheld", (duplicate_sentence(other.request),)))
    return None


def _same(item: Item, facts: ItemFacts, other: Item, other_facts: ItemFacts) -> bool:
    def asked(each: Item, of: ItemFacts) -> tuple[object, ...]:
        return (normal(each.request), each.parent, of.treatment, of.body_region, of.body_side, each.quantity)

    return asked(item, facts) == asked(other, other_facts)
