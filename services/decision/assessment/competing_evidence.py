"""Evidence that parties cite, where it competes with the guideline."""

from collections.abc import Sequence

from schemas.form.item import Recommendation
from services.decision.domain.guidelines.evidence_comparison import EvidenceComparison, RatedRecommendation, outranking
from services.decision.domain.guidelines.evidence_search import EvidenceSearch
from services.decision.domain.reasons.proposal import Outcome
from services.decision.domain.reasons.rationale import outranked_sentence


def rated(each: Recommendation) -> RatedRecommendation:
    """Return a recommendation that a party cites, with its ratings."""
    return RatedRecommendation(each.citation, each.rank, each.recommends, each.applicable, each.bias, each.level)


def rebuttal(comparison: EvidenceComparison, search: EvidenceSearch, proposed: Outcome | None) -> str | None:
    """Return why the presumption of the MTUS is rebutted (9792.21(c), 9792.25.1), if it is.

    The prevailing evidence has to be of another rank and contradict the MTUS, whose own study is
    rated beside it.
    """
    found, prevails = search.found, comparison.prevails
    if found is None or found.guideline.rank != "mtus" or prevails is None or prevails.rank == "mtus":
        return None
    beaten = comparison.opposing if prevails is comparison.supporting else comparison.supporting
    contradicts = prevails.recommends != (proposed == "overturned")
    return comparison.explanation if beaten.rank == "mtus" and contradicts else None


def contradicts_proposal(comparison: EvidenceComparison, proposed: Outcome | None) -> bool:
    """Return whether the best evidence supports the other outcome (9792.25.1(a))."""
    prevails = comparison.prevails
    return prevails is not None and proposed is not None and prevails.recommends != (proposed == "overturned")


def stands_before(
    cited: Sequence[RatedRecommendation], search: EvidenceSearch, proposed: Outcome | None, order: Sequence[str]
) -> RatedRecommendation | None:
    """Return the cited recommendation of a higher rank that is against the proposal."""
    if search.found is None or proposed is None:
        return None
    return outranking(cited, order, search.found.guideline.rank, overturned=proposed == "overturned")


def of_higher_rank(higher: RatedRecommendation | None) -> tuple[str, ...]:
    """Return the remark on a recommendation of a higher rank, if there is one."""
    return () if higher is None else (outranked_sentence(higher.citation, recommends=higher.recommends),)
