"""Proposals: overturned only if every required criterion is met."""

from collections.abc import Callable
from itertools import product

import pytest

from services.decision.domain.guidelines.guideline import Value
from services.decision.domain.reasons.proposal import (
    Finding,
    authorised_sentence,
    cascade_sentence,
    denied_parent,
    proposal,
    repeat_sentence,
    sentences,
    unlike_sentence,
)
from terms.law_words import PLAIN

VALUES: tuple[Value, ...] = ("met", "not met", "undocumented")


@pytest.mark.parametrize("values", list(product(VALUES, repeat=3)))
def test_every_combination(values: tuple[Value, ...]) -> None:
    """One required criterion that is not met or undocumented makes the proposal upheld."""
    expected = "overturned" if set(values) == {"met"} else "upheld"

    assert expected == proposal([Finding(True, value, "") for value in values])


@pytest.mark.parametrize("value", VALUES)
def test_what_is_optional_does_not_decide(value: Value) -> None:
    """An optional criterion never changes the proposal."""
    assert proposal([Finding(True, "met", ""), Finding(False, value, "")]) == "overturned"
    assert proposal([Finding(True, "not met", ""), Finding(False, value, "")]) == "upheld"


def test_not_met_and_undocumented_are_listed_apart() -> None:
    """Each list has the sentences of required criteria with its own value."""
    findings = [Finding(True, "not met", "A."), Finding(True, "undocumented", "B."), Finding(False, "not met", "C.")]

    assert ("A.",) == sentences(findings, "not met")
    assert ("B.",) == sentences(findings, "undocumented")


@pytest.mark.parametrize(
    ("parent", "outcome", "expected"),
    [(None, "upheld", None), (1, "upheld", 1), (1, "overturned", None), (1, None, None)],
)
def test_only_a_denied_parent_denies(parent: int | None, outcome: str, expected: int | None) -> None:
    """Ancillary items of an approved or undecided parent are tested on their own."""
    assert expected == denied_parent(parent, {1: outcome})  # type: ignore[dict-item]


def test_the_sentence_names_the_parent() -> None:
    """The sentence names the denied parent request."""
    text = cascade_sentence("EKG", "Right shoulder arthroscopy.")

    assert "Right shoulder arthroscopy, which is not approved" in text
    assert text.count(".") == 1


@pytest.mark.parametrize("told", [repeat_sentence, unlike_sentence, lambda request: authorised_sentence(request, PLAIN)])
def test_a_repeated_request_is_named(told: Callable[[str], str]) -> None:
    """The sentence names the other request, without a full stop inside."""
    assert "another of this case, MRI left knee" in told("MRI\nleft knee.")
