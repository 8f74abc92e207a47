"""A petition and its denial as messages."""

import pytest

from schemas.message import Message
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed


@pytest.mark.parametrize("kind", [CaseAppealed, CaseAffirmed])
def test_a_pending_petition_may_not_be_ignored(kind: type[Message]) -> None:
    """A service that did not know of it would drop the case when its years are over."""
    assert not kind.may_be_ignored
