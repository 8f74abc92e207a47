"""A walk of the evidence in the words of the schema, made once for all the items that ask the same question."""

from dataclasses import dataclass

from schemas.message import of_checked
from schemas.messages.assessment import CriterionResult, GuidelineTrace, RankStep
from services.decision.domain.guidelines.evidence_search import Considered, Walk


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ranks and guidelines of a walk as they are published; *found* is the one to test, and stands at *place* in the trace."""

    ranks: tuple[RankStep, ...]
    trace: tuple[GuidelineTrace, ...]
    found: Considered | None
    place: int

    def trace_with(self, results: tuple[CriterionResult, ...]) -> tuple[GuidelineTrace, ...]:
        """The trace with the *results* at the guideline that was tested."""
        if self.found is None:
            return self.trace
        tested = _trace(self.found, results)
        return (*self.trace[: self.place], tested, *self.trace[self.place + 1 :])


def record(walk: Walk) -> Recorded:
    """Put *walk* on record."""
    return Recorded(
        ranks=tuple(RankStep(rank=each.rank, answer=each.answer, reason=each.reason) for each in walk.ranks),
        trace=tuple(_trace(each, ()) for each in walk.considered),
        found=walk.found,
        place=0 if walk.found is None else walk.considered.index(walk.found),
    )


def _trace(considered: Considered, results: tuple[CriterionResult, ...]) -> GuidelineTrace:
    """Library text, which was checked when it was loaded, and results that are checked already."""
    guideline = considered.guideline
    return of_checked(
        GuidelineTrace,
        guideline=guideline.id,
        citation=guideline.citation,
        rank=guideline.rank,
        applies=considered.applies,
        by_analogy=considered.by_analogy,
        reason=considered.reason,
        criteria=results,
    )
