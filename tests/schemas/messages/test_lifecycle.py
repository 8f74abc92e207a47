"""The events of a case's life."""

import pytest

from schemas.message import Message
from schemas.messages.lifecycle import CaseFileChanged, CaseRequestRefused, RecordsAdded, RecordsKept, ReviewLimited


@pytest.mark.parametrize("kind", [RecordsAdded, RecordsKept, ReviewLimited, CaseRequestRefused])
def test_events_that_tell_only_may_be_ignored(kind: type[Message]) -> None:
    """A service of an earlier version goes on without them."""
    assert kind.may_be_ignored


def test_a_changed_file_may_not_be_ignored() -> None:
    """A decision without it would rest on the wrong file."""
    assert not CaseFileChanged.may_be_ignored
