"""An extension has days and an approval."""

import pytest
from pydantic import ValidationError

from schemas.messages.acts.extensions import DeadlineExtended, ExtendClock
from tests.examples import CASE_NUMBER, RECEIVED_AT

ASKED = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "Good cause.", "acted_at": RECEIVED_AT, "name": "appeal"}


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 367}, {"approval": ""}])
def test_an_extension_without_days_or_approval_is_refused(wrong: dict[str, object]) -> None:
    """No clock is extended by nothing, or by nobody."""
    with pytest.raises(ValidationError):
        ExtendClock.model_validate({**ASKED, "days": 1, "approval": "AD-1", **wrong})
    assert DeadlineExtended.may_be_ignored
