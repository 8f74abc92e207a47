"""The events of a consolidation."""

from schemas.messages.acts.consolidation import ConsolidationDeclined, ConsolidationProposed


def test_a_proposal_may_be_ignored() -> None:
    """It changes neither case."""
    assert ConsolidationProposed.may_be_ignored
    assert ConsolidationDeclined.may_be_ignored
