"""Differences between two guidelines."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.decision.domain.comparison.guideline_diff import GuidelineChange, changes
from services.decision.domain.guidelines.edition import Period
from services.decision.domain.guidelines.guideline import Criterion, Wording
from tests.services.decision.guidelines import guideline


def criterion(name: str = "visits", expression: str = "visits_requested <= 6", **changes: Any) -> Criterion:
    """A criterion that allows few visits."""
    sentences = {"met": (Wording("It keeps within the number."),), "not met": (Wording("It exceeds the number."),)}
    made = Criterion(name, True, expression, ("visits_requested",), lambda _: "met", sentences)  # type: ignore[arg-type]
    return replace(made, **changes)


OLD = guideline(criteria=(criterion(), criterion("trial", "functional_improvement")))


def told(**new: Any) -> list[GuidelineChange]:
    """The differences of a guideline with *new* values."""
    return list(changes(OLD, guideline(**{"criteria": OLD.criteria, **new})))


def test_the_same_has_no_changes() -> None:
    """A guideline has no differences from itself."""
    assert [] == told()


def test_a_limit_is_told_as_numbers() -> None:
    """If only numbers changed, they are named as limits."""
    (found,) = told(criteria=(criterion(expression="visits_requested <= 10"), OLD.criteria[1]))

    assert GuidelineChange("criteria.visits", "The limit changes: 6 becomes 10 (visits_requested <= 10).") == found


@pytest.mark.parametrize("expression", ["visits_requested < 6", "visits_requested <= 6 && functional_improvement"])
def test_another_test_is_told_whole(expression: str) -> None:
    """If more than numbers changed, both expressions are shown."""
    (found,) = told(criteria=(criterion(expression=expression), OLD.criteria[1]))

    assert found.what == f"It asks {expression}; before, visits_requested <= 6."


def test_digits_in_names_are_no_limits() -> None:
    """A digit in a fact's name is not a limit."""
    old, new = criterion(expression="phase_1 <= 6"), criterion(expression="phase_2 <= 6")
    (found,) = changes(guideline(criteria=(old,)), guideline(criteria=(new,)))

    assert found.what.startswith("It asks phase_2")


@pytest.mark.parametrize(
    ("new", "place", "words"),
    [
        ({"in_force": Period(date(2016, 7, 29))}, "in_force", "from July 29, 2016 on; before, from July 18, 2009 to July 28, 2016"),
        ({"body_regions": frozenset({"low-back"})}, "body_regions", "about low-back; before, about any body region"),
        ({"treatments": frozenset({"massage", "tens"})}, "treatments", "about massage and tens; before, about massage"),
        ({"rank": "study"}, "rank", 'reads "study"; before, "mtus"'),
        ({"recommendation": "Another."}, "recommendation", '"Another."; before, "The example supports it."'),
        ({"id": "other"}, "id", "other is compared with example"),
        ({"criteria": OLD.criteria[:1]}, "criteria.trial", "no longer asked for: functional_improvement"),
        ({"criteria": (*OLD.criteria, criterion("more", "opioid"))}, "criteria.more", "asked for, and required: opioid"),
        ({"criteria": (criterion(required=False), OLD.criteria[1])}, "criteria.visits", "not required; before, it was"),
        ({"criteria": OLD.criteria[::-1]}, "criteria", "another order: trial and visits"),
        (
            {"criteria": (criterion(sentences={**OLD.criteria[0].sentences, "met": (Wording("Few visits."),)}), OLD.criteria[1])},
            "criteria.visits.sentences.met",
            'It says "Few visits."; before, "It keeps within the number."',
        ),
    ],
)
def test_every_change_is_told(new: dict[str, Any], place: str, words: str) -> None:
    """Every difference is described once, at its place."""
    (found,) = told(**new)

    assert place == found.place
    assert words in found.what
