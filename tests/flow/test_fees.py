"""Fees in the flow of cases: a line for each end, once, and corrections as later lines."""

from typing import Any

import pytest

from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.messages.decision import CorrectDetermination, DeterminationSigned
from schemas.messages.ledgers.fees import FeeAssessed
from schemas.messages.lifecycle import WithdrawApplication
from schemas.messages.triage import ReviewerAssigned
from tests.examples import signature, submission
from tests.flow.test_appeals import WHO, affirm, appeal, determined, remand, say
from tests.flow.test_consolidation import SECOND, consolidate, second
from tests.services.intake.messages import no_records

REVIEWED = 420_00
STOPPED_BEFORE = 160_00


def fees(stream: MemoryStream) -> list[tuple[int, str, int | None, int | None]]:
    """Return number, end, fee and amount of each line."""
    return [(each.line, each.end, each.fee_cents, each.amount_cents) for each in stream.messages(FeeAssessed)]


def withdraw(stream: MemoryStream) -> WithdrawApplication:
    """Return the withdrawal of the application."""
    return WithdrawApplication(**WHO, acted_at=stream.now, items=(), sent_by="employee", ground="withdrawn")


async def test_a_determination_is_charged_once(staffed: MemoryStream) -> None:
    """A correction, a petition that is denied, and repeats add no line (8 CCR 9792.10.8)."""
    signed = await determined(staffed)
    (line,) = staffed.messages(FeeAssessed)
    assert (1, "determined", REVIEWED, REVIEWED) == (line.line, line.end, line.fee_cents, line.amount_cents)
    assert ("USD", 1, False) == (line.currency, line.reviewers, line.pharmacy_only)
    assert submission().application.claims_administrator.organization == line.claims_administrator

    correction = CorrectDetermination(
        case_number=signed.case_number,
        reviewer_id=signed.reviewer_id,
        corrected=signed,
        reason="A slip of the pen.",
        items=(),
        clinical_summary="The summary, as it should have been.",
        signed_at=staffed.now,
    )
    await say(staffed, correction, appeal(staffed), affirm(staffed), withdraw(staffed))
    assert 2 == len(staffed.messages(DeterminationSigned))
    assert [line] == staffed.messages(FeeAssessed)
    assert 0 == staffed.results[Result.PARKED]


@pytest.mark.parametrize(
    ("changes", "end", "cents"),
    [({}, "ended-in-review", REVIEWED), (no_records(), "ended-before-review", STOPPED_BEFORE)],
    ids=["in review", "before"],
)
async def test_a_review_that_ends_is_charged_by_its_stage(
    staffed: MemoryStream, changes: dict[str, Any], end: str, cents: int
) -> None:
    """Twice withdrawn is charged once."""
    await say(staffed, submission(**changes), withdraw(staffed), withdraw(staffed))

    assert [(1, end, cents, cents)] == fees(staffed)
    assert ["withdrawn"] == [each.ground for each in staffed.messages(FeeAssessed)]


async def test_an_amount_that_the_law_does_not_name_is_told_as_unknown(staffed: MemoryStream) -> None:
    """No fee of an ineligible application is known, so none is guessed."""
    await say(staffed, submission(signature=None))

    assert [(1, "ineligible", None, None)] == fees(staffed)
    assert "no amount" in (staffed.messages(FeeAssessed)[0].because or "")


async def test_a_review_ordered_anew_adds_the_difference(staffed: MemoryStream) -> None:
    """The fee is one for each application: the second determination adds a line of nothing."""
    await determined(staffed)
    await say(staffed, appeal(staffed), remand(staffed))
    await say(staffed, signature(staffed.messages(ReviewerAssigned)[-1].reviewer_id, signed_at=staffed.now))

    assert 2 == len(staffed.messages(DeterminationSigned))
    assert [(1, "determined", REVIEWED, REVIEWED), (2, "determined", REVIEWED, 0)] == fees(staffed)


async def test_a_withdrawn_review_that_a_court_reopens_is_not_charged_twice(
    staffed: MemoryStream,
) -> None:
    """The second end before a review adds a line of nothing."""
    await say(staffed, submission(**no_records()), withdraw(staffed), appeal(staffed))
    await say(staffed, remand(staffed))
    await say(staffed, withdraw(staffed))

    assert [STOPPED_BEFORE, 0] == [each.amount_cents for each in staffed.messages(FeeAssessed)]


async def test_the_fee_of_a_case_that_goes_on_in_another_is_not_known(staffed: MemoryStream) -> None:
    """The regulation speaks of applications, and not of two with one determination."""
    await say(staffed, submission(), second())
    await say(staffed, consolidate(staffed))

    assert [(SECOND, 1, "consolidated", None)] == [
        (each.case_number, each.line, each.end, each.amount_cents) for each in staffed.messages(FeeAssessed)
    ]
