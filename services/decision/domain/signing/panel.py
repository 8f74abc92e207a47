"""Decide a panel's outcome by majority, item by item.

Reviewers decide independently; an even split is in favor of treatment (LC 4610.6(e)).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.decision.domain.reasons.proposal import Outcome
from services.decision.domain.reasons.sources import joint_citation
from services.decision.domain.wording import listed, sentence

TEXT_MAX = 20_000
"""The number of characters that a rationale may have in a letter."""

_VERDICTS: dict[Outcome, str] = {"upheld": "uphold the denial", "overturned": "approve the treatment"}


@dataclass(frozen=True, slots=True)
class Vote:
    """One reviewer's decision on an item, with the reasons."""

    outcome: Outcome
    reviewer_guideline: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The panel's decision on an item, with every reviewer's reasons."""

    outcome: Outcome
    reviewer_guideline: str
    rationale: str


def majority(outcomes: Sequence[Outcome], even_split: Outcome) -> Outcome:
    """Return the outcome of the majority, or *even_split* if there is none."""
    votes = Counter(outcomes)
    if votes["upheld"] == votes["overturned"]:
        return even_split
    return "upheld" if votes["upheld"] > votes["overturned"] else "overturned"


def verdict(votes: Sequence[Vote], even_split: Outcome) -> Verdict:
    """Return the decision for *votes*, which are in the order of the reviewers.

    The reasons give the count, then the majority's reasons, then the others'; every source of the
    majority is cited. Reviewers who give the same reasons are named together.
    """
    outcome = majority([vote.outcome for vote in votes], even_split)
    carried = [vote for vote in votes if vote.outcome == outcome]
    told: dict[tuple[Outcome, str], list[str]] = {}
    for ordinal, vote in sorted(enumerate(votes, start=1), key=lambda each: each[1].outcome != outcome):
        told.setdefault((vote.outcome, sentence(vote.rationale)), []).append(str(ordinal))
    texts = [_count(votes, outcome), *(_reasons(*each, who) for each, who in told.items())]
    if len(told) == 1:
        texts = [f"{_count(votes, outcome).removesuffix('.')}, for the same reasons.", sentence(votes[0].rationale)]
    return Verdict(outcome, joint_citation(vote.reviewer_guideline for vote in carried), " ".join(texts))


def _reasons(outcome: Outcome, reasons: str, ordinals: Sequence[str]) -> str:
    """Return the *reasons* of the reviewers with these *ordinals*; the same are told once."""
    who = f"Reviewer{'' if len(ordinals) == 1 else 's'} {listed(ordinals)}"
    return f"{who} would {_VERDICTS[outcome]}: {reasons}"


def _count(votes: Sequence[Vote], outcome: Outcome) -> str:
    """Return a sentence about the count of votes."""
    agreeing = sum(vote.outcome == outcome for vote in votes)
    if agreeing == len(votes):
        return f"All {len(votes)} reviewers {_VERDICTS[outcome]}."
    if agreeing * 2 == len(votes):
        return f"The {len(votes)} reviewers are evenly divided, so the law decides to {_VERDICTS[outcome]}."
    return f"{agreeing} of {len(votes)} reviewers {_VERDICTS[outcome]}."
