"""A submission is taken in once."""

from datetime import timedelta

from schemas.messages.intake import (
    SubmissionRefused,
)
from services.intake.handlers.submitting import on_submit_application
from services.intake.state import Tables
from tests.examples import submission
from tests.services.intake.messages import AT, screening


def test_a_new_submission_goes_to_its_lot() -> None:
    """The whole submission is forwarded to the lot that screens all cases of its injury."""
    tables = Tables()

    assert [screening()] == on_submit_application(submission(), AT, tables=tables)


def test_a_submission_is_taken_in_once() -> None:
    """A retry of the same body leads to nothing more."""
    tables = Tables()
    on_submit_application(submission(), AT, tables=tables)

    assert [] == on_submit_application(submission(), AT + timedelta(days=1), tables=tables)


def test_another_body_under_the_same_key_is_refused() -> None:
    """The first body counts; the refusal names both."""
    tables, other = Tables(), submission(employer="Another Example Works")
    on_submit_application(submission(), AT, tables=tables)

    expected = SubmissionRefused(
        submission_id=other.submission_id, body_digest=other.body_digest, accepted_digest=submission().body_digest
    )

    assert [expected] == on_submit_application(other, AT, tables=tables)
    assert [] == on_submit_application(submission(), AT, tables=tables)
