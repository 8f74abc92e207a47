"""The search for the guideline that applies, rank by rank: a lower rank only where every higher one is silent (8 CCR 9792.21.1(a))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.decision.domain.guideline import Guideline
from services.decision.domain.phase import Phase
from services.decision.domain.wording import day, listed


@dataclass(frozen=True, slots=True)
class Question:
    """What a guideline is looked for; *phase* is None where the date of injury is not known."""

    requested_on: date
    body_region: str | None
    phase: Phase | None


@dataclass(frozen=True, slots=True)
class Considered:
    """A guideline that was looked at, whether it applies, and why or why not."""

    guideline: Guideline
    applies: bool
    reason: str


def walk(guidelines: Sequence[Guideline], evidence_order: Sequence[str], question: Question) -> tuple[Considered, ...]:
    """Consider the *guidelines* on a treatment in the evidence order; the first that speaks applies, and at most one does."""
    ranks = {rank: place for place, rank in enumerate(evidence_order)}
    ordered = sorted(
        guidelines, key=lambda each: (ranks.get(each.rank, len(ranks)), not each.is_specific, each.in_force.since, each.id)
    )
    found: Guideline | None = None
    walked = []
    for guideline in ordered:
        reason = reason_silent(guideline, question) or _reason_not_reached(guideline, found, ranks)
        walked.append(Considered(guideline, reason is None, reason or _why_it_applies(question)))
        if reason is None:
            found = guideline
    return tuple(walked)


def reason_silent(guideline: Guideline, question: Question) -> str | None:
    """Why *guideline* says nothing to the *question*, if so: another edition, body region or phase."""
    if not guideline.in_force.covers(question.requested_on):
        until = "" if guideline.in_force.until is None else f" to {day(guideline.in_force.until)}"
        return f"It holds for requests from {day(guideline.in_force.since)}{until}; this one is of {day(question.requested_on)}."
    if guideline.body_regions and question.body_region is None:
        return f"It is about the {_names(guideline.body_regions)}, and the body region of this request is not given."
    if guideline.body_regions and question.body_region not in guideline.body_regions:
        return f"It is about the {_names(guideline.body_regions)}, this request about the {_names({question.body_region or ''})}."
    if guideline.phases and question.phase is not None and question.phase not in guideline.phases:
        return f"It is about {_names(guideline.phases)} conditions; this one was {question.phase} when the request was made."
    return None


def _reason_not_reached(guideline: Guideline, found: Guideline | None, ranks: dict[str, int]) -> str | None:
    if guideline.rank not in ranks:
        return f'Its rank "{guideline.rank}" has no place in the evidence order.'
    if found is None:
        return None
    if found.rank != guideline.rank:
        return f"Not reached: a guideline of a higher rank speaks to the request ({found.id})."
    return f"A guideline of the same rank speaks more closely to the request ({found.id})."


def _why_it_applies(question: Question) -> str:
    phase = (
        "the phase was not tested, as the date of injury is not given"
        if question.phase is None
        else f"the condition was {question.phase}"
    )
    return f"It is in force for a request of {day(question.requested_on)} and speaks to this treatment; {phase}."


def _names(identifiers: frozenset[str] | frozenset[Phase] | set[str]) -> str:
    return listed(sorted(identifier.replace("-", " ") for identifier in identifiers))
