"""The events of a deferral."""

import pytest

from schemas.message import Message
from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed


@pytest.mark.parametrize("kind", [ReviewDeferred, ReviewResumed])
def test_a_deferral_may_not_be_ignored(kind: type[Message]) -> None:
    """A service that does not know it would let a deferred case be signed."""
    assert not kind.may_be_ignored
