"""How several reviewers decide: each on their own, then item by item the majority; an even split is for the treatment (LC 4610.6(e))."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.decision.domain.reasons.proposal import Outcome
from services.decision.domain.wording import sentence

TEXT_MAX = 20_000
"""Characters of a rationale that a letter takes."""

_VERDICTS: dict[Outcome, str] = {"upheld": "uphold the denial", "overturned": "approve the treatment"}


@dataclass(frozen=True, slots=True)
class Vote:
    """What one reviewer decided on an item, and why."""

    outcome: Outcome
    reviewer_guideline: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the panel decided on an item, with every reviewer's reasons."""

    outcome: Outcome
    reviewer_guideline: str
    rationale: str


def majority(outcomes: Sequence[Outcome], even_split: Outcome) -> Outcome:
    """The outcome that more of *outcomes* have; *even_split* where neither does."""
    votes = Counter(outcomes)
    if votes["upheld"] == votes["overturned"]:
        return even_split
    return "upheld" if votes["upheld"] > votes["overturned"] else "overturned"


def verdict(votes: Sequence[Vote], even_split: Outcome) -> Verdict:
    """What the *votes*, in the order of the reviewers, come to; the reasons tell the count, then those who carried it, then the others."""
    outcome = majority([vote.outcome for vote in votes], even_split)
    carried = [vote for vote in votes if vote.outcome == outcome]
    told = [_count(votes, outcome)]
    for ordinal, vote in sorted(enumerate(votes, start=1), key=lambda each: each[1].outcome != outcome):
        told.append(f"Reviewer {ordinal} would {_VERDICTS[vote.outcome]}: {sentence(vote.rationale)}")
    return Verdict(outcome, carried[0].reviewer_guideline, " ".join(told))


def _count(votes: Sequence[Vote], outcome: Outcome) -> str:
    """How the panel came to its outcome, in one sentence."""
    agreeing = sum(vote.outcome == outcome for vote in votes)
    if agreeing == len(votes):
        return f"All {len(votes)} reviewers {_VERDICTS[outcome]}."
    if agreeing * 2 == len(votes):
        return f"The {len(votes)} reviewers are evenly divided, so the law decides to {_VERDICTS[outcome]}."
    return f"{agreeing} of {len(votes)} reviewers {_VERDICTS[outcome]}."
