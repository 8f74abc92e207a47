"""The decision in dispute, and a dispute of liability beside it."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.form.utilization_review import LiabilityDispute, UtilizationReview

DECISION: dict[str, Any] = {
    "requested_on": "2015-03-20",
    "decided_on": "2015-03-27",
    "denial_served_on": "2015-03-27",
    "service_method": "mail",
}


def test_what_the_decision_says_is_kept() -> None:
    """The information asked for, the place of mailing, and whether the form came with it."""
    said = {
        "information_request": {"asked_for": "progress notes", "asked_on": "2015-03-23"},
        "mailed_from": "another-state",
        "form_provided": False,
        "expedited": True,
    }

    written = json.loads(UtilizationReview.model_validate_json(json.dumps({**DECISION, **said})).model_dump_json())

    assert said.items() <= written.items()


def test_a_dispute_of_liability_is_open_until_it_is_resolved() -> None:
    """A resolution has its outcome and the day the worker was told (LC 4610.5(h)(2))."""
    assert LiabilityDispute.model_validate_json('{"reason": "not accepted"}').resolution is None
    with pytest.raises(ValidationError, match="notified_on"):
        LiabilityDispute.model_validate_json('{"reason": "not accepted", "resolution": {"outcome": "liable"}}')
