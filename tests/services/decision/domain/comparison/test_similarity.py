"""The similarity of two items, and its reasons."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.comparison.similarity import Features, Similarity, closeness, rank, similarity

ASKED = Features(
    "massage", "low-back", "mtus-2009-massage", "MTUS (2009), Massage therapy.", {"visits_requested": 6, "trial": True}
)

VALUES = st.booleans() | st.integers(-5, 50) | st.floats(-5, 50) | st.sampled_from(["mild", "severe"])
FEATURES = st.builds(
    Features,
    st.sampled_from(["massage", "tens"]),
    st.sampled_from([None, "low-back", "neck"]),
    st.sampled_from([None, "one", "two"]),
    st.sampled_from([None, "Guideline One, 2009", "Guideline Two, 2016"]),
    st.dictionaries(st.sampled_from(["visits_requested", "trial", "severity"]), VALUES),
)


@given(FEATURES)
def test_an_item_is_wholly_like_itself(item: Features) -> None:
    """An item has similarity 1 to itself, unless its citation has no usable words."""
    known = replace(item, citation=item.citation or "Some Guideline")

    assert similarity(known, known).score == 1.0


@given(FEATURES, FEATURES)
def test_likeness_lies_between_nothing_and_all(asked: Features, other: Features) -> None:
    """Similarity is from 0 to 1, and 0 only if the treatment differs."""
    found = similarity(asked, other)

    assert 0 <= found.score <= 1
    assert found.why
    assert (found.score == 0) == (asked.treatment != other.treatment)


@given(FEATURES, FEATURES, st.sampled_from(["visits_requested", "trial", "severity"]))
def test_agreeing_never_makes_less_alike(asked: Features, other: Features, name: str) -> None:
    """One more equal fact or region never lowers the similarity."""
    if name not in asked.facts:
        return
    closer = replace(other, facts={**other.facts, name: asked.facts[name]}, body_region=asked.body_region)

    assert similarity(asked, closer).score >= similarity(asked, other).score


@given(VALUES, VALUES)
def test_closeness_is_mutual(one: Any, other: Any) -> None:
    """Closeness is symmetric, and 1 only for equal values."""
    assert closeness(one, other) == closeness(other, one)
    assert 0 <= closeness(one, other) <= 1
    assert closeness(one, one) == 1


@pytest.mark.parametrize(
    ("one", "other", "expected"), [(6, 6, 1), (6, 12, 0.5), (6, 3, 0.5), (0, 6, 0), (True, 1, 0), ("a", "b", 0)]
)
def test_numbers_are_close_by_their_proportion(one: Any, other: Any, expected: float) -> None:
    """Numbers are compared by their ratio; a yes is not a number."""
    assert expected == closeness(one, other)


def test_the_reasons_are_told() -> None:
    """Each compared part gives a reason."""
    other = Features("massage", "neck", "odg-massage", None, {"visits_requested": 12})

    assert (
        "same treatment (massage)",
        "another body region (neck)",
        "another guideline",
        "visits_requested 12 there, 6 here",
        "trial not known there",
    ) == similarity(ASKED, other).why


@pytest.mark.parametrize(
    ("citation", "same"),
    [("MTUS (2009), Massage therapy, page 60.", True), ("ODG, Low Back Chapter", False), (None, False)],
)
def test_a_letters_guideline_is_known_by_its_words(citation: str | None, same: bool) -> None:  # noqa: FBT001 - an expected value
    """An imported letter's guideline is recognised by the words of its citation."""
    found = similarity(ASKED, Features("massage", citation=citation))

    assert same == ("same guideline" in found.why)


def test_the_most_alike_comes_first_then_the_latest() -> None:
    """Precedents are sorted by similarity, then date, then case number."""
    precedents = [(0.5, date(2016, 1, 1), "C"), (0.9, None, "B"), (0.9, date(2015, 1, 1), "A"), (0.9, date(2015, 1, 1), "0")]
    ordered = sorted(precedents, key=lambda each: rank(Similarity(each[0], ()), each[1], each[2]))

    assert ["0", "A", "B", "C"] == [each[2] for each in ordered]
