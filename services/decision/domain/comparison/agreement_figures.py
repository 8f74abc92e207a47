"""Measure how often the rules propose the reviewer's decision.

Nine of ten denials are upheld, so a rule that upholds everything would agree nine times in ten.
Balanced accuracy, the mean of the recall of upheld and of overturned items, weighs both equally. An
item without a proposal agrees with nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.decision.domain.reasons.proposal import Outcome

Pair = tuple[Outcome, Outcome | None]
"""The reviewer's decision and the rules' proposal."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of items and proposals, and shares of agreement; a share of no items is None."""

    items: int
    proposed: int
    agreement: float | None
    recall_upheld: float | None
    recall_overturned: float | None

    @property
    def balanced_accuracy(self) -> float | None:
        """The mean of both recalls."""
        if self.recall_upheld is None or self.recall_overturned is None:
            return None
        return (self.recall_upheld + self.recall_overturned) / 2


def figures(pairs: Sequence[Pair]) -> Figures:
    """Return the figures for *pairs*."""
    return Figures(
        items=len(pairs),
        proposed=sum(proposed is not None for _, proposed in pairs),
        agreement=_share(pairs),
        recall_upheld=_share([pair for pair in pairs if pair[0] == "upheld"]),
        recall_overturned=_share([pair for pair in pairs if pair[0] == "overturned"]),
    )


def _share(pairs: Sequence[Pair]) -> float | None:
    return sum(decided == proposed for decided, proposed in pairs) / len(pairs) if pairs else None
