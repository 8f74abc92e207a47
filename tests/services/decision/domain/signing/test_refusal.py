"""A refusal is a code and a sentence."""

from services.decision.domain.signing.refusal import Refusal


def test_the_same_refusal_is_the_same() -> None:
    """Refusals are compared by what they say."""
    assert Refusal("code", "Text.") == Refusal("code", "Text.")
    assert Refusal("code", "Text.") != Refusal("other", "Text.")
