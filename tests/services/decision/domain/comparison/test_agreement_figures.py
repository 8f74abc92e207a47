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
        ([UPHELD, ("upheld", None), OVERTURNED, ("overturned", None)], 0.5, 1.0),
        ([UPHELD, ("overturned", None)], 0.5, None),
        ([UPHELD], 1.0, None),
        ([], None, None),
    ],
)
def test_both_outcomes_count_alike(pairs: list[Pair], agreement: float | None, balanced: float | None) -> None:
    """Upholding everything scores one half; balance is of the items with a proposal."""
    found = figures(pairs)

    assert (agreement, balanced) == (found.agreement, found.balanced_accuracy)


def test_coverage_stands_beside_the_balance() -> None:
    """Silence raises no figure unseen: coverage falls, and so does the balance of all items."""
    found = figures([UPHELD, ("upheld", None), OVERTURNED, ("overturned", None)])

    assert (2, 0.5, 0.5) == (found.proposed, found.coverage, found.balanced_accuracy_of_all)
    assert None is figures([]).coverage


@pytest.mark.parametrize(
    ("pairs", "precision"),
    [([OVERTURNED, ("upheld", "overturned")], 0.5), ([OVERTURNED, UPHELD, ("overturned", None)], 1.0), ([UPHELD], None)],
)
def test_precision_of_overturned(pairs: list[Pair], precision: float | None) -> None:
    """Of the items that the rules would overturn, it is the share that were overturned."""
    assert precision == figures(pairs).precision_overturned
