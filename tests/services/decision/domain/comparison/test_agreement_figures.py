"""Figures of agreement between rules and reviewers."""

import pytest

from services.decision.domain.comparison.agreement_figures import Pair, figures

UPHELD, OVERTURNED = ("upheld", "upheld"), ("overturned", "overturned")


@pytest.mark.parametrize(
    ("pairs", "agreement", "balanced"),
    [
        ([UPHELD] * 9 + [OVERTURNED], 1.0, 1.0),
        ([UPHELD] * 9 + [("overturned", "upheld")], 0.9, 0.5),
        ([("upheld", "overturned")] * 9 + [OVERTURNED], 0.1, 0.5),
        ([UPHELD, ("upheld", None), OVERTURNED, ("overturned", None)], 0.5, 0.5),
        ([UPHELD], 1.0, None),
        ([], None, None),
    ],
)
def test_both_outcomes_count_alike(pairs: list[Pair], agreement: float | None, balanced: float | None) -> None:
    """Upholding everything scores one half; an item without a proposal agrees with nothing."""
    found = figures(pairs)

    assert (agreement, balanced) == (found.agreement, found.balanced_accuracy)


def test_items_with_a_proposal_are_counted() -> None:
    """The number of items with a proposal is counted."""
    assert figures([UPHELD, ("upheld", None)]).proposed == 1
