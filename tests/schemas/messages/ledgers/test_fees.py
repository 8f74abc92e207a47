"""The event of a fee."""

from schemas.messages.ledgers.fees import FeeAssessed


def test_a_fee_may_be_ignored() -> None:
    """No service acts otherwise because of it: a billing system reads it."""
    assert FeeAssessed.may_be_ignored
