"""An order to review a case anew, as messages."""

from schemas.messages.acts.remand import CaseRemanded, RemandCase


def test_an_order_names_its_ground_and_facts() -> None:
    """LC 4610.6(h), (i); a service that ignored it would let the former determination stand."""
    assert RemandCase.model_fields["ground"].is_required()
    assert RemandCase.model_fields["facts"].is_required()
    assert not CaseRemanded.may_be_ignored
