"""Changes that another edition makes to an assessment."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.comparison.assessment_diff import AssessmentChange, Outline, change

BEFORE = Outline("upheld", "one", {"visits": "not met", "trial": "met"})

OUTLINES = st.builds(
    Outline,
    st.sampled_from([None, "upheld", "overturned"]),
    st.sampled_from([None, "one", "two"]),
    st.dictionaries(st.sampled_from(["visits", "trial"]), st.sampled_from(["met", "not met", "undocumented"])),
)


@pytest.mark.parametrize(
    ("after", "kind", "why"),
    [
        (Outline("overturned", "one", {"visits": "met", "trial": "met"}), "proposal", ['"visits" is met, it was not met.']),
        (Outline("upheld", "two", BEFORE.values), "guideline", ["two applies instead of one."]),
        (
            Outline("upheld", "one", {"visits": "not met"}),
            "criteria",
            ['It no longer asks for "trial", which was met.'],
        ),
        (
            Outline("upheld", "one", {**BEFORE.values, "limit": "undocumented"}),
            "criteria",
            ['It also asks for "limit", which is undocumented.'],
        ),
        (
            Outline(None, None, {}),
            "proposal",
            [
                "No guideline speaks, where one applied.",
                'It no longer asks for "visits", which was not met.',
                'It no longer asks for "trial", which was met.',
            ],
        ),
    ],
)
def test_what_changes_and_why(after: Outline, kind: Any, why: list[str]) -> None:
    """A change is classified by its most important part, and gives every reason."""
    assert AssessmentChange(kind, tuple(why)) == change(BEFORE, after)


@given(OUTLINES, OUTLINES)
def test_a_change_is_found_exactly_where_there_is_one(before: Outline, after: Outline) -> None:
    """Equal assessments have no change; others have one, called a proposal's if that moves."""
    found = change(before, after)

    assert (found is None) == (before == after)
    assert found is None or (found.kind == "proposal") == (before.proposal != after.proposal)
