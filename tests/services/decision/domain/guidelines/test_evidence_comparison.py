"""Conflicting recommendations and their ratings."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.evidence_comparison import RatedRecommendation, compare


def cited(citation: str, *, recommends: bool, **rating: Any) -> RatedRecommendation:
    """A recommendation from an applicable, good randomised trial, changed by *rating*."""
    return RatedRecommendation(citation, "study", recommends, **{"applicable": True, "bias": "low", "level": "1b", **rating})


@pytest.mark.parametrize(
    ("supporting", "opposing", "decided_by", "prevails"),
    [
        ({"applicable": True}, {"applicable": False}, "applicability", "for"),
        ({"applicable": False}, {"applicable": True}, "applicability", "against"),
        ({"applicable": False, "level": "1a"}, {"applicable": True, "level": "5", "bias": "high"}, "applicability", "against"),
        ({"applicable": False}, {"applicable": False}, None, None),
        ({"applicable": None}, {"applicable": True}, None, None),
        ({"bias": "high"}, {"bias": "low"}, "quality", "against"),
        ({"bias": "high", "level": "1a"}, {"bias": "low", "level": "4"}, "quality", "against"),
        ({"bias": None}, {"bias": "low"}, None, None),
        ({"level": "1a"}, {"level": "1b"}, "level", "for"),
        ({"level": "5"}, {"level": "4"}, "level", "against"),
        ({"level": "2b"}, {"level": "2b"}, None, None),
        ({"level": None}, {"level": "5"}, None, None),
    ],
)
def test_the_tests_come_in_their_order(
    supporting: dict[str, Any], opposing: dict[str, Any], decided_by: str | None, prevails: str | None
) -> None:
    """Applicability, quality and level are tested in turn; a missing rating decides nothing."""
    found = compare([cited("for", recommends=True, **supporting), cited("against", recommends=False, **opposing)])

    assert found is not None
    assert (decided_by, prevails) == (found.decided_by, found.prevails and found.prevails.citation)


def test_no_conflict_no_comparison() -> None:
    """Recommendations that agree are not compared."""
    assert compare([]) is None
    assert compare([cited("a", recommends=True), cited("b", recommends=True, level="5")]) is None


def test_the_best_of_each_side_is_compared() -> None:
    """The best rated recommendation of each side is compared, in any order."""
    all_cited = [
        cited("weak for", recommends=True, level="5"),
        cited("strong for", recommends=True, level="1a"),
        cited("against", recommends=False, level="1b"),
    ]
    for order in permutations(all_cited):
        found = compare(order)

        assert found is not None
        assert found.prevails is not None
        assert found.prevails.citation == "strong for"


RATED = st.builds(
    RatedRecommendation,
    citation=st.sampled_from("abcdef"),
    rank=st.just("study"),
    recommends=st.booleans(),
    applicable=st.none() | st.booleans(),
    bias=st.none() | st.sampled_from(["low", "high"]),
    level=st.none() | st.sampled_from(["1a", "1b", "2a", "4", "5"]),
)


@given(st.lists(RATED, max_size=5))
def test_a_comparison_explains_itself(all_cited: list[RatedRecommendation]) -> None:
    """The prevailing side is one of the two, by a named test, and the explanation says so."""
    found = compare(all_cited)

    assert (found is None) == (len({each.recommends for each in all_cited}) < 2)
    if found is not None:
        assert (found.decided_by is None) == (found.prevails is None)
        assert found.prevails in (None, found.supporting, found.opposing)
        assert found.explanation.endswith("stands." if found.prevails else "neither prevails.")
