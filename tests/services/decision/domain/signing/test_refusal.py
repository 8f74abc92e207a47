"""Refusals: a code and a sentence."""

from services.decision.domain.signing.refusal import Refusal


def test_the_same_refusal_is_the_same() -> None:
    """Refusals are equal if code and sentence are."""
    assert Refusal("code", "Text.") == Refusal("code", "Text.")
    assert Refusal("code", "Text.") != Refusal("other", "Text.")
