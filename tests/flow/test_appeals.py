"""A case after its end: appealed, affirmed, and kept meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from cli.case.acts.former_review import former_review
from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.case import OfACase
from schemas.message import Event
from schemas.messages.acts.appeals import AffirmCase, AppealCase, CaseAffirmed, CaseAppealed
from schemas.messages.acts.remand import CaseRemanded, RemandCase
from schemas.messages.application import Document
from schemas.messages.decision import CaseAssessed, CorrectDetermination, DeterminationSigned, SignatureRefused
from schemas.messages.intake import ApplicationFoundEligible, CaseReadyForReview, DeterminationOverdue, ReceiveRecords
from schemas.messages.letters import LetterIssued, LetterServed
from schemas.messages.lifecycle import CaseRequestRefused, CaseTerminated, CaseUnchanged, SignedAfterEnd, WithdrawApplication
from schemas.messages.notices import NoticeHeld, NoticeIssued
from schemas.messages.seats import ReturnCase
from schemas.messages.triage import ReviewerAssigned
from tests.examples import CASE_NUMBER, signature, submission

WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "It came by mail."}


async def say(stream: MemoryStream, *messages: Any) -> None:
    """Publish *messages* one by one."""
    for message in messages:
        stream.publish(message)
        await stream.settle()


async def determined(stream: MemoryStream, **changes: Any) -> DeterminationSigned:
    """Take the example to its letter; return its determination."""
    await say(stream, submission(**changes))
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id, signed_at=stream.now))
    return stream.messages(DeterminationSigned)[-1]


def appeal(stream: MemoryStream) -> AppealCase:
    """Return a petition of the worker, filed today."""
    until = [each.appeal_until for each in stream.messages(LetterServed) if each.party == "worker"]
    today = stream.now.date()
    return AppealCase(
        **WHO,
        acted_at=stream.now,
        jurisdiction="ca-workers-comp",
        petitioned_on=today,
        petitioner="worker",
        ground="plain-error",
        appeal_until=(until or [None])[-1],
    )


def affirm(stream: MemoryStream) -> AffirmCase:
    """Return the denial of the petition."""
    return AffirmCase(**WHO, acted_at=stream.now, jurisdiction="ca-workers-comp", petitioner=None, decided_on=stream.now.date())


@pytest.mark.parametrize("changes", [{}, {"signature": None}], ids=["determined", "ineligible"])
async def test_an_appealed_case_is_affirmed_at_its_end(staffed: MemoryStream, changes: dict[str, Any]) -> None:
    """A determination and an ineligibility alike; twice is once, and nothing is parked."""
    if changes:
        await say(staffed, submission(**changes))
    else:
        await determined(staffed)
    await say(staffed, appeal(staffed), appeal(staffed))
    (appealed,) = staffed.messages(CaseAppealed)
    assert ("ineligible" if changes else "determined") == appealed.against
    assert appealed.late is False

    await say(staffed, affirm(staffed), affirm(staffed))
    assert [appealed.against] == [each.end for each in staffed.messages(CaseAffirmed)]
    assert 2 == len(staffed.messages(CaseUnchanged))
    assert 0 == staffed.results[Result.PARKED]


async def test_a_case_is_kept_until_every_petition_is_decided(staffed: MemoryStream) -> None:
    """Each party has a petition of its own, and the years begin with the decision on the last."""
    await determined(staffed)
    await say(staffed, appeal(staffed), appeal(staffed).model_copy(update={"petitioner": "employer"}))
    assert ["worker", "employer"] == [each.petitioner for each in staffed.messages(CaseAppealed)]
    await say(staffed, affirm(staffed).model_copy(update={"petitioner": "worker"}))
    await staffed.pass_time(timedelta(days=365 * 9))
    assert all(_has_case(staffed, service) for service in ("triage", "decision", "letters"))

    await say(staffed, affirm(staffed))
    await staffed.pass_time(timedelta(days=365 * 8))
    assert not any(_has_case(staffed, service) for service in ("triage", "decision", "letters"))
    assert [("worker", ("employer",)), ("employer", ())] == [
        (each.petitioner, each.pending) for each in staffed.messages(CaseAffirmed)
    ]


async def test_a_petition_after_the_last_day_is_recorded_as_late(staffed: MemoryStream) -> None:
    """The court decides on it (LC 4610.6(h))."""
    await determined(staffed)
    petition = appeal(staffed)
    assert petition.appeal_until is not None
    late = {"petitioned_on": petition.appeal_until + timedelta(days=1), "acted_at": staffed.now + timedelta(days=365 * 50)}
    await say(staffed, petition.model_copy(update=late))

    assert [True] == [each.late for each in staffed.messages(CaseAppealed)]


async def test_a_case_under_review_is_not_appealed(staffed: MemoryStream) -> None:
    """The refusal names the acts that its state allows."""
    await say(staffed, submission(), appeal(staffed))

    (refusal,) = staffed.messages(CaseRequestRefused)
    assert ("not-allowed", "ready") == (refusal.code, refusal.state)


async def test_an_appealed_case_is_kept_until_the_court_decides(staffed: MemoryStream) -> None:
    """A legal hold: the years of a closed case begin again with the decision."""
    await determined(staffed)
    await say(staffed, appeal(staffed))
    await staffed.pass_time(timedelta(days=365 * 9))
    assert all(_has_case(staffed, service) for service in ("triage", "decision", "letters"))

    await say(staffed, affirm(staffed))
    await staffed.pass_time(timedelta(days=365 * 8))
    assert not any(_has_case(staffed, service) for service in ("triage", "decision", "letters"))


def _has_case(stream: MemoryStream, service: str) -> bool:
    """Return whether *service* still holds the case, apart from its pool."""
    tables = {"triage": "cases", "decision": "signed-cases", "letters": "closed-cases"}
    return any(
        CASE_NUMBER in state._tables[tables[service]] for state in stream.states(service) if tables[service] in state._tables
    )


def remand(stream: MemoryStream, **changes: Any) -> RemandCase:
    """Return the order to review the case anew, with the former review as the events tell it."""
    former = former_review(each for each in stream.messages(Event) if isinstance(each, OfACase) and each.case_number == CASE_NUMBER)
    assert former is not None
    fields: dict[str, Any] = {
        "petitioner": None,
        "ordered_on": stream.now.date(),
        "ground": "plain-error",
        "facts": "It speaks of the other side.",
    }
    return RemandCase(**WHO, acted_at=stream.now, former=former, **{**fields, **changes})


async def test_a_remanded_case_is_decided_anew_by_another_reviewer(staffed: MemoryStream) -> None:
    """A new clock, draft, determination and letter; the former reviewer has no part.

    LC 4610.6(i). Twice is once, nobody is named to the parties, and nothing is parked.
    """
    first = await determined(staffed)
    await staffed.pass_time(timedelta(days=60))
    await say(staffed, appeal(staffed))
    order = remand(staffed)
    await say(staffed, order, order.model_copy(update={"reason": "Again."}))

    (remanded,) = staffed.messages(CaseRemanded)
    assert ("determined", 1, (first.reviewer_id,)) == (remanded.against, remanded.determination_version, remanded.reviewers)
    assert 1 == len(staffed.messages(CaseUnchanged))
    before, anew = staffed.messages(CaseReadyForReview)
    assert timedelta(days=59) < anew.determination_due_at - before.determination_due_at < timedelta(days=62)
    assigned = [each.reviewer_id for each in staffed.messages(ReviewerAssigned)]
    assert (first.reviewer_id, 2, 2) == (assigned[0], len(assigned), len(set(assigned)))
    assert ["remand"] == [each.kind for each in staffed.messages(NoticeIssued) if each.kind == "remand"]

    await say(staffed, signature(first.reviewer_id, signed_at=staffed.now))
    assert ["not-the-reviewer"] == [each.code for each in staffed.messages(SignatureRefused)]
    await say(staffed, signature(assigned[1], signed_at=staffed.now))
    assert [1, 2] == [each.determination_version for each in staffed.messages(DeterminationSigned)]
    assert [None, None] == [each.reason_for_correction for each in staffed.messages(DeterminationSigned)]
    assert [(1, 1), (2, 2)] == [(each.letter_version, each.determination_version) for each in staffed.messages(LetterIssued)]
    await staffed.pass_time(timedelta(days=60))
    assert [] == staffed.messages(DeterminationOverdue)
    assert 0 == staffed.results[Result.PARKED]

    await say(staffed, appeal(staffed))
    assert ["determined", "determined"] == [each.against for each in staffed.messages(CaseAppealed)]


async def test_a_second_remand_leaves_out_both_reviewers(staffed: MemoryStream) -> None:
    """All that had a part in any former review."""
    await determined(staffed)
    for _ in range(2):
        await staffed.pass_time(timedelta(days=40))
        await say(staffed, appeal(staffed), remand(staffed))
        await say(staffed, signature(staffed.messages(ReviewerAssigned)[-1].reviewer_id, signed_at=staffed.now))

    assigned = [each.reviewer_id for each in staffed.messages(ReviewerAssigned)]
    assert (3, 3) == (len(assigned), len(set(assigned)))
    assert [1, 2, 3] == [each.determination_version for each in staffed.messages(DeterminationSigned)]


async def test_papers_and_questions_of_a_new_review(staffed: MemoryStream) -> None:
    """They reach the new reviewer; after an answer the case is remanded as before."""
    await determined(staffed)
    await staffed.pass_time(timedelta(days=40))
    await say(staffed, appeal(staffed), remand(staffed))
    reviewer = staffed.messages(ReviewerAssigned)[-1].reviewer_id
    asked = ReturnCase(
        case_number=CASE_NUMBER,
        reviewer_id=reviewer,
        ground="information-missing",
        explanation="It decides item 1.",
        missing=("Notes of March",),
        returned_at=staffed.now,
    )
    note = Document(id="notes-of-march", kind="medical-record", title="Notes of March")
    records = ReceiveRecords(**WHO, sent_by="claims-administrator", documents=(note,), facts={}, received_at=staffed.now)
    await say(staffed, asked, records)
    assert "remanded" == _stage(staffed)

    await say(staffed, signature(reviewer, signed_at=staffed.now))
    assert "determined" == _stage(staffed)
    assert 0 == staffed.results[Result.PARKED]


async def test_an_application_is_eligible_by_order(staffed: MemoryStream) -> None:
    """The review begins with its notice of assignment and ends in a determination."""
    await say(staffed, submission(signature=None))
    await say(staffed, appeal(staffed), remand(staffed))
    assert 1 == len(staffed.messages(ApplicationFoundEligible)) == len(staffed.messages(CaseReadyForReview))
    assert {"ineligibility", "remand", "assignment"} == {each.kind for each in staffed.messages(NoticeIssued)}

    await say(staffed, signature(staffed.messages(CaseAssessed)[-1].reviewer_id, signed_at=staffed.now))
    assert [1] == [each.determination_version for each in staffed.messages(LetterIssued)]
    assert 0 == staffed.results[Result.PARKED]


async def test_a_terminated_review_goes_on_by_order(staffed: MemoryStream) -> None:
    """Another reviewer decides it, and it can be ended again with a notice of its own."""
    await say(staffed, submission())
    end = WithdrawApplication(**WHO, acted_at=staffed.now, items=(), sent_by="claims-administrator", ground="settled")
    await say(staffed, end)
    await staffed.pass_time(timedelta(days=30))
    await say(staffed, appeal(staffed), remand(staffed))
    assigned = [each.reviewer_id for each in staffed.messages(ReviewerAssigned)]
    assert (2, 2) == (len(assigned), len(set(assigned)))

    await say(staffed, end.model_copy(update={"acted_at": staffed.now}))
    assert 2 == len(staffed.messages(CaseTerminated))
    assert 2 == len([each for each in staffed.messages(NoticeIssued) if each.kind == "termination"])
    assert [] == staffed.messages(NoticeHeld)
    assert 0 == staffed.results[Result.PARKED]


async def test_a_correction_that_crossed_the_order_changes_nothing(staffed: MemoryStream) -> None:
    """Decision had not heard of it; the new determination comes after the correction."""
    first = await determined(staffed)
    await staffed.pass_time(timedelta(days=30))
    await say(staffed, appeal(staffed))
    staffed.publish(remand(staffed))
    correction = CorrectDetermination(
        case_number=CASE_NUMBER,
        reviewer_id=first.reviewer_id,
        corrected=first,
        reason="A slip.",
        items=(),
        clinical_summary="Another summary.",
        signed_at=staffed.now,
    )
    await say(staffed, correction)

    crossed = [each for each in staffed.messages(DeterminationSigned) if each.reason_for_correction]
    assert [each.determination_version for each in crossed] == [
        each.determination_version for each in staffed.messages(SignedAfterEnd)
    ]
    assert "remanded" == _stage(staffed)
    await say(staffed, signature(staffed.messages(ReviewerAssigned)[-1].reviewer_id, signed_at=staffed.now))
    assert 2 + len(crossed) == staffed.messages(DeterminationSigned)[-1].determination_version
    assert "determined" == _stage(staffed)
    assert 0 == staffed.results[Result.PARKED]


def _stage(stream: MemoryStream) -> str:
    """Return the stage of the case in intake."""
    for state in stream.states("intake"):
        if CASE_NUMBER in state._tables["cases"]:
            return str(state._tables["cases"][CASE_NUMBER].stage)  # type: ignore[attr-defined]
    raise LookupError(CASE_NUMBER)
