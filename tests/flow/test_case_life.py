"""The life of a case after its application: information, withdrawal, authorisation."""

from datetime import date, timedelta
from typing import Any

import pytest

from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.form.utilization_review import LiabilityDispute
from schemas.messages.application import Document, Signature
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignatureRefused
from schemas.messages.duplicates import DuplicateFound, DuplicateSuspected
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundIneligible,
    CaseReadyForReview,
    DeterminationOverdue,
    ReceiveRecords,
    RecordsOverdue,
)
from schemas.messages.lifecycle import (
    AnswerRequest,
    AuthorizeTreatment,
    CaseFileChanged,
    CaseRequestRefused,
    CaseTerminated,
    CaseUnchanged,
    InformationAnswered,
    InformationOverdue,
    InformationRequested,
    LiabilityResolved,
    RecordsAdded,
    RecordsKept,
    ResolveLiability,
    SignedAfterEnd,
    TreatmentAuthorised,
    WithdrawApplication,
)
from schemas.messages.seats import ReturnCase
from schemas.messages.triage import ReleaseReviewer
from tests.examples import CASE_NUMBER, RECEIVED_AT, application, signature, submission

NOTES = Document(id="notes-of-march", kind="medical-record", title="Notes of March")
WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "It was asked for."}


def _withdraw(stream: MemoryStream, sent_by: Any = "employee", ground: Any = "withdrawn") -> WithdrawApplication:
    return WithdrawApplication(**WHO, acted_at=stream.now, items=(), sent_by=sent_by, ground=ground)


def _authorize(stream: MemoryStream, *items: int) -> AuthorizeTreatment:
    return AuthorizeTreatment(**WHO, acted_at=stream.now, items=items, authorised_on=stream.now.date())


def _answer(stream: MemoryStream, *documents: Document) -> AnswerRequest:
    return AnswerRequest(**WHO, acted_at=stream.now, sent_by="provider", documents=documents, facts={})


def _return(stream: MemoryStream, reviewer: str, **changes: Any) -> ReturnCase:
    fields: dict[str, Any] = {"ground": "information-missing", "explanation": "It decides item 1.", "missing": ("Notes of March",)}
    return ReturnCase(case_number=CASE_NUMBER, reviewer_id=reviewer, returned_at=stream.now, **{**fields, **changes})


async def _say(stream: MemoryStream, *messages: Any) -> None:
    for message in messages:
        stream.publish(message)
        await stream.settle()


async def _reviewed(stream: MemoryStream, **changes: Any) -> CaseAssessed:
    await _say(stream, submission(**changes))
    (assessed,) = stream.messages(CaseAssessed)
    return assessed


def _no_records() -> dict[str, Any]:
    papers = tuple(each for each in application().documents if each.kind in {"ur-decision", "form"})
    return {"documents": papers, "items": tuple(each.model_copy(update={"facts": ()}) for each in application().items)}


async def test_a_reviewers_question_is_asked_and_answered(staffed: MemoryStream) -> None:
    """Five business days; the answer's papers reach the reviewer with a new assessment."""
    assessed = await _reviewed(staffed)
    await _say(staffed, _return(staffed, assessed.reviewer_id))
    (requested,) = staffed.messages(InformationRequested)
    assert (("Notes of March",), date(2015, 4, 24)) == (requested.asked, (requested.answer_due_at - timedelta(hours=12)).date())

    await staffed.pass_time(timedelta(days=3))
    await _say(staffed, _answer(staffed, NOTES))
    await staffed.pass_time(timedelta(days=10))

    assert 1 == len(staffed.messages(InformationAnswered)) == len(staffed.messages(RecordsAdded))
    (changed,) = staffed.messages(CaseFileChanged)
    assert NOTES.id in {each.id for each in changed.application.documents}
    assert 2 == len(staffed.messages(CaseAssessed))
    assert [] == staffed.messages(InformationOverdue)


async def test_an_expedited_question_has_one_day(staffed: MemoryStream) -> None:
    """One calendar day, to its end."""
    assessed = await _reviewed(staffed, **EXPEDITED)
    await _say(staffed, _return(staffed, assessed.reviewer_id))

    (requested,) = staffed.messages(InformationRequested)
    assert date(2015, 4, 18) == (requested.answer_due_at - timedelta(hours=12)).date()


async def test_without_an_answer_the_review_goes_on(staffed: MemoryStream) -> None:
    """The lapse is said once, and the reviewer may sign."""
    assessed = await _reviewed(staffed)
    await _say(staffed, _return(staffed, assessed.reviewer_id))
    await staffed.pass_time(timedelta(days=10))
    assert [("Notes of March",)] == [each.asked for each in staffed.messages(InformationOverdue)]

    await _say(staffed, _answer(staffed, NOTES))
    assert [("not-allowed", "ready")] == [(each.code, each.state) for each in staffed.messages(CaseRequestRefused)]

    await _say(staffed, signature(assessed.reviewer_id))
    assert 1 == len(staffed.messages(DeterminationSigned))
    await staffed.pass_time(timedelta(days=40))
    assert [] == staffed.messages(DeterminationOverdue)


async def test_records_are_taken_for_the_answer(staffed: MemoryStream) -> None:
    """Also after a second question, which has a clock of its own."""
    assessed = await _reviewed(staffed)
    await _say(staffed, _return(staffed, assessed.reviewer_id))
    await staffed.pass_time(timedelta(days=2))
    await _say(staffed, _return(staffed, assessed.reviewer_id, missing=("Notes of April",)))
    assert 2 == len(staffed.messages(InformationRequested))

    records = ReceiveRecords(**WHO, sent_by="claims-administrator", documents=(NOTES,), facts={}, received_at=staffed.now)
    await _say(staffed, records)
    await staffed.pass_time(timedelta(days=10))

    assert 1 == len(staffed.messages(InformationAnswered))
    assert [] == staffed.messages(InformationOverdue)


async def test_an_answer_in_words_is_an_answer(staffed: MemoryStream) -> None:
    """The file stays, and with it the assessment."""
    assessed = await _reviewed(staffed)
    await _say(staffed, _return(staffed, assessed.reviewer_id), _answer(staffed))

    assert 1 == len(staffed.messages(InformationAnswered)) == len(staffed.messages(CaseAssessed))
    assert [] == staffed.messages(CaseFileChanged)


async def test_a_case_for_another_reviewer_asks_nobody(staffed: MemoryStream) -> None:
    """A conflict of interest is no question to the parties."""
    assessed = await _reviewed(staffed)
    await _say(staffed, _return(staffed, assessed.reviewer_id, ground="conflict-of-interest", missing=()))

    assert [] == staffed.messages(InformationRequested)


@pytest.mark.parametrize("reviewed", [True, False])
async def test_a_withdrawn_application_ends(staffed: MemoryStream, *, reviewed: bool) -> None:
    """Its clocks stop, its reviewer is free, nothing can be signed; twice is once."""
    changes = {} if reviewed else _no_records()
    await _say(staffed, submission(**changes))
    await _say(staffed, _withdraw(staffed), _withdraw(staffed), _authorize(staffed))
    await staffed.pass_time(timedelta(days=60))

    (ended,) = staffed.messages(CaseTerminated)
    state = "ready" if reviewed else "waiting"
    assert ("withdrawn", state, reviewed) == (ended.ground, ended.state, ended.at_reviewer)
    assert 2 == len(staffed.messages(CaseUnchanged))
    assert reviewed == bool(staffed.messages(ReleaseReviewer))
    assert [] == [*staffed.messages(DeterminationOverdue), *staffed.messages(RecordsOverdue)]
    for assessed in staffed.messages(CaseAssessed):
        await _say(staffed, signature(assessed.reviewer_id))
    assert ["case-ended"] * reviewed == [each.code for each in staffed.messages(SignatureRefused)]
    assert [] == staffed.messages(DeterminationSigned)
    assert 0 == staffed.results[Result.PARKED]


async def test_a_withdrawn_application_can_be_filed_again(staffed: MemoryStream) -> None:
    """It is no duplicate of one that ended without a decision; an authorised one is."""
    await _say(staffed, submission(), _withdraw(staffed), submission("again"))
    assert [] == [*staffed.messages(DuplicateFound), *staffed.messages(DuplicateSuspected)]


async def test_only_the_workers_side_withdraws(staffed: MemoryStream) -> None:
    """The claims administrator tells of a settlement."""
    await _say(staffed, submission(), _withdraw(staffed, "claims-administrator"))
    assert ["not-theirs"] == [each.code for each in staffed.messages(CaseRequestRefused)]

    await _say(staffed, _withdraw(staffed, "claims-administrator", "settled"))
    assert ["settled"] == [each.ground for each in staffed.messages(CaseTerminated)]


async def test_an_authorised_item_is_dropped_and_the_last_one_ends_the_review(staffed: MemoryStream) -> None:
    """The other item is decided; twice is once."""
    await _reviewed(staffed)
    await _say(staffed, _authorize(staffed, 1), _authorize(staffed, 1), _authorize(staffed, 7))

    (authorised,), (changed,) = staffed.messages(TreatmentAuthorised), staffed.messages(CaseFileChanged)
    assert ((1,), [(1,)]) == (authorised.items, [each.items for each in changed.not_under_review])
    assert ["unknown-item"] == [each.code for each in staffed.messages(CaseRequestRefused)]
    assert 1 == len(staffed.messages(CaseUnchanged))
    assert [2] == [each.item for each in staffed.messages(CaseAssessed)[-1].assessments]

    await _say(staffed, _authorize(staffed))
    assert ["authorised"] == [each.ground for each in staffed.messages(CaseTerminated)]


async def test_the_determination_is_on_the_items_left(staffed: MemoryStream) -> None:
    """Its outcome counts them alone."""
    assessed = await _reviewed(staffed)
    await _say(staffed, _authorize(staffed, 1), signature(assessed.reviewer_id))

    (signed,) = staffed.messages(DeterminationSigned)
    assert ([2], "uphold") == ([each.item for each in signed.decisions], signed.outcome)


async def test_after_the_determination_nothing_ends_it(staffed: MemoryStream) -> None:
    """Each act is refused with the state, and the records are kept."""
    assessed = await _reviewed(staffed)
    await _say(staffed, signature(assessed.reviewer_id))
    await _say(staffed, _withdraw(staffed), _authorize(staffed), _answer(staffed), _return(staffed, assessed.reviewer_id))

    assert [("not-allowed", "determined")] * 3 == [(each.code, each.state) for each in staffed.messages(CaseRequestRefused)]
    assert [] == [*staffed.messages(CaseTerminated), *staffed.messages(RecordsKept)]


@pytest.mark.parametrize(("outcome", "reviewed"), [("liable", True), ("not-liable", False)])
async def test_a_deferred_application_is_screened_again(staffed: MemoryStream, outcome: Any, *, reviewed: bool) -> None:
    """No clock runs while liability is disputed; they start with the second screening."""
    await _say(staffed, submission(liability_dispute=LiabilityDispute(reason="The back is disputed.")))
    assert 1 == len(staffed.messages(ApplicationDeferred))
    await staffed.pass_time(timedelta(days=90))
    resolve = ResolveLiability(**WHO, acted_at=staffed.now, outcome=outcome, notified_on=date(2015, 7, 10))
    await _say(staffed, resolve, resolve)

    assert 1 == len(staffed.messages(LiabilityResolved))
    assert reviewed == bool(staffed.messages(CaseReadyForReview)) == bool(staffed.messages(CaseAssessed))
    assert reviewed != bool(staffed.messages(ApplicationFoundIneligible))
    for ready in staffed.messages(CaseReadyForReview):
        assert (date(2015, 4, 17), date(2015, 7, 16), date(2015, 7, 16)) == (
            ready.received_on,
            ready.assigned_on,
            ready.complete_on,
        )
    assert [] == staffed.messages(DeterminationOverdue)
    assert 0 == staffed.results[Result.PARKED]


async def test_a_deferred_application_can_be_withdrawn(staffed: MemoryStream) -> None:
    """Then its dispute cannot be resolved any more."""
    await _say(staffed, submission(liability_dispute=LiabilityDispute(reason="The back is disputed.")), _withdraw(staffed))
    await _say(staffed, ResolveLiability(**WHO, acted_at=staffed.now, outcome="liable", notified_on=date(2015, 4, 16)))

    assert ["deferred"] == [each.state for each in staffed.messages(CaseTerminated)]
    assert [("not-allowed", "terminated")] == [(each.code, each.state) for each in staffed.messages(CaseRequestRefused)]


async def test_each_clock_of_the_items_runs_out_once(staffed: MemoryStream) -> None:
    """A drug of the formulary has five working days, the item beside it thirty days."""
    staffed.now = RECEIVED_AT.replace(year=2019)
    review = application().utilization_review
    days = {name: getattr(review, name).replace(year=2019) for name in ("requested_on", "decided_on", "denial_served_on")}
    drug = (
        application()
        .items[1]
        .model_copy(update={"request": "Tramadol 50 mg, 60 tablets", "treatment": None, "formulary_status": "non-exempt"})
    )
    changes = {
        "utilization_review": review.model_copy(update={**days, "denial_served_on": date(2019, 4, 10)}),
        "signature": Signature(signed_by="employee", signed_on=date(2019, 4, 12)),
        "items": (application().items[0], drug),
    }
    command = submission(**changes)
    await _say(staffed, command.model_copy(update={"received_at": staffed.now}))
    (ready,) = staffed.messages(CaseReadyForReview)
    assert 2 == len(ready.clocks)

    for _ in range(3):
        await staffed.pass_time(timedelta(days=40))

    assert [each.determination_due_at for each in ready.clocks] == [
        each.determination_due_at for each in staffed.messages(DeterminationOverdue)
    ]


async def test_a_signature_that_crossed_the_end_is_told(staffed: MemoryStream) -> None:
    """Decision had not heard of the withdrawal; the case stays ended and nothing is parked."""
    assessed = await _reviewed(staffed)
    staffed.publish(_withdraw(staffed))
    staffed.publish(signature(assessed.reviewer_id))
    await staffed.settle()

    signed = staffed.messages(DeterminationSigned)
    assert [each.determination_version for each in signed] == [
        each.determination_version for each in staffed.messages(SignedAfterEnd)
    ]
    assert 1 == len(staffed.messages(CaseTerminated))
    assert 0 == staffed.results[Result.PARKED]
    assert RECEIVED_AT <= staffed.now


EXPEDITED: dict[str, Any] = {
    "priority": "expedited",
    "utilization_review": application().utilization_review.model_copy(update={"expedited": True}),
}
