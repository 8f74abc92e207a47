"""Between draft and letter: a returned case, a panel, a correction, with all services."""

from datetime import timedelta
from typing import Any

from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.messages.decision import CaseAssessed, CorrectDetermination, DeterminationSigned, SignedItem
from schemas.messages.letters import LetterIssued
from schemas.messages.seats import ConvenePanel, ReturnCase
from schemas.messages.triage import ReviewerAssigned
from tests.examples import CASE_NUMBER, RECEIVED_AT, signature, submission

LATER = RECEIVED_AT + timedelta(days=10)


async def say(stream: MemoryStream, *messages: Any) -> None:
    """Publish *messages* and let the services handle everything that follows."""
    for message in messages:
        stream.publish(message)
        await stream.settle()


async def test_a_case_given_back_goes_to_somebody_else_and_to_its_letter(staffed: MemoryStream) -> None:
    """A returned case goes to another reviewer, whose credentials are in the letter."""
    await say(staffed, submission())
    (first,) = staffed.messages(ReviewerAssigned)
    await say(
        staffed,
        ReturnCase(
            case_number=CASE_NUMBER,
            reviewer_id=first.reviewer_id,
            ground="conflict-of-interest",
            explanation="The reviewer once treated the employee.",
            missing=(),
            returned_at=LATER,
        ),
    )
    _, second = staffed.messages(ReviewerAssigned)
    await say(staffed, signature(first.reviewer_id), signature(second.reviewer_id))

    assert first.reviewer_id != second.reviewer_id
    assert [second.reviewer_id] == [each.reviewer_id for each in staffed.messages(DeterminationSigned)]
    assert 1 == len(staffed.messages(LetterIssued))
    assert 0 == staffed.results[Result.PARKED]


async def test_a_panel_of_three_determines(staffed: MemoryStream) -> None:
    """A panel of three determines a case, and one letter follows all signatures.

    Triage finds two more reviewers, each gets a draft, and each one's load is released at the end.
    """
    await say(staffed, submission())
    await say(
        staffed,
        ConvenePanel(
            case_number=CASE_NUMBER,
            reviewers=3,
            approval="AD-EXAMPLE-1",
            approved_on=LATER.date(),
            finding="Two fields are in dispute.",
        ),
    )
    reviewers = [each.reviewer_id for each in staffed.messages(CaseAssessed)]
    await say(staffed, *(signature(reviewer) for reviewer in reviewers[:2]))

    assert 3 == len(set(reviewers))
    assert [] == staffed.messages(DeterminationSigned)
    await say(staffed, signature(reviewers[2]))
    (signed,) = staffed.messages(DeterminationSigned)
    assert set(reviewers) == {each.reviewer_id for each in signed.opinions}
    assert 1 == len(staffed.messages(LetterIssued))
    assert 0 == staffed.results[Result.PARKED]


async def test_a_correction_has_a_letter_of_its_own(staffed: MemoryStream) -> None:
    """A correction has its own letter, issued as the second version beside the first."""
    await say(staffed, submission())
    (first,) = staffed.messages(ReviewerAssigned)
    await say(staffed, signature(first.reviewer_id))
    (signed,) = staffed.messages(DeterminationSigned)
    await say(
        staffed,
        CorrectDetermination(
            case_number=CASE_NUMBER,
            reviewer_id=first.reviewer_id,
            corrected=signed,
            reason="A page was cited wrongly.",
            items=(SignedItem(item=1, outcome=None, reason=None, rationale="The right page on manual therapy is 59."),),
            clinical_summary=None,
            signed_at=LATER,
        ),
    )

    assert [1, 2] == [each.determination_version for each in staffed.messages(LetterIssued)]
    old, new = (
        {file.sha256 for file in each.files if file.recipient != "employer"}  # whose copy has no reasons, and so did not change
        for each in staffed.messages(LetterIssued)
    )
    assert not old & new
    assert 0 == staffed.results[Result.PARKED]
