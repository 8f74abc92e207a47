"""The rules compared with real determinations."""

import os
from pathlib import Path

import pytest

from bench.decision.prose import decided_letters, measure
from services.decision.analysis.agreement import compare_cases, figures_of, halves
from services.decision.analysis.decided_cases import read_cases
from services.decision.assessment.config import rules_of

CORPUS = Path(os.environ.get("IMR_CORPUS", Path(__file__).parents[3] / "shared"))
CASES = CORPUS / "reference/real-cases.json"

pytestmark = pytest.mark.skipif(not CASES.exists(), reason=f"no corpus: {CASES} is absent (IMR_CORPUS names the folder)")


def test_the_rules_agree_with_reviewers() -> None:
    """Balanced accuracy is at least 0.85 with and without silent items, and 0.75 in each half.

    Precision of what the rules would overturn is at least 0.9, at a coverage of 0.9.
    """
    compared = compare_cases(read_cases(CASES.read_bytes()), rules_of("ca-workers-comp"))
    found = figures_of(compared)

    assert min(found.balanced_accuracy or 0, found.balanced_accuracy_of_all or 0) >= 0.85
    assert min(found.precision_overturned or 0, found.coverage or 0) >= 0.9
    assert all((figures_of(half).balanced_accuracy or 0) >= 0.75 for half in halves(compared))


def test_every_sentence_of_a_real_case_is_so() -> None:
    """No rationale of a decided case has a sentence with a fault."""
    rules = rules_of("ca-workers-comp")
    letters = decided_letters(read_cases(CASES.read_bytes()), rules)

    assert 1.0 == measure(letters, rules.library).sound


def test_every_difference_has_a_reason() -> None:
    """Where the rules propose another outcome, they state the reason."""
    compared = compare_cases(read_cases(CASES.read_bytes()), rules_of("ca-workers-comp"))

    assert all(each.reason for each in compared if not each.agrees and each.left_out is None)
