"""One item put to the requirements of every request, to the evidence in its order, and to what the parties cite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.message import of_checked
from schemas.messages.application import Item, Recommendation
from schemas.messages.assessment import Assessment, CriterionResult
from services.decision.assessment.item_facts import ItemFacts
from services.decision.assessment.rules import Rules
from services.decision.assessment.trace import Recorded
from services.decision.assessment.translation import Basis, Steps, compared, conclude, required
from services.decision.domain.guidelines.evidence_comparison import Cited, Compared, compare
from services.decision.domain.guidelines.evidence_search import Considered, Question
from services.decision.domain.guidelines.facts import FactDefinition
from services.decision.domain.guidelines.guideline import Criterion
from services.decision.domain.reasons.proposal import Finding, Outcome, proposal
from services.decision.domain.reasons.rationale import NO_GUIDELINE, UTILIZATION_REVIEW_ALONE, Condition, Guidance, fill
from services.decision.domain.request.requirements import requirements


@dataclass(frozen=True, slots=True)
class History:
    """Diagnoses and care so far, as phrases."""

    diagnoses: Sequence[str] = ()
    treatments: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Tested:
    """A walk of the evidence, the criteria of the guideline it found, and what they came to with the requirements of every request."""

    walk: Recorded
    results: tuple[CriterionResult, ...]
    proposal: Outcome | None


def examine(item: Item, facts: ItemFacts, question: Question, rules: Rules, history: History) -> Assessment:
    """Assess an item that stands on its own. Where nothing speaks and nothing is lacking, the reviewer starts from the evidence."""
    demanded = tuple(
        required(each, facts)
        for each in requirements(facts.disputed, facts.values, countable=facts.treatment in rules.library.countable)
    )
    tested = _tested(facts, question, rules, {}, demanded)
    comparison = compare([_cited(each) for each in item.evidence])
    reason = None if comparison is None else _rebuttal(comparison, tested)
    if reason is not None:
        tested = _tested(facts, question, rules, {"mtus": reason}, demanded)
    return conclude(
        item,
        facts,
        rules.library,
        Steps(
            phase=question.phase,
            basis=_basis(tested, demanded),
            proposal=tested.proposal,
            remarks=_remarks(facts, comparison, tested, demanded),
            guidance=_guidance(tested.walk.found),
            condition=Condition(question.phase, facts.body_region, facts.body_side, history.diagnoses, history.treatments),
            requirements=demanded,
            walk=tested.walk,
            results=tested.results,
            comparison=None if comparison is None else compared(comparison),
        ),
    )


def _tested(
    facts: ItemFacts, question: Question, rules: Rules, rebutted: Mapping[str, str], demanded: Sequence[CriterionResult]
) -> Tested:
    """Walk the evidence and test the item against what is found."""
    walked = rules.walk(facts.treatment, question, rebutted)
    lacking = any(each.value != "met" for each in demanded)
    if walked.found is None:
        return Tested(walked, (), "upheld" if lacking else None)
    results = tuple(_result(criterion, facts, rules.library.vocabulary) for criterion in walked.found.guideline.criteria)
    outcome = proposal([Finding(each.required, each.value, each.sentence) for each in (*demanded, *results)])
    return Tested(walked, results, outcome)


def _rebuttal(comparison: Compared, tested: Tested) -> str | None:
    """Why the presumption of the MTUS is rebutted (9792.21(c), 9792.25.1), if it is.

    What prevails has to be evidence of another rank that contradicts the MTUS, whose own study is rated beside it.
    """
    found, prevails = tested.walk.found, comparison.prevails
    if found is None or found.guideline.rank != "mtus" or prevails is None or prevails.rank == "mtus":
        return None
    beaten = comparison.opposing if prevails is comparison.supporting else comparison.supporting
    contradicts = prevails.recommends != (tested.proposal == "overturned")
    return comparison.explanation if beaten.rank == "mtus" and contradicts else None


def _basis(tested: Tested, demanded: Sequence[CriterionResult]) -> Basis:
    if any(each.value != "met" for each in demanded) and tested.walk.found is None:
        return "requirement"
    if tested.walk.found is None:
        return "no-guideline"
    return "by-analogy" if tested.walk.found.by_analogy else "guideline"


def _remarks(facts: ItemFacts, comparison: Compared | None, tested: Tested, demanded: Sequence[CriterionResult]) -> tuple[str, ...]:
    """What has to be said between the guideline and the criteria: the evidence that conflicts, utilization review alone."""
    remarks = [] if comparison is None else [comparison.explanation]
    if facts.ur_alone:
        remarks.append(UTILIZATION_REVIEW_ALONE)
    if tested.walk.found is None and all(each.value == "met" for each in demanded):
        remarks.insert(0, NO_GUIDELINE)
    return tuple(remarks)


def _guidance(found: Considered | None) -> Guidance | None:
    if found is None:
        return None
    remark = None
    if found.by_analogy:
        remark = "No guideline in the library speaks to this phase of the condition; the nearest, which is about another phase, is used by analogy"
    return Guidance(found.guideline.recommendation, found.guideline.citation, remark)


def _cited(each: Recommendation) -> Cited:
    return Cited(each.citation, each.rank, each.recommends, each.applicable, each.bias, each.level)


def _result(criterion: Criterion, facts: ItemFacts, vocabulary: Mapping[str, FactDefinition]) -> CriterionResult:
    """One criterion with the facts it read; a fact that was given and cannot be used stays in the trace and counts as missing."""
    value = criterion.test(facts.values)
    return of_checked(
        CriterionResult,
        id=criterion.id,
        required=criterion.required,
        expression=criterion.expression,
        value=value,
        sentence=fill(criterion.sentences[value], facts.values, vocabulary),
        facts=tuple(fact for name in criterion.facts for fact in facts.given.get(name, ())),
        missing=tuple(name for name in criterion.facts if name not in facts.values),
    )
