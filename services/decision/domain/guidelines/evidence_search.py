"""Search for the guideline that applies, rank by rank (8 CCR 9792.21.1(a)).

A lower rank is searched only if every higher rank is silent or its presumption is rebutted for a
recorded reason (9792.21(c), 9792.25).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from services.decision.domain.guidelines.guideline import Guideline, Phase
from services.decision.domain.wording import day, listed

REQUEST_DAY = "\0"
"""The blank for the day of the request in a kept reason.

Neither a library nor a message has this character in a text.
"""

Answer = Literal["speaks", "not-held", "silent", "rebutted", "not-reached"]


@dataclass(frozen=True, slots=True)
class Question:
    """The facts that select a guideline; *phase* is None if the date of injury is unknown.

    Reasons on an *undated* question have the blank `REQUEST_DAY` in place of the day, so that they
    hold for every day on which the same editions are in force.
    """

    requested_on: date
    body_region: str | None
    phase: Phase | None
    undated: bool = False

    @property
    def day(self) -> str:
        """The day of the request as reasons tell it."""
        return REQUEST_DAY if self.undated else day(self.requested_on)


@dataclass(frozen=True, slots=True)
class ConsideredGuideline:
    """A guideline that was considered, with the reason why it applies or not.

    *by_analogy*: it is about another phase of the condition, and is used because no guideline is
    about this one.
    """

    guideline: Guideline
    applies: bool
    reason: str
    by_analogy: bool = False


@dataclass(frozen=True, slots=True)
class RankAnswer:
    """The answer of one rank of the evidence order."""

    rank: str
    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceSearch:
    """The answers of all ranks and guidelines, in order; *found* is the guideline to test.

    *consult* is one that ends the search because it speaks and is not held. A search is compared by
    identity: many items share one.
    """

    ranks: tuple[RankAnswer, ...]
    considered: tuple[ConsideredGuideline, ...]
    found: ConsideredGuideline | None
    consult: ConsideredGuideline | None = None


NOT_SEARCHED = EvidenceSearch((), (), None)


def search_evidence(
    guidelines: Sequence[Guideline], evidence_order: Sequence[str], question: Question, rebutted: Mapping[str, str] | None = None
) -> EvidenceSearch:
    """Consider the *guidelines* on a treatment in the evidence order; at most one applies.

    *rebutted* gives the reason for each rank whose presumption is rebutted.
    """
    rebutted = rebutted or {}
    places = {rank: place for place, rank in enumerate(evidence_order)}
    considered = [_considered(each, question, places, rebutted) for each in _in_order(guidelines, places)]
    found = next((each for each in considered if each.applies), None)
    if found is not None and not found.guideline.held:
        considered = [_only_the_first(each, found) for each in considered]
        return EvidenceSearch(tuple(_asked(evidence_order, considered, found, rebutted)), tuple(considered), None, found)
    if found is None:
        considered = _with_the_nearest(considered, question, places, rebutted)
        found = next((each for each in considered if each.by_analogy), None)
    considered = [_only_the_first(each, found) for each in considered]
    return EvidenceSearch(tuple(_asked(evidence_order, considered, found, rebutted)), tuple(considered), found)


def reason_silent(guideline: Guideline, question: Question) -> str | None:
    """Return why *guideline* does not cover the *question*; None if it does.

    The edition, the body region or the phase may be another.
    """
    return _other_edition_or_region(guideline, question) or _other_phase(guideline, question)


def _in_order(guidelines: Sequence[Guideline], places: Mapping[str, int]) -> list[Guideline]:
    """Sort by rank; within a rank, guidelines that are held and name body regions come first."""
    return sorted(
        guidelines,
        key=lambda each: (places.get(each.rank, len(places)), not each.held, not each.body_regions, each.in_force.since, each.id),
    )


def _considered(
    guideline: Guideline, question: Question, places: Mapping[str, int], rebutted: Mapping[str, str]
) -> ConsideredGuideline:
    reason = reason_silent(guideline, question) or _reason_not_asked(guideline, places, rebutted)
    applies = _why_it_applies(question) if guideline.held else f"{_why_it_applies(question)} Its text is not held."
    return ConsideredGuideline(guideline, reason is None, reason or applies)


def _reason_not_asked(guideline: Guideline, places: Mapping[str, int], rebutted: Mapping[str, str]) -> str | None:
    if guideline.rank not in places:
        return f'Its rank "{guideline.rank}" has no place in the evidence order.'
    return f"Its presumption is rebutted: {rebutted[guideline.rank]}" if guideline.rank in rebutted else None


def _other_edition_or_region(guideline: Guideline, question: Question) -> str | None:
    if not guideline.in_force.covers(question.requested_on):
        until = "" if guideline.in_force.until is None else f" to {day(guideline.in_force.until)}"
        return f"It holds for requests from {day(guideline.in_force.since)}{until}; this one is of {question.day}."
    if guideline.body_regions and question.body_region is None:
        return f"It is about the {_names(guideline.body_regions)}, and the body region of this request is not given."
    if guideline.body_regions and question.body_region not in guideline.body_regions:
        return f"It is about the {_names(guideline.body_regions)}, this request about the {_names({question.body_region or ''})}."
    return None


def _other_phase(guideline: Guideline, question: Question) -> str | None:
    if guideline.phases and question.phase is not None and question.phase not in guideline.phases:
        return f"It is about {_names(guideline.phases)} conditions; this one was {question.phase} when the request was made."
    return None


def _with_the_nearest(
    considered: list[ConsideredGuideline], question: Question, places: Mapping[str, int], rebutted: Mapping[str, str]
) -> list[ConsideredGuideline]:
    """Use the first guideline that only the phase excludes by analogy, and say so.

    Reviewers differ here: some do not apply a chapter on chronic pain to a recent injury, others
    use it if nothing else exists.
    """
    for place, each in enumerate(considered):
        guideline = each.guideline
        if (
            guideline.held
            and _other_edition_or_region(guideline, question) is None
            and _reason_not_asked(guideline, places, rebutted) is None
        ):
            reason = f"{each.reason} No other guideline speaks, so it was tested by analogy."
            return [*considered[:place], replace(each, reason=reason, by_analogy=True), *considered[place + 1 :]]
    return considered


def _only_the_first(each: ConsideredGuideline, found: ConsideredGuideline | None) -> ConsideredGuideline:
    """Let only the first applicable guideline apply; give the reason for each of the others."""
    if found is None or each is found or not each.applies:
        return each
    if found.guideline.rank != each.guideline.rank:
        reason = f"Not reached: a guideline of a higher rank speaks to the request ({found.guideline.id})."
    else:
        reason = f"A guideline of the same rank speaks more closely to the request ({found.guideline.id})."
    return ConsideredGuideline(each.guideline, applies=False, reason=reason)


def _asked(
    evidence_order: Sequence[str],
    considered: Sequence[ConsideredGuideline],
    found: ConsideredGuideline | None,
    rebutted: Mapping[str, str],
) -> list[RankAnswer]:
    """Return the answer of each rank, in the evidence order."""
    speaking = None if found is None or found.by_analogy else found.guideline
    asked: list[RankAnswer] = []
    for rank in evidence_order:
        if speaking is not None and asked and asked[-1].answer in {"speaks", "not-held", "not-reached"}:
            asked.append(RankAnswer(rank, "not-reached", f"Not reached: {speaking.id} speaks to the request."))
        elif rank in rebutted:
            asked.append(RankAnswer(rank, "rebutted", rebutted[rank]))
        elif speaking is not None and speaking.rank == rank:
            asked.append(
                RankAnswer(rank, "speaks", f"{speaking.id} speaks to the request.")
                if speaking.held
                else RankAnswer(
                    rank, "not-held", f"{speaking.id} speaks to the request, and its text is not held. {speaking.citation}"
                )
            )
        else:
            asked.append(RankAnswer(rank, "silent", _why_silent([each for each in considered if each.guideline.rank == rank])))
    return asked


def _why_silent(considered: Sequence[ConsideredGuideline]) -> str:
    if not considered:
        return "The library has no guideline of this rank on this treatment."
    return " ".join(f"{each.guideline.id}: {each.reason}" for each in considered)


def _why_it_applies(question: Question) -> str:
    phase = (
        "the phase was not tested, as the date of injury is not given"
        if question.phase is None
        else f"the condition was {question.phase}"
    )
    return f"It is in force for a request of {question.day} and speaks to this treatment; {phase}."


def _names(identifiers: frozenset[str] | frozenset[Phase] | set[str]) -> str:
    return listed(sorted(identifier.replace("-", " ") for identifier in identifiers))
