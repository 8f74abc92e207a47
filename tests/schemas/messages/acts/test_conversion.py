"""The events of a conversion."""

from schemas.messages.acts.conversion import ReviewConverted


def test_a_conversion_may_not_be_ignored() -> None:
    """A service that does not know it would go on with the former priority."""
    assert not ReviewConverted.may_be_ignored
