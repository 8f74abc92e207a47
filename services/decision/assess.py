"""What the guidelines say about the items of a case, by rule, with every step that led there."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from schemas.application import Item
from schemas.decision import Assessment, CriterionResult, GuidelineTrace
from services.decision.domain.ancillary import cascade_sentence, denied_parent
from services.decision.domain.evidence_walk import Considered, Question, walk
from services.decision.domain.facts import FactDefinition
from services.decision.domain.guideline import Criterion
from services.decision.domain.phase import phase_of_condition
from services.decision.domain.proposal import Finding, Outcome, proposal, sentences
from services.decision.domain.rationale import (
    NO_CITATION,
    NO_GUIDELINE,
    NOTHING_CITED_BY_CLAIMS_ADMINISTRATOR,
    closing,
    fill,
    rationale,
)
from services.decision.item_facts import ItemFacts, item_facts
from services.decision.rules import Rules


def assess(items: Sequence[Item], *, requested_on: date, injured_on: date | None, rules: Rules) -> tuple[Assessment, ...]:
    """Assess the *items* of a case in their order; ancillary items after the items they go with."""
    phase = None if injured_on is None or injured_on > requested_on else phase_of_condition(injured_on, requested_on)
    requests = {item.number: item.request for item in items}
    found: dict[int, Assessment] = {}
    for item in sorted(items, key=lambda each: each.parent is not None):
        parent = denied_parent(item.parent, {number: assessment.proposal for number, assessment in found.items()})
        if parent is not None:
            found[item.number] = _assessment(item, "parent-denied", "upheld", cascade_sentence(requests[parent]))
        else:
            facts = item_facts(item, rules.library)
            question = Question(requested_on, facts.body_region, phase)
            found[item.number] = _tested(item, facts, question, rules)
    return tuple(found[item.number] for item in items)


def _tested(item: Item, facts: ItemFacts, question: Question, rules: Rules) -> Assessment:
    """Put one item to the guidelines on its treatment; where none speaks, nothing is proposed and the reviewer weighs the evidence."""
    walked = walk(rules.library.by_treatment.get(facts.treatment or "", ()), rules.evidence_order, question)
    applied = next((considered for considered in walked if considered.applies), None)
    if applied is None:
        trace = tuple(_trace(considered) for considered in walked)
        return _assessment(
            item, "no-guideline", None, NO_GUIDELINE, trace=trace, undocumented=tuple(dict.fromkeys(facts.problems.values()))
        )
    results = tuple(_result(criterion, facts, rules.library.vocabulary) for criterion in applied.guideline.criteria)
    findings = [Finding(result.required, result.value, result.sentence) for result in results]
    return _assessment(
        item,
        "guideline",
        proposal(findings),
        rationale(applied.guideline.recommendation, findings),
        citation=applied.guideline.citation,
        trace=tuple(_trace(considered, results if considered is applied else ()) for considered in walked),
        not_met=sentences(findings, "not met"),
        undocumented=(*sentences(findings, "undocumented"), *dict.fromkeys(facts.problems.values())),
    )


def _assessment(
    item: Item,
    basis: Literal["guideline", "parent-denied", "no-guideline"],
    proposed: Outcome | None,
    reasons: str,
    *,
    citation: str = NO_CITATION,
    trace: tuple[GuidelineTrace, ...] = (),
    not_met: tuple[str, ...] = (),
    undocumented: tuple[str, ...] = (),
) -> Assessment:
    return Assessment(
        item=item.number,
        request=item.request,
        proposal=proposed,
        basis=basis,
        trace=trace,
        not_met=not_met,
        undocumented=undocumented,
        claims_administrator_guideline=item.claims_administrator_guideline or NOTHING_CITED_BY_CLAIMS_ADMINISTRATOR,
        reviewer_guideline=citation,
        rationale=reasons,
        closing=closing(item.request, proposed),
    )


def _trace(considered: Considered, results: tuple[CriterionResult, ...] = ()) -> GuidelineTrace:
    guideline = considered.guideline
    return GuidelineTrace(
        guideline=guideline.id,
        citation=guideline.citation,
        rank=guideline.rank,
        applies=considered.applies,
        reason=considered.reason,
        criteria=results,
    )


def _result(criterion: Criterion, facts: ItemFacts, vocabulary: Mapping[str, FactDefinition]) -> CriterionResult:
    """One criterion with the facts it read; a fact that was given and cannot be used stays in the trace and counts as missing."""
    value = criterion.test(facts.values)
    return CriterionResult(
        id=criterion.id,
        required=criterion.required,
        expression=criterion.expression,
        value=value,
        sentence=fill(criterion.sentences[value], facts.values, vocabulary),
        facts=tuple(fact for name in criterion.facts for fact in facts.given.get(name, ())),
        missing=tuple(name for name in criterion.facts if name not in facts.values),
    )
