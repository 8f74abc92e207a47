"""The assessment of an item as it is published: the rules' steps in the words of the schema."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from schemas.message import of_checked
from schemas.messages.application import Item
from schemas.messages.assessment import Assessment, Comparison, CriterionResult, UnderReview, UnusedFact
from services.decision.assessment.item_facts import ItemFacts
from services.decision.assessment.trace import Recorded, record
from services.decision.domain.guidelines.evidence_comparison import Compared
from services.decision.domain.guidelines.evidence_search import Walk
from services.decision.domain.guidelines.phase import Phase
from services.decision.domain.reasons.proposal import Finding, Outcome, sentences
from services.decision.domain.reasons.rationale import (
    NO_CITATION,
    NOTHING_CITED_BY_CLAIMS_ADMINISTRATOR,
    Condition,
    Guidance,
    Reasons,
    closing,
    rationale,
)
from services.decision.domain.request.requirements import Requirement
from services.decision.domain.request.under_review import ALL_IN_DISPUTE
from services.decision.library.library import Library

Basis = Literal["guideline", "by-analogy", "requirement", "parent-denied", "duplicate", "no-guideline"]
_NOT_WALKED = record(Walk((), (), None))


@dataclass(frozen=True, slots=True)
class Steps:
    """What led to the proposal on an item; *remarks* are the sentences that no criterion has."""

    phase: Phase | None
    basis: Basis
    proposal: Outcome | None
    remarks: Sequence[str] = ()
    guidance: Guidance | None = None
    condition: Condition | None = None
    requirements: tuple[CriterionResult, ...] = ()
    walk: Recorded = _NOT_WALKED
    results: tuple[CriterionResult, ...] = ()
    comparison: Comparison | None = None


# What is put together here from parts that were checked, library text and validated facts, is not checked again part by part: the
# assessment as a whole is, with all its sentences.


def conclude(item: Item, facts: ItemFacts, library: Library, steps: Steps) -> Assessment:
    """The assessment of *item* that follows from the *steps*."""
    lacking = [each for each in steps.requirements if each.value != "met"]
    findings = [Finding(each.required, each.value, each.sentence) for each in (*lacking, *steps.results)]
    reasons = Reasons(
        condition=steps.condition,
        disputed=None if facts.disputed.explanation == ALL_IN_DISPUTE else facts.disputed.explanation,
        guidance=steps.guidance,
        remarks=steps.remarks,
        findings=findings,
        unusable=[text for name, text in facts.usable.problems.items() if any(name in each.missing for each in steps.results)],
        caution=None if steps.proposal == "overturned" else library.when_denied.get(facts.treatment or ""),
    )
    return Assessment(
        item=item.number,
        request=item.request,
        treatment=facts.treatment,
        body_region=facts.body_region,
        body_side=facts.body_side,
        phase=steps.phase,
        under_review=_under_review(item, facts),
        proposal=steps.proposal,
        basis=steps.basis,
        requirements=steps.requirements,
        walk=steps.walk.ranks,
        trace=steps.walk.trace_with(steps.results),
        comparison=steps.comparison,
        unused_facts=_unused(facts),
        not_met=sentences(findings, "not met"),
        undocumented=(*sentences(findings, "undocumented"), *dict.fromkeys(facts.usable.problems.values())),
        claims_administrator_guideline=item.claims_administrator_guideline or NOTHING_CITED_BY_CLAIMS_ADMINISTRATOR,
        reviewer_guideline=NO_CITATION if steps.guidance is None else steps.guidance.citation,
        rationale=rationale(reasons),
        closing=closing(item.request, steps.proposal),
    )


def required(requirement: Requirement, facts: ItemFacts) -> CriterionResult:
    """A requirement of every request as a criterion's result."""
    names = () if requirement.fact is None else (requirement.fact,)
    return of_checked(
        CriterionResult,
        id=requirement.id,
        required=True,
        expression=requirement.rule,
        value=requirement.value,
        sentence=requirement.sentence,
        facts=tuple(fact for name in names for fact in facts.given.get(name, ())),
        missing=tuple(name for name in names if name not in facts.values),
    )


def compared(comparison: Compared) -> Comparison:
    """A comparison of cited recommendations as it is published."""
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
    """The facts that count as undocumented, and those of the utilization review decision that the records contradict."""
    reasons = {**facts.usable.problems, **facts.usable.remarks}
    return tuple(UnusedFact(name=name, reason=reason, given=facts.given.get(name, ())) for name, reason in reasons.items())
