"""The amount for which a request would be supported."""

import pytest

from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Criterion
from services.decision.domain.reasons.other_amount import other_amount
from services.decision.library.cel import compile_expression

VOCABULARY = {
    each.name: each
    for each in (
        FactDefinition("visits_requested", "int", "V.", "visit", "visits", 1, 500),
        FactDefinition("previous_visits", "int", "P.", "visit", "visits", 0, 500),
        FactDefinition("rental_days", "int", "R.", "day", "days", 1, 500),
        FactDefinition("better", "bool", "B."),
    )
}


def criterion(source: str, *, required: bool = True) -> Criterion:
    """A criterion of an expression, without sentences."""
    compiled = compile_expression(source, VOCABULARY)
    return Criterion("c", required, source, compiled.facts, compiled.test, {})


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        (
            "previous_visits + visits_requested <= 18",
            {"visits_requested": 12, "previous_visits": 8},
            "A request for no more than 10 visits",
        ),
        ("visits_requested <= 1", {"visits_requested": 2}, "A request for no more than 1 visit would be supported."),
        ("rental_days <= 30", {"rental_days": 31}, "A rental of no more than 30 days would be supported."),
        ("previous_visits + visits_requested <= 18", {"visits_requested": 12, "previous_visits": 18}, None),
        ("visits_requested <= 6 && better", {"visits_requested": 12}, None),
        ("better", {"visits_requested": 12, "better": False}, None),
        ("previous_visits <= 6", {"previous_visits": 7}, None),
    ],
)
def test_the_greatest_amount(source: str, values: dict[str, FactValue], expected: str | None) -> None:
    """It is found where the amount alone stands against the request, and else there is none."""
    found = other_amount([criterion(source)], values, VOCABULARY)

    assert (expected is None) == (found is None)
    assert (found or "").startswith(expected or "")


def test_every_required_criterion_counts() -> None:
    """Another criterion that stays unmet leaves no amount; an optional one does not count."""
    visits, better = criterion("visits_requested <= 6"), criterion("better")

    assert None is other_amount([visits, better], {"visits_requested": 12}, VOCABULARY)
    assert other_amount([visits, criterion("better", required=False)], {"visits_requested": 12}, VOCABULARY) is not None
