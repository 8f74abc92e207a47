"""When two guidelines answer the same question."""

from datetime import date
from typing import Any

import pytest

from services.decision.domain.guidelines.edition import Period
from services.decision.library.checks import check_together
from services.decision.library.errors import Fault
from tests.services.decision.guidelines import guideline

KNEE = {"body_regions": frozenset({"knee"})}


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ({}, {}, True),
        ({}, {"rank": "study"}, False),
        ({}, {"treatments": frozenset({"acupuncture"})}, False),
        ({}, KNEE, False),
        (KNEE, KNEE, True),
        (KNEE, {"body_regions": frozenset({"elbow"})}, False),
        ({"phases": frozenset({"acute"})}, {"phases": frozenset({"chronic"})}, False),
        ({"phases": frozenset({"acute"})}, {"phases": frozenset({"chronic", "acute"})}, True),
        ({"phases": frozenset({"acute"})}, {}, True),
        ({}, {"in_force": Period(date(2016, 7, 29))}, False),
        ({}, {"in_force": Period(date(2016, 7, 28))}, True),
        ({"in_force": Period(date(2016, 7, 29))}, {}, False),
    ],
)
def test_two_answers_to_one_question(one: dict[str, Any], other: dict[str, Any], *, both: bool) -> None:
    """Two guidelines clash where rank, closeness, treatment, region, phase and dates meet."""
    found = list(check_together([("one.yaml", guideline(**one)), ("other.yaml", guideline(**other))]))
    reason = "example and example (one.yaml) answer the same requests at the same rank"

    assert found == ([Fault("other.yaml", ("applies_to",), reason)] if both else [])
