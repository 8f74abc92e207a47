"""The rules of a jurisdiction."""

import pytest

from jurisdictions import UnknownJurisdiction
from services.decision.rules import rules_of


def test_rules_of_california() -> None:
    """California asks the MTUS first, and the library has guidelines."""
    rules = rules_of("ca-workers-comp")

    assert rules.evidence_order[0] == "mtus"
    assert rules.library.guidelines


def test_an_unknown_jurisdiction() -> None:
    """A place without rules is refused."""
    with pytest.raises(UnknownJurisdiction):
        rules_of("atlantis")
