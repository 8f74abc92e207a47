"""Measure how often the rules propose the reviewer's decision.

Nine of ten denials are upheld, so a rule that upholds everything would agree nine times in ten.
Balanced accuracy, the mean of the recall of upheld and of overturned items, weighs both equally.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.decision.domain.reasons.proposal import Outcome

Pair = tuple[Outcome, Outcome | None]
"""The reviewer's decision and the rules' proposal."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of items and proposals, and shares of agreement; a share of no items is None.

    *agreement* and *balanced_accuracy_of_all* count an item without a proposal as one that agrees
    with nothing. The other shares are of items with a proposal. *precision_overturned* is the share
    of items that the rules would overturn and the reviewer did.
    """

    items: int
    proposed: int
    agreement: float | None
    recall_upheld: float | None
    recall_overturned: float | None
    precision_overturned: float | None
    balanced_accuracy_of_all: float | None

    @property
    def coverage(self) -> float | None:
        """The share of items with a proposal."""
        return self.proposed / self.items if self.items else None

    @property
    def balanced_accuracy(self) -> float | None:
        """The mean of both recalls, of items with a proposal."""
        return _mean(self.recall_upheld, self.recall_overturned)


def figures(pairs: Sequence[Pair]) -> Figures:
    """Return the figures for *pairs*."""
    proposed = [pair for pair in pairs if pair[1] is not None]
    return Figures(
        items=len(pairs),
        proposed=len(proposed),
        agreement=_share(pairs),
        recall_upheld=_recall(proposed, "upheld"),
        recall_overturned=_recall(proposed, "overturned"),
        precision_overturned=_share([pair for pair in pairs if pair[1] == "overturned"]),
        balanced_accuracy_of_all=_mean(_recall(pairs, "upheld"), _recall(pairs, "overturned")),
    )


def _recall(pairs: Sequence[Pair], decided: Outcome) -> float | None:
    return _share([pair for pair in pairs if pair[0] == decided])


def _mean(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else (one + other) / 2


def _share(pairs: Sequence[Pair]) -> float | None:
    return sum(decided == proposed for decided, proposed in pairs) / len(pairs) if pairs else None
