"""Weigh conflicting recommendations: by the studies behind them, or before that by rank.

The method of 8 CCR 9792.25.1 compares two recommendations by their studies. Three tests follow in
order: whether the study applies to the employee, its quality, and its level of evidence. A test
decides nothing if the papers do not rate both studies.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from terms.law_words import PLAIN, LawWords

Test = Literal["applicability", "quality", "level"]
Bias = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class RatedRecommendation:
    """A recommendation for or against a treatment; a rating is None if the papers give none."""

    citation: str
    rank: str
    recommends: bool
    applicable: bool | None = None
    bias: Bias | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceComparison:
    """The two sides, the first test that separates them, and the one that prevails, if any."""

    supporting: RatedRecommendation
    opposing: RatedRecommendation
    decided_by: Test | None
    prevails: RatedRecommendation | None
    explanation: str


_Outcome = Callable[[Test | None, RatedRecommendation | None, str], EvidenceComparison]


def compare(cited: Sequence[RatedRecommendation], words: LawWords = PLAIN) -> EvidenceComparison | None:
    """Compare the best rated recommendations on either side; None if there is no conflict."""
    supporting = sorted((each for each in cited if each.recommends), key=_rating)
    opposing = sorted((each for each in cited if not each.recommends), key=_rating)
    return _weighed(supporting[0], opposing[0], words.person) if supporting and opposing else None


def outranking(
    cited: Sequence[RatedRecommendation], order: Sequence[str], rank: str, *, overturned: bool
) -> RatedRecommendation | None:
    """Return the recommendation of a higher rank than *rank* that is for the other outcome.

    Under the strict *order* of LC 4610.5(c)(2) a lower rank is used only where every higher one
    does not apply. A recommendation that does not apply to the patient, or a rank that is divided,
    outranks nothing.
    """
    for higher in order[: order.index(rank)]:
        sides = [each for each in cited if each.rank == higher and each.applicable is not False]
        if sides and all(each.recommends != overturned for each in sides):
            return sides[0]
    return None


def _rating(cited: RatedRecommendation) -> tuple[int, int, str, str]:
    """Return a sort key that puts better rated recommendations first, unrated ones last."""
    return (
        {True: 0, None: 1, False: 2}[cited.applicable],
        {"low": 0, None: 1, "high": 2}[cited.bias],
        cited.level or "9",
        cited.citation,
    )


def _weighed(supporting: RatedRecommendation, opposing: RatedRecommendation, person: str) -> EvidenceComparison:
    def outcome(test: Test | None, prevails: RatedRecommendation | None, because: str) -> EvidenceComparison:
        stands = "neither prevails" if prevails is None else f"the recommendation {_side(prevails)} the treatment stands"
        return EvidenceComparison(
            supporting, opposing, test, prevails, f"The cited recommendations conflict. {because}, so {stands}."
        )

    if supporting.applicable is None or opposing.applicable is None:
        return outcome(None, None, f"Whether the studies apply to the {person} is not said of both")
    if supporting.applicable != opposing.applicable:
        better = supporting if supporting.applicable else opposing
        return outcome(
            "applicability",
            better,
            f"Only the study behind the recommendation {_side(better)} the treatment applies to the {person}",
        )
    if not supporting.applicable:
        return outcome(None, None, f"Neither study applies to the {person}")
    if supporting.bias is None or opposing.bias is None:
        return outcome(None, None, "The quality of the studies is not rated for both")
    if supporting.bias != opposing.bias:
        better = supporting if supporting.bias == "low" else opposing
        return outcome(
            "quality", better, f"Both studies apply, and only the one {_side(better)} the treatment has a low risk of bias"
        )
    return _by_level(supporting, opposing, outcome)


def _by_level(supporting: RatedRecommendation, opposing: RatedRecommendation, outcome: _Outcome) -> EvidenceComparison:
    if supporting.level is None or opposing.level is None:
        return outcome(None, None, "The studies apply and are of like quality, and their level of evidence is not given for both")
    if supporting.level == opposing.level:
        return outcome(
            None, None, f"The studies apply, are of like quality, and stand at the same level of evidence ({supporting.level})"
        )
    better = min(supporting, opposing, key=lambda each: each.level or "")
    worse = opposing if better is supporting else supporting
    return outcome(
        "level", better, f"The studies apply and are of like quality, and level {better.level} stands above level {worse.level}"
    )


def _side(cited: RatedRecommendation) -> str:
    return "for" if cited.recommends else "against"
