"""Uphold, overturn, partial overturn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.reasons.proposal import Outcome
from services.decision.domain.signing.case_outcome import case_outcome


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["upheld"], "uphold"),
        (["overturned"], "overturn"),
        (["upheld", "upheld"], "uphold"),
        (["overturned", "overturned"], "overturn"),
        (["upheld", "overturned"], "partial overturn"),
        (["overturned", "upheld", "upheld"], "partial overturn"),
    ],
)
def test_case_outcome(outcomes: list[Outcome], expected: str) -> None:
    """A case is partial where its items differ."""
    assert expected == case_outcome(outcomes)


@given(st.lists(st.sampled_from(["upheld", "overturned"]), min_size=1))
def test_the_order_of_items_does_not_matter(outcomes: list[Outcome]) -> None:
    """The outcome is that of the items in any order."""
    assert case_outcome(sorted(outcomes)) == case_outcome(outcomes)
