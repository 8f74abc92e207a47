"""The events of a case's life."""

from typing import Any

import pytest
from pydantic import ValidationError

from schemas.message import Message
from schemas.messages.lifecycle import (
    AnswerRequest,
    AuthorizeTreatment,
    CaseFileChanged,
    CaseRequestRefused,
    CaseTerminated,
    RecordsAdded,
    RecordsKept,
    ReviewLimited,
    WithdrawApplication,
)
from tests.examples import CASE_NUMBER, RECEIVED_AT


@pytest.mark.parametrize("kind", [RecordsAdded, RecordsKept, ReviewLimited, CaseRequestRefused])
def test_events_that_tell_only_may_be_ignored(kind: type[Message]) -> None:
    """A service of an earlier version goes on without them."""
    assert kind.may_be_ignored


@pytest.mark.parametrize("kind", [CaseFileChanged, CaseTerminated])
def test_a_change_of_the_case_may_not_be_ignored(kind: type[Message]) -> None:
    """A decision without it would rest on the wrong file, or decide a case that has ended."""
    assert not kind.may_be_ignored


WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "acted_at": RECEIVED_AT}
FIELDS: list[tuple[type[Any], dict[str, Any]]] = [
    (AnswerRequest, {"sent_by": "employee", "documents": (), "facts": {}}),
    (WithdrawApplication, {"sent_by": "employee", "items": (), "ground": "withdrawn"}),
    (AuthorizeTreatment, {"items": (1,), "authorised_on": RECEIVED_AT.date()}),
]


@pytest.mark.parametrize(("kind", "fields"), FIELDS, ids=lambda each: getattr(each, "__name__", ""))
def test_every_act_says_why(kind: type[Any], fields: dict[str, Any]) -> None:
    """The reason is for the audit trail; the act goes to the partition of its case."""
    assert CASE_NUMBER == kind(**WHO, **fields, reason="By letter.").key
    with pytest.raises(ValidationError):
        kind(**WHO, **fields, reason=" ")
