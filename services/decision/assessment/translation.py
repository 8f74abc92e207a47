"""Translate the conclusion on an item into the schema of the published assessment."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from schemas.message import of_checked
from schemas.messages.application import Item
from schemas.messages.assessment import (
    Assessment,
    Comparison,
    CriterionResult,
    GuidelineTrace,
    RankStep,
    UnderReview,
    UnusedFact,
)
from services.decision.assessment.item_facts import ItemFacts
from services.decision.domain.guidelines.evidence_comparison import EvidenceComparison
from services.decision.domain.guidelines.evidence_search import NOT_SEARCHED, ConsideredGuideline, EvidenceSearch
from services.decision.domain.guidelines.guideline import Criterion, Phase, Value
from services.decision.domain.reasons.proposal import Finding, Outcome, sentences
from services.decision.domain.reasons.rationale import (
    NO_CITATION,
    NO_RANK_CITED,
    TO_BE_CONSULTED,
    Condition,
    Guidance,
    closing,
    nothing_cited,
)
from services.decision.domain.request.under_review import Requirement

Basis = Literal["guideline", "by-analogy", "requirement", "parent-denied", "duplicate", "no-guideline"]

_SEARCHES_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """A tested criterion of the guideline, with its value and the sentence for that value."""

    criterion: Criterion
    value: Value
    sentence: str

    @property
    def finding(self) -> Finding:
        """The value and sentence as a finding."""
        return Finding(self.criterion.required, self.value, self.sentence)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The proposal on an item with its reasons; *remarks* are sentences outside the criteria."""

    facts: ItemFacts
    phase: Phase | None
    basis: Basis
    proposal: Outcome | None
    remarks: Sequence[str] = ()
    guidance: Guidance | None = None
    condition: Condition | None = None
    requirements: tuple[Requirement, ...] = ()
    search: EvidenceSearch = NOT_SEARCHED
    tested: tuple[CriterionAnswer, ...] = ()
    comparison: EvidenceComparison | None = None

    @property
    def findings(self) -> list[Finding]:
        """The unmet requirements and every tested criterion."""
        lacking = [each.finding for each in self.requirements if each.value != "met"]
        return [*lacking, *(each.finding for each in self.tested)]


# The parts of an assessment come from library text and validated facts, so they are not validated
# one by one: the assessment as a whole is, with all its sentences.


def to_assessment(item: Item, conclusion: Conclusion, rationale: str) -> Assessment:
    """Return the assessment of *item* as it is published."""
    facts, findings = conclusion.facts, conclusion.findings
    results = tuple(_criterion(each, facts) for each in conclusion.tested)
    return Assessment(
        item=item.number,
        request=item.request,
        treatment=facts.treatment,
        body_region=facts.body_region,
        body_side=facts.body_side,
        phase=conclusion.phase,
        under_review=_under_review(item, facts),
        proposal=conclusion.proposal,
        basis=conclusion.basis,
        requirements=tuple(_requirement(each, facts) for each in conclusion.requirements),
        walk=_ranks(conclusion.search),
        trace=_trace(conclusion.search, results),
        comparison=None if conclusion.comparison is None else _comparison(conclusion.comparison),
        unused_facts=_unused(facts),
        not_met=sentences(findings, "not met"),
        undocumented=(*sentences(findings, "undocumented"), *dict.fromkeys(facts.usable.problems.values())),
        claims_administrator_guideline=item.claims_administrator_guideline or nothing_cited(facts.words),
        reviewer_guideline=_cited(conclusion),
        rationale=rationale,
        closing=closing(item.request, conclusion.proposal, under_review=facts.disputed.scope != "nothing"),
    )


def _cited(conclusion: Conclusion) -> str:
    """Return the source of the guideline that was tested, or of the evidence compared instead.

    Without either, return why there is none.
    """
    if conclusion.guidance is not None:
        return conclusion.guidance.citation
    if (compared := conclusion.comparison) is not None:
        return "; ".join(each.citation.removesuffix(".") for each in (compared.supporting, compared.opposing)) + "."
    if (consult := conclusion.search.consult) is not None:
        return f"{TO_BE_CONSULTED}{consult.guideline.citation}"
    searched = conclusion.search is not NOT_SEARCHED
    return NO_RANK_CITED if searched and not conclusion.search.ranks else NO_CITATION


def applied_guideline(assessment: Assessment) -> GuidelineTrace | None:
    """Return the guideline that applies, else the one used by analogy; None without either."""
    return next((each for each in assessment.trace if each.applies or each.by_analogy), None)


def _requirement(requirement: Requirement, facts: ItemFacts) -> CriterionResult:
    names = () if requirement.fact is None else (requirement.fact,)
    return _result(requirement.id, requirement.rule, requirement.finding, names, facts)


def _criterion(tested: CriterionAnswer, facts: ItemFacts) -> CriterionResult:
    criterion = tested.criterion
    return _result(criterion.id, criterion.expression, tested.finding, criterion.facts, facts)


def _result(identifier: str, expression: str, finding: Finding, names: Sequence[str], facts: ItemFacts) -> CriterionResult:
    """Return a result with the facts that it read; an unusable fact counts as missing."""
    return of_checked(
        CriterionResult,
        id=identifier,
        required=finding.required,
        expression=expression,
        value=finding.value,
        sentence=finding.sentence,
        facts=tuple(fact for name in names for fact in facts.given.get(name, ())),
        missing=tuple(name for name in names if name not in facts.values),
    )


@lru_cache(maxsize=_SEARCHES_KEPT)
def _ranks(search: EvidenceSearch) -> tuple[RankStep, ...]:
    """Return the answers of the ranks; the reason of a rebuttal has words of the application."""
    return tuple(
        RankStep(rank=each.rank, answer=each.answer, reason=each.reason)
        if each.answer == "rebutted"
        else of_checked(RankStep, rank=each.rank, answer=each.answer, reason=each.reason)
        for each in search.ranks
    )


@lru_cache(maxsize=_SEARCHES_KEPT)
def _considered(search: EvidenceSearch) -> tuple[GuidelineTrace, ...]:
    return tuple(_guideline(each, ()) for each in search.considered)


def _trace(search: EvidenceSearch, results: tuple[CriterionResult, ...]) -> tuple[GuidelineTrace, ...]:
    """Return every considered guideline, with the *results* of the one that was tested."""
    considered = _considered(search)
    if search.found is None:
        return considered
    place = search.considered.index(search.found)
    return (*considered[:place], _guideline(search.found, results), *considered[place + 1 :])


def _guideline(considered: ConsideredGuideline, results: tuple[CriterionResult, ...]) -> GuidelineTrace:
    guideline = considered.guideline
    return of_checked(
        GuidelineTrace,
        guideline=guideline.id,
        citation=guideline.citation,
        rank=guideline.rank,
        applies=considered.applies,
        by_analogy=considered.by_analogy,
        reason=considered.reason,
        criteria=results,
    )


def _comparison(comparison: EvidenceComparison) -> Comparison:
    return Comparison(
        for_treatment=comparison.supporting.citation,
        against_treatment=comparison.opposing.citation,
        decided_by=comparison.decided_by,
        prevails=None if comparison.prevails is None else comparison.prevails.citation,
        explanation=comparison.explanation,
    )


def _under_review(item: Item, facts: ItemFacts) -> UnderReview:
    disputed = facts.disputed
    return of_checked(
        UnderReview,
        scope=disputed.scope,
        requested=item.quantity.requested,
        authorised=item.quantity.authorised,
        amount=None if disputed.amount is None else _amount(disputed.amount),
        unit=item.quantity.unit,
        used_before=facts.used_before,
        explanation=disputed.explanation,
    )


def _amount(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _unused(facts: ItemFacts) -> tuple[UnusedFact, ...]:
    """Return the facts that were not used, with the reason.

    They count as undocumented, or the medical records contradict the utilization review decision.
    """
    reasons = {**facts.usable.problems, **facts.usable.remarks}
    return tuple(UnusedFact(name=name, reason=reason, given=facts.given.get(name, ())) for name, reason in reasons.items())
