"""The outcome of a case, which follows from those of its items: only a case can be partial, an item never is."""

from collections.abc import Iterable
from typing import Literal

from services.decision.domain.reasons.proposal import Outcome

CaseOutcome = Literal["uphold", "overturn", "partial overturn"]


def case_outcome(outcomes: Iterable[Outcome]) -> CaseOutcome:
    """Uphold where every denial stands, overturn where none does, partial overturn between."""
    found = set(outcomes)
    if found == {"upheld"}:
        return "uphold"
    return "overturn" if found == {"overturned"} else "partial overturn"
