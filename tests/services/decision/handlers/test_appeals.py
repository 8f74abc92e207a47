"""A case under appeal in decision."""

import pytest

from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.wire.codec import read
from services.decision.handlers.appeals import on_appeal
from services.decision.state import Cases, EndedCase, SignedCase
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT

APPEALED = read(CaseAppealed, 1, (ROOT / "schemas/examples/imr.intake.case-appealed/1.json").read_bytes())
AFFIRMED = read(CaseAffirmed, 1, (ROOT / "schemas/examples/imr.intake.case-affirmed/1.json").read_bytes())


@pytest.mark.parametrize(
    "cases",
    [
        Cases({}, {}, {CASE_NUMBER: SignedCase(assessment_id="a", reviewer_id="r")}),
        Cases({}, {}, {}, {CASE_NUMBER: EndedCase(ground="settled")}),
    ],
    ids=["signed", "ended"],
)
def test_the_mark_of_an_appeal_lasts_until_it_is_decided(cases: Cases) -> None:
    """It says that the case may not be dropped."""
    marks = cases.signed or cases.ended
    on_appeal(APPEALED.model_copy(update={"case_number": CASE_NUMBER}), RECEIVED_AT, cases=cases)
    assert marks[CASE_NUMBER].appealed
    on_appeal(AFFIRMED.model_copy(update={"case_number": CASE_NUMBER}), RECEIVED_AT, cases=cases)
    assert not marks[CASE_NUMBER].appealed


def test_a_case_that_never_came_to_decision_has_no_mark() -> None:
    """An ineligible application, for example."""
    cases = Cases({}, {}, {})
    on_appeal(APPEALED, RECEIVED_AT, cases=cases)
    assert {} == cases.signed == cases.ended
