"""A case in decision that is deferred for a dispute about liability."""

from schemas.messages.acts.deferral import ReviewDeferred, ReviewResumed
from schemas.wire.codec import read
from services.decision.handlers.deferring import on_review_deferred, on_review_resumed
from services.decision.state import Cases, SignedCase, WaitingCase, status_of
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT
from tests.services.decision.decisions import CONFIG

DEFERRED = read(ReviewDeferred, 1, (ROOT / "schemas/examples/imr.intake.review-deferred/1.json").read_bytes())
RESUMED = read(ReviewResumed, 1, (ROOT / "schemas/examples/imr.intake.review-resumed/1.json").read_bytes())


def test_a_case_is_deferred_until_it_goes_on() -> None:
    """Also before it has a draft."""
    cases = Cases({CASE_NUMBER: WaitingCase()}, {}, {})
    on_review_deferred(DEFERRED, RECEIVED_AT, cases=cases)
    assert status_of(CASE_NUMBER, cases).deferred

    assert [] == on_review_resumed(RESUMED, RECEIVED_AT, cases=cases, config=CONFIG)
    assert not status_of(CASE_NUMBER, cases).deferred


def test_a_signed_case_is_not_deferred() -> None:
    """The signature came first."""
    cases = Cases({}, {}, {CASE_NUMBER: SignedCase(assessment_id="a", reviewer_id="r")})
    on_review_deferred(DEFERRED, RECEIVED_AT, cases=cases)

    assert {} == cases.deferred
