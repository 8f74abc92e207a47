"""The events of an implementation."""

from schemas.messages.acts.implementation import DeterminationImplemented


def test_an_implementation_may_be_ignored() -> None:
    """No service acts otherwise because of it."""
    assert DeterminationImplemented.may_be_ignored
