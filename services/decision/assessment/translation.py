"""Translate the conclusion on an item into the schema of the published assessment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Literal, TypeVar

from schemas.message import is_text, of_checked, with_checked
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
from services.decision.domain.guidelines.evidence_search import NOT_SEARCHED, REQUEST_DAY, ConsideredGuideline, EvidenceSearch
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
from services.decision.domain.wording import day

Basis = Literal["guideline", "by-analogy", "requirement", "parent-denied", "duplicate", "no-guideline"]

_SEARCHES_KEPT = 10_000

P = TypeVar("P", RankStep, GuidelineTrace)


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
    """The proposal on an item with its reasons; *remarks* are sentences outside the criteria.

    *requested_on* is the day that fills the blanks in the reasons of the search.
    """

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
    requested_on: date | None = None

    @property
    def findings(self) -> list[Finding]:
        """The unmet requirements and every tested criterion."""
        lacking = [each.finding for each in self.requirements if each.value != "met"]
        return [*lacking, *(each.finding for each in self.tested)]


# The parts of an assessment come from library text and validated facts, so they are not validated
# one by one. Its own sentences are composed of such texts: where each is plainly a text of a
# message, the assessment is not validated either.


def to_assessment(item: Item, conclusion: Conclusion, rationale: str) -> Assessment:
    """Return the assessment of *item* as it is published."""
    facts, findings = conclusion.facts, conclusion.findings
    results = tuple(_criterion(each, facts) for each in conclusion.tested)
    walk, trace = _of_search(conclusion.search, conclusion.requested_on, results)
    not_met = sentences(findings, "not met")
    undocumented = (*sentences(findings, "undocumented"), *dict.fromkeys(facts.usable.problems.values()))
    cited_before, cites = item.claims_administrator_guideline or nothing_cited(facts.words), _cited(conclusion)
    closed = closing(item.request, conclusion.proposal, under_review=facts.disputed.scope != "nothing")
    plain = all(map(is_text, (rationale, closed, cited_before, cites, *not_met, *undocumented)))
    return _ASSESSMENT[plain](
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
        walk=walk,
        trace=trace,
        comparison=None if conclusion.comparison is None else _comparison(conclusion.comparison),
        unused_facts=_unused(facts),
        not_met=not_met,
        undocumented=undocumented,
        claims_administrator_guideline=cited_before,
        reviewer_guideline=cites,
        rationale=rationale,
        closing=closed,
    )


_ASSESSMENT: Mapping[bool, Callable[..., Assessment]] = {False: Assessment, True: partial(of_checked, Assessment)}
"""How an assessment is made: validated, or of values that need no validation."""


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


def _of_search(
    search: EvidenceSearch, requested_on: date | None, results: tuple[CriterionResult, ...]
) -> tuple[tuple[RankStep, ...], tuple[GuidelineTrace, ...]]:
    """Return ranks and guidelines as published, with the *results* of the one that was tested."""
    form = _form(search)
    steps, traces = [*form.steps], [*form.traces]
    if form.tested is not None:
        traces[form.tested] = with_checked(traces[form.tested], criteria=results)
    if requested_on is not None:
        told = day(requested_on)
        for place in form.dated_steps:
            steps[place] = _dated(steps[place], told)
        for place in form.dated_traces:
            traces[place] = _dated(traces[place], told)
    return tuple(steps), tuple(traces)


@dataclass(frozen=True, slots=True)
class _Form:
    """A search as it is published, made once: without results, and with blanks for the day.

    *tested* is the place of the guideline that was found. The *dated* ones tell the day.
    """

    steps: tuple[RankStep, ...]
    traces: tuple[GuidelineTrace, ...]
    tested: int | None
    dated_steps: tuple[int, ...]
    dated_traces: tuple[int, ...]


@lru_cache(maxsize=_SEARCHES_KEPT)
def _form(search: EvidenceSearch) -> _Form:
    steps, traces = _ranks(search), tuple(_guideline(each) for each in search.considered)
    tested = None if search.found is None else search.considered.index(search.found)
    return _Form(steps, traces, tested, _telling_the_day(steps), _telling_the_day(traces))


def _telling_the_day(parts: Sequence[RankStep | GuidelineTrace]) -> tuple[int, ...]:
    return tuple(place for place, each in enumerate(parts) if REQUEST_DAY in each.reason)


def _dated(part: P, told: str) -> P:
    """Return the *part* of a trace with its day filled in."""
    return with_checked(part, reason=part.reason.replace(REQUEST_DAY, told))


def _ranks(search: EvidenceSearch) -> tuple[RankStep, ...]:
    """Return the answers of the ranks; the reason of a rebuttal has words of the application."""
    return tuple(
        RankStep(rank=each.rank, answer=each.answer, reason=each.reason)
        if each.answer == "rebutted"
        else of_checked(RankStep, rank=each.rank, answer=each.answer, reason=each.reason)
        for each in search.ranks
    )


def _guideline(considered: ConsideredGuideline) -> GuidelineTrace:
    guideline = considered.guideline
    return of_checked(
        GuidelineTrace,
        guideline=guideline.id,
        citation=guideline.citation,
        rank=guideline.rank,
        applies=considered.applies,
        by_analogy=considered.by_analogy,
        reason=considered.reason,
        criteria=(),
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
