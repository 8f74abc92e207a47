"""A case under appeal in decision."""

import pytest

from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.remand import CaseRemanded
from schemas.wire.codec import read
from services.decision.handlers.appeals import keep_for_remand, on_appeal, on_case_remanded
from services.decision.state import Cases, EndedCase, SignedCase
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT

APPEALED = read(CaseAppealed, 1, (ROOT / "schemas/examples/imr.intake.case-appealed/1.json").read_bytes())
REMANDED = read(CaseRemanded, 1, (ROOT / "schemas/examples/imr.intake.case-remanded/1.json").read_bytes()).model_copy(
    update={"case_number": CASE_NUMBER, "reviewers": ("reviewer-001",)}
)
AFFIRMED = read(CaseAffirmed, 1, (ROOT / "schemas/examples/imr.intake.case-affirmed/1.json").read_bytes())


@pytest.mark.parametrize(
    "cases",
    [
        Cases({}, {}, {CASE_NUMBER: SignedCase(assessment_id="a", reviewer_id="r")}),
        Cases({}, {}, {}, {CASE_NUMBER: EndedCase(ground="settled")}),
    ],
    ids=["signed", "ended"],
)
def test_the_mark_of_an_appeal_lasts_until_every_petition_is_decided(cases: Cases) -> None:
    """It says that the case may not be dropped."""
    marks = cases.signed or cases.ended
    on_appeal(APPEALED.model_copy(update={"case_number": CASE_NUMBER}), RECEIVED_AT, cases=cases)
    assert marks[CASE_NUMBER].appealed
    for pending in (("employer",), ()):
        on_appeal(AFFIRMED.model_copy(update={"case_number": CASE_NUMBER, "pending": pending}), RECEIVED_AT, cases=cases)
        assert bool(pending) == marks[CASE_NUMBER].appealed
    assert not marks[CASE_NUMBER].appealed


def test_a_case_that_never_came_to_decision_has_no_mark() -> None:
    """An ineligible application, for example."""
    cases = Cases({}, {}, {})
    on_appeal(APPEALED, RECEIVED_AT, cases=cases)
    assert {} == cases.signed == cases.ended


def test_a_remanded_case_waits_for_a_file_and_a_reviewer_again() -> None:
    """Its determination comes after those set aside; a repeated order changes nothing."""
    signed = SignedCase(assessment_id="a", reviewer_id="reviewer-001", version=3)
    cases = Cases({}, {}, {CASE_NUMBER: signed})
    on_case_remanded(REMANDED, RECEIVED_AT, cases=cases)
    waiting = cases.waiting[CASE_NUMBER]
    assert ({}, None) == (cases.signed, waiting.reviewer_id)
    assert waiting.remand is not None
    assert (3, ("reviewer-001",)) == (waiting.remand.set_aside, waiting.remand.reviewers)

    cases.waiting[CASE_NUMBER] = waiting.model_copy(update={"reviewer_id": "reviewer-002"})
    on_case_remanded(REMANDED, RECEIVED_AT, cases=cases)
    assert "reviewer-002" == cases.waiting[CASE_NUMBER].reviewer_id


@pytest.mark.parametrize(("reviewer", "kept"), [("reviewer-002", "reviewer-002"), ("reviewer-001", None)])
def test_a_new_reviewer_may_come_before_the_order(reviewer: str, kept: str | None) -> None:
    """The two are on topics without an order between them; a former reviewer is not taken."""
    cases = Cases({}, {}, {CASE_NUMBER: SignedCase(assessment_id="a", reviewer_id="reviewer-001")})
    keep_for_remand(CASE_NUMBER, reviewer, cases)
    on_case_remanded(REMANDED, RECEIVED_AT, cases=cases)
    assert kept == cases.waiting[CASE_NUMBER].reviewer_id
