"""Reasons with a test of their own in a jurisdiction's file."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from jurisdictions.eligibility import Condition, EligibilityReason, StatedGround, in_force_or_first, stated_grounds
from tests.examples import application

SERVED_ON = date(2015, 3, 27)


def reason(**fields: Any) -> EligibilityReason:
    """Return a reason that holds from 2014 on."""
    return EligibilityReason(**{"from_on": date(2014, 1, 1), "source": "an example", "text": "Because.", **fields})


def test_a_new_reason_needs_no_code() -> None:
    """A test of a field's value, in the file, finds the application or the items that have it."""
    reasons = {
        "OF_ALL": (reason(when=(Condition(field="priority", equals="standard"),)),),
        "OF_ONE": (reason(defers=True, when=(Condition(field="items.treatment", one_of=("massage", "tens")),)),),
        "OF_NONE": (reason(when=(Condition(field="liability_dispute.agreed_eligible", equals=True),)),),
        "WITHOUT_TEST": (reason(),),
    }

    assert (
        StatedGround("OF_ALL", None, False),
        StatedGround("OF_ONE", 2, True),
    ) == stated_grounds(reasons, application(), SERVED_ON)


@pytest.mark.parametrize(("on", "found"), [(date(2013, 12, 31), 0), (date(2014, 1, 1), 1), (date(2016, 1, 1), 0)])
def test_a_reason_holds_in_its_time(on: date, found: int) -> None:
    """The day is that on which the decision was served."""
    dated = reason(until_on=date(2015, 12, 31), when=(Condition(field="priority", equals="standard"),))

    assert found == len(stated_grounds({"DATED": (dated,)}, application(), on))
    assert dated == in_force_or_first((dated,), on)


@pytest.mark.parametrize(
    ("condition", "complaint"),
    [
        ({"field": "prioritie", "equals": "standard"}, "no field"),
        ({"field": "items.treatments", "equals": "x"}, "no field"),
        ({"field": "items", "equals": "x"}, "never has the value"),
        ({"field": "utilization_review", "equals": "x"}, "no single value"),
        ({"field": "priority", "equals": "urgent"}, "never has the value"),
        ({"field": "priority"}, "either"),
        ({"field": "priority", "equals": "standard", "one_of": ("expedited",)}, "either"),
    ],
)
def test_a_test_that_can_never_hold_is_refused(condition: dict[str, Any], complaint: str) -> None:
    """A misspelt field or value is found when the file is loaded."""
    with pytest.raises(ValidationError, match=complaint):
        Condition(**condition)


def test_a_tested_reason_has_no_room_for_facts() -> None:
    """Only the rules in code know facts to fill in."""
    with pytest.raises(ValidationError, match="no braces"):
        reason(text="On {served_on}.", when=(Condition(field="priority", equals="standard"),))
