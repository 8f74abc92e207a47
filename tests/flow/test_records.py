"""Records of a case, from its notice to its determination, all services together."""

from datetime import date, timedelta
from typing import Any

import pytest

from runtime.content.store import FolderLetterStore
from runtime.loop.consume import Result
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.application import Document, Fact
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.intake import CaseReadyForReview, DeterminationOverdue, ReceiveRecords, RecordsOverdue, RecordsRequested
from schemas.messages.letters import LetterIssued
from schemas.messages.lifecycle import CaseFileChanged, CaseRequestRefused, RecordsAdded, RecordsKept, ReviewLimited
from schemas.messages.triage import ReviewerAssigned
from tests.examples import CASE_NUMBER, application, signature, submission

DUE = date(2015, 4, 29)
"""Twelve days from the notice, which goes out electronically."""

LATE = Document(id="late-note", kind="medical-record", title="Progress note of the last visit")
STATEMENT = Document(id="statement", kind="other", title="Statement of the worker")


def _sent_by_worker() -> dict[str, Any]:
    """The example whose papers the worker sent."""
    return {"documents": tuple(each.model_copy(update={"sent_by": "employee"}) for each in application().documents)}


def _without_records() -> dict[str, Any]:
    """The example with the utilization review decision and the form only, and without facts."""
    papers = tuple(each for each in application().documents if each.kind in {"ur-decision", "form"})
    return {"documents": papers, "items": tuple(each.model_copy(update={"facts": ()}) for each in application().items)}


def _records(stream: MemoryStream, *documents: Document, sent_by: Any = "claims-administrator", **changes: Any) -> ReceiveRecords:
    fields: dict[str, Any] = {"facts": {}, "actor": "Example Clerk", "reason": "came by mail", **changes}
    return ReceiveRecords(case_number=CASE_NUMBER, sent_by=sent_by, documents=documents, received_at=stream.now, **fields)


async def _say(stream: MemoryStream, message: Any) -> None:
    stream.publish(message)
    await stream.settle()


async def test_the_claims_administrator_keeps_its_time(staffed: MemoryStream) -> None:
    """The worker attaches records; the claims administrator's come on day 9.

    The decision clock runs from then, and the reviewer gets both.
    """
    await _say(staffed, submission(**_sent_by_worker()))
    (requested,) = staffed.messages(RecordsRequested)
    assert DUE == requested.records_due_on
    assert [] == staffed.messages(CaseReadyForReview)

    await staffed.pass_time(timedelta(days=9))
    await _say(staffed, _records(staffed, LATE))

    (ready,) = staffed.messages(CaseReadyForReview)
    assert date(2015, 4, 26) == ready.complete_on
    assert date(2015, 5, 26) == (ready.determination_due_at - timedelta(hours=12)).date()
    assert {"progress-note", "late-note"} <= {each.id for each in ready.application.documents}
    assert [] == staffed.messages(ReviewLimited)


async def test_after_its_time_the_review_is_limited(staffed: MemoryStream) -> None:
    """The worker's papers suffice then, and the clock runs from the lapse.

    8 CCR 9792.10.6(b)(2).
    """
    await _say(staffed, submission(**_sent_by_worker()))
    await staffed.pass_time(timedelta(days=20))

    (ready,) = staffed.messages(CaseReadyForReview)
    assert 1 == len(staffed.messages(RecordsOverdue)) == len(staffed.messages(ReviewLimited))
    assert DUE == ready.complete_on
    assert 1 == len(staffed.messages(ReviewerAssigned)) == len(staffed.messages(CaseAssessed))


async def test_utilization_review_alone_waits_for_papers(staffed: MemoryStream) -> None:
    """Overdue is a named wait: a statement of the worker ends it."""
    await _say(staffed, submission(**_without_records()))
    await staffed.pass_time(timedelta(days=60))
    assert 1 == len(staffed.messages(RecordsOverdue))
    assert [] == staffed.messages(CaseReadyForReview)

    await _say(staffed, _records(staffed, STATEMENT, sent_by="employee"))

    (ready,) = staffed.messages(CaseReadyForReview)
    assert 1 == len(staffed.messages(ReviewLimited))
    assert date(2015, 6, 16) == ready.complete_on


async def test_later_records_reach_the_reviewer(staffed: MemoryStream, settings: Settings) -> None:
    """They give a new assessment, and the letter lists them."""
    await _say(staffed, submission())
    fact = Fact(name="objective_improvement", value=True)
    await _say(staffed, _records(staffed, LATE, facts={1: (fact,)}))

    (added,), (changed,) = staffed.messages(RecordsAdded), staffed.messages(CaseFileChanged)
    assert ((LATE.id,), {1: (fact,)}) == (tuple(each.id for each in added.documents), added.facts)
    assert LATE.id in {each.id for each in changed.application.documents}
    first, second = staffed.messages(CaseAssessed)
    assert (1, 2) == (first.draft_version, second.draft_version)
    assert first.basis is not None
    assert second.basis is not None
    assert first.basis.file_digest != second.basis.file_digest
    assert 1 == len(staffed.messages(CaseReadyForReview))

    await _say(staffed, signature(second.reviewer_id, assessment_id=second.assessment_id))
    (issued,) = staffed.messages(LetterIssued)
    text = next(each.sha256 for each in issued.files if (each.recipient, each.format) == ("worker", "text"))
    assert LATE.title in " ".join(FolderLetterStore(settings.data_dir / "letters").get(text).decode().split())


async def test_nothing_is_parked_and_no_clock_outlives_the_decision(staffed: MemoryStream) -> None:
    """Records, the same again, the signature, records after it, and forty days."""
    await _say(staffed, submission())
    for _ in range(2):
        await _say(staffed, _records(staffed, LATE))
    (*_, assessed) = staffed.messages(CaseAssessed)
    await _say(staffed, signature(assessed.reviewer_id))
    await _say(staffed, _records(staffed, STATEMENT, sent_by="employee"))
    await staffed.pass_time(timedelta(days=40))

    assert ["already-on-file", "review-ended"] == [each.because for each in staffed.messages(RecordsKept)]
    assert 1 == len(staffed.messages(DeterminationSigned)) == len(staffed.messages(RecordsAdded))
    assert [] == staffed.messages(DeterminationOverdue)
    assert 0 == staffed.results[Result.PARKED]


async def test_records_that_do_not_fit_are_refused_in_words(staffed: MemoryStream) -> None:
    """Another paper under a known id, and facts of an item that is not there."""
    await _say(staffed, submission())
    await _say(staffed, _records(staffed, LATE.model_copy(update={"id": "progress-note"})))
    await _say(staffed, _records(staffed, LATE, facts={9: (Fact(name="visits_done", value=6),)}))

    assert ["document-id-taken", "unknown-item"] == [each.code for each in staffed.messages(CaseRequestRefused)]
    assert [] == staffed.messages(CaseFileChanged)
    assert 0 == staffed.results[Result.PARKED]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=20)])
async def test_the_notice_is_never_backdated(staffed: MemoryStream, late: timedelta) -> None:
    """Notice and records clock run from the screening, however late it comes."""
    staffed.now += late
    await _say(staffed, submission(**_without_records()))

    (requested,) = staffed.messages(RecordsRequested)
    assert DUE + late == requested.records_due_on
    await staffed.pass_time(timedelta(days=11))
    assert [] == staffed.messages(RecordsOverdue)
