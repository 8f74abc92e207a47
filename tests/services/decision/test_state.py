"""The state of decision, restored from its changelog."""

from services.decision.assessment.draft import assessed_case
from services.decision.state import AssessedCase, WaitingCase
from tests.examples import CASE_NUMBER, application
from tests.services.decision.decisions import CONFIG


def test_an_assessed_case_comes_back() -> None:
    """A draft with its traces and parent items survives as JSON."""
    items = application().items
    known = application(items=(items[0], items[1].model_copy(update={"parent": 1})))
    case = assessed_case(CASE_NUMBER, ("R-1",), 1, known, CONFIG)

    assert case == AssessedCase.model_validate_json(case.model_dump_json())
    assert {2: 1} == case.parents


def test_a_waiting_case_comes_back() -> None:
    """A file without a reviewer and a reviewer without a file survive as JSON."""
    for case in (WaitingCase(application=application()), WaitingCase(reviewer_id="R-1")):
        assert case == WaitingCase.model_validate_json(case.model_dump_json())
