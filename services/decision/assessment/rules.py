"""By what items are judged: the guideline library, and the evidence order of the jurisdiction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import jurisdictions
from services.decision.assessment.trace import Recorded, record
from services.decision.domain.guidelines.evidence_search import Question, walk
from services.decision.library.library import Library, load

_WALKS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The library, and the ranks of evidence in the order in which they are asked."""

    library: Library
    evidence_order: tuple[str, ...]
    _walks: dict[tuple[str | None, Question], Recorded] = field(default_factory=dict, init=False, repr=False, compare=False)

    def walk(self, treatment: str | None, question: Question, rebutted: Mapping[str, str] | None = None) -> Recorded:
        """The walk for a *question* about a *treatment*; kept, as many requests ask the same on the same day."""
        if rebutted:
            return self._walked(treatment, question, rebutted)
        kept = self._walks.get((treatment, question))
        if kept is None:
            if len(self._walks) == _WALKS_MAX:
                self._walks.clear()
            kept = self._walks[treatment, question] = self._walked(treatment, question, {})
        return kept

    def _walked(self, treatment: str | None, question: Question, rebutted: Mapping[str, str]) -> Recorded:
        return record(walk(self.library.by_treatment.get(treatment or "", ()), self.evidence_order, question, rebutted))


@cache
def rules_of(jurisdiction: str) -> Rules:
    """The rules of *jurisdiction*, read once; raises UnknownJurisdiction."""
    order = jurisdictions.load(jurisdiction).evidence_order
    return Rules(load(), order)
