"""Parties are told of a review: items left out, questions, deferral, conversion."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jurisdictions.clock_rules import Served
from jurisdictions.files import load_jurisdiction
from runtime.loop.consume import Result
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.form.utilization_review import LiabilityDispute
from schemas.messages.acts.deferral import DeferReview, ReviewDeferred, ReviewResumed
from schemas.messages.application import Document
from schemas.messages.decision import CaseAssessed, CorrectDetermination, DeterminationSigned, SignatureRefused
from schemas.messages.duplicates import DuplicateFound, DuplicateItemsDropped, DuplicateSuspected, SettleDuplicate
from schemas.messages.intake import CaseReadyForReview, DeterminationOverdue, ReceiveRecords, RecordsOverdue, RecordsRequested
from schemas.messages.letters import LetterRequestRefused, ReissueLetter
from schemas.messages.lifecycle import (
    AuthorizeTreatment,
    CaseFileChanged,
    CaseRequestRefused,
    CaseTerminated,
    CaseUnchanged,
    ResolveLiability,
    WithdrawApplication,
)
from schemas.messages.seats import ReturnCase
from schemas.messages.triage import ReleaseReviewer, ReviewerAssigned
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.triage.app import create_app as create_triage
from services.triage.handlers.registry import read_registry_file
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, application, signature, submission
from tests.flow.conftest import ToldStream
from tests.flow.test_appeals import appeal, remand
from tests.flow.test_letters import Channel

SECOND = f"{CASE_NUMBER[:-1]}2"
CHIROPRACTIC, MASSAGE = application().items
NOTES = Document(id="notes-of-march", kind="medical-record", title="Notes of March")


@pytest.fixture
def channel() -> Channel:
    """A provider that works."""
    return Channel(takes_notices=True)


@pytest.fixture
async def stream(tmp_path: Path, channel: Channel) -> MemoryStream:
    """All services with the example registry; letters and notices leave by the channel."""
    settings = Settings(
        data_dir=tmp_path,
        review_organization="Example Review Organization",
        review_organization_address="PO Box 1; Exampleville, CA 90000",
    )
    services = [create_intake(settings), create_triage(settings), create_decision(settings), create_letters(settings, channel)]
    stream = ToldStream(*services, partitions=settings.partitions, now=RECEIVED_AT)
    await say(stream, *read_registry_file(ROOT / "examples/reviewers.yaml"))
    return stream


async def say(stream: MemoryStream, *messages: Any) -> None:
    """Publish each message and let it run its course."""
    for message in messages:
        stream.publish(message)
        await stream.settle()


def texts(channel: Channel, name: str, case_number: str = CASE_NUMBER) -> dict[str, str]:
    """Return the words of the PDF that each party got of a notice or a letter."""
    found = {}
    for key, pdf in channel.letters.items():
        case, letter, party, _ = key.rsplit(".", 3)
        if (case, letter) == (case_number, name):
            found[party] = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    return found


async def test_a_treatment_under_review_elsewhere_is_named_in_notice_and_letter(stream: MemoryStream, channel: Channel) -> None:
    """The second application is reviewed for the rest, and its parties know the other case."""
    await say(stream, submission(items=(CHIROPRACTIC,)), submission("second"))
    (dropped,) = stream.messages(DuplicateItemsDropped)
    assert ((1, "Chiropractic, 6 visits"),) == tuple((each.item, each.request) for each in dropped.items)
    notices = texts(channel, "assignment", SECOND)

    assert {"worker", "claims-administrator", "provider"} == notices.keys()
    for text in notices.values():
        assert f"Chiropractic, 6 visits: The treatment is already under review in case {CASE_NUMBER}." in text
        assert "The treatment in dispute: • Massage Therapy" in text
        assert 1 == text.count("Chiropractic")

    (assessed,) = [each for each in stream.messages(CaseAssessed) if each.case_number == SECOND]
    await say(stream, signature(assessed.reviewer_id, case_number=SECOND))
    letters = texts(channel, "1", SECOND)
    assert {"worker", "claims-administrator", "provider"} < letters.keys()
    for text in letters.values():
        assert "Chiropractic, 6 visits" in text
        assert f"already under review in case {CASE_NUMBER}" in text
    assert 0 == stream.results[Result.PARKED]


async def test_a_treatment_that_staff_find_elsewhere_is_named_too(stream: MemoryStream, channel: Channel) -> None:
    """Suspected first, then confirmed by a person."""
    doubtful = CHIROPRACTIC.model_copy(update={"request": "Chiropractic care, 6 visits"})
    await say(stream, submission(items=(CHIROPRACTIC,)), submission("second", items=(doubtful, MASSAGE)))
    (suspected,) = stream.messages(DuplicateSuspected)
    assert ["Chiropractic care, 6 visits"] == [each.request for each in suspected.items]
    await say(
        stream, SettleDuplicate(case_number=SECOND, verdict="confirm", items=(), actor="Example Clerk", reason="The same letter.")
    )

    for text in texts(channel, "assignment", SECOND).values():
        assert f"Chiropractic care, 6 visits: The treatment is already under review in case {CASE_NUMBER}." in text
        assert "The treatment in dispute: • Massage Therapy" in text


async def test_the_reviewers_questions_are_asked_of_the_parties(stream: MemoryStream, channel: Channel) -> None:
    """With reason and last day, and never who asks; a second question is another notice."""
    await say(stream, submission())
    (assessed,) = stream.messages(CaseAssessed)
    fields: dict[str, Any] = {"ground": "information-missing", "explanation": "They show how the function developed."}
    for missing in ("Notes of March", "Notes of April"):
        again = ReturnCase(
            case_number=CASE_NUMBER, reviewer_id=assessed.reviewer_id, returned_at=stream.now, missing=(missing,), **fields
        )
        await say(stream, again)

    for name, missing in (("questions", "Notes of March"), ("questions-2", "Notes of April")):
        asked = texts(channel, name)
        assert {"worker", "provider", "claims-administrator"} == asked.keys()
        for text in asked.values():
            assert f"• {missing}" in text
            assert "They show how the function developed." in text
            assert "by 04/24/2015 (8 CCR 9792.10.5)" in text
            assert "PO Box 1 Exampleville, CA 90000" in text
            assert assessed.reviewer_id not in text


WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "The back is disputed."}


def no_records() -> dict[str, Any]:
    """Changes that leave the example without medical records."""
    papers = tuple(each for each in application().documents if each.kind in {"ur-decision", "form"})
    return {"documents": papers, "items": tuple(each.model_copy(update={"facts": ()}) for each in application().items)}


def _resolve(stream: MemoryStream, outcome: Any = "liable") -> ResolveLiability:
    return ResolveLiability(**WHO, acted_at=stream.now, outcome=outcome, notified_on=stream.now.date())


async def test_a_deferred_review_stands_still_and_goes_on(stream: MemoryStream, channel: Channel) -> None:
    """Its parties are told, nothing is signed, no clock runs out, and the reviewer stays."""
    await say(stream, submission())
    (assessed,), (ready,) = stream.messages(CaseAssessed), stream.messages(CaseReadyForReview)
    defer = DeferReview(**WHO, acted_at=stream.now)
    await say(stream, defer, defer, signature(assessed.reviewer_id))
    assert 1 == len(stream.messages(ReviewDeferred)) == len(stream.messages(CaseUnchanged))
    assert ["case-deferred"] == [each.code for each in stream.messages(SignatureRefused)]
    told = texts(channel, "deferral")
    assert {"worker", "claims-administrator", "provider"} == told.keys()
    assert all("Liability for the treatment is disputed." in text and "LIABILITY_DEFERRED" not in text for text in told.values())
    assert all("This Independent Medical Review is deferred" in text for text in told.values())
    assert not any(
        "application" in text.partition("REASON FOR WAITING")[2].partition("Medical Director")[0] for text in told.values()
    )

    await stream.pass_time(timedelta(days=90))
    records = ReceiveRecords(**WHO, sent_by="provider", documents=(NOTES,), facts={}, received_at=stream.now)
    resolve = _resolve(stream)
    await say(stream, records, resolve, resolve)
    assert [] == stream.messages(DeterminationOverdue)
    (resumed,) = stream.messages(ReviewResumed)
    assert ("ready", timedelta(days=90)) == (
        resumed.state,
        (resumed.determination_due_at or defer.acted_at) - ready.determination_due_at,
    )
    assert [assessed.reviewer_id] == [each.reviewer_id for each in stream.messages(ReviewerAssigned)]
    told = texts(channel, "resumption")
    assert {"worker", "claims-administrator", "provider"} == told.keys()
    for text in told.values():
        assert f"by a notice of {resolve.notified_on:%m/%d/%Y}. The review is no longer deferred." in text
        assert "The review goes on where it stood" in text
        assert (
            f"until {load_jurisdiction('ca-workers-comp').due('filing-after-liability', resolve.notified_on, served=Served(by='personal')).on:%m/%d/%Y}"
            in text
        )
        assert "Chiropractic, 6 visits" in text
    assert {} == texts(channel, "resumption-2")

    newest = stream.messages(CaseAssessed)[-1]
    await say(stream, signature(newest.reviewer_id))
    assert 1 == len(stream.messages(DeterminationSigned))
    assert all("Notes of March" in text for party, text in texts(channel, "1").items() if party != "employer")
    assert 0 == stream.results[Result.PARKED]


async def test_a_deferred_wait_for_records_goes_on_with_its_days(stream: MemoryStream) -> None:
    """The claims administrator has the days that were left."""
    await say(stream, submission(**no_records()))
    (first,) = stream.messages(RecordsRequested)
    await say(stream, DeferReview(**WHO, acted_at=stream.now))
    await stream.pass_time(timedelta(days=40))
    assert [] == stream.messages(RecordsOverdue)
    await say(stream, _resolve(stream))

    assert timedelta(days=40) == stream.messages(RecordsRequested)[-1].records_due_on - first.records_due_on
    await stream.pass_time(timedelta(days=30))
    assert 1 == len(stream.messages(RecordsOverdue))


async def test_without_liability_a_deferred_review_ends(stream: MemoryStream, channel: Channel) -> None:
    """Every party is told why, and the reviewer is free."""
    await say(stream, submission(), DeferReview(**WHO, acted_at=stream.now), _resolve(stream, "not-liable"))

    (ended,) = stream.messages(CaseTerminated)
    assert ("not-liable", "ready", True) == (ended.ground, ended.state, ended.at_reviewer)
    assert 1 == len(stream.messages(ReleaseReviewer))
    assert all("without liability for the treatment" in text for text in texts(channel, "termination").values())
    assert {"worker", "claims-administrator", "employer", "provider"} == texts(channel, "termination").keys()
    assert {} == texts(channel, "resumption")


async def test_a_signature_that_crosses_the_deferral_holds(stream: MemoryStream) -> None:
    """The reviewer signed before decision knew."""
    await say(stream, submission())
    (assessed,) = stream.messages(CaseAssessed)
    stream.publish(DeferReview(**WHO, acted_at=stream.now))
    stream.publish(signature(assessed.reviewer_id))
    await stream.settle()

    if stream.messages(DeterminationSigned):
        await say(stream, _resolve(stream))
        assert [("not-allowed", "determined")] == [(each.code, each.state) for each in stream.messages(CaseRequestRefused)]
    else:
        assert ["case-deferred"] == [each.code for each in stream.messages(SignatureRefused)]
    assert 0 == stream.results[Result.PARKED]


async def test_a_deferred_application_keeps_its_papers_and_is_known(stream: MemoryStream, channel: Channel) -> None:
    """Its papers are on file, its treatment is known, and a dropped one is named later."""
    dispute = LiabilityDispute(reason="The back is disputed.")
    await say(stream, submission(items=(CHIROPRACTIC,)), submission("second", liability_dispute=dispute), submission("third"))
    who = {**WHO, "case_number": SECOND}
    await say(stream, ReceiveRecords(**who, sent_by="provider", documents=(NOTES,), facts={}, received_at=stream.now))
    await say(stream, ResolveLiability(**who, acted_at=stream.now, outcome="liable", notified_on=stream.now.date()))

    assert 1 == len(stream.messages(DuplicateFound)) == len(stream.messages(DuplicateItemsDropped))
    ready = stream.messages(CaseReadyForReview)[-1]
    assert SECOND == ready.case_number
    assert NOTES.id in {each.id for each in ready.application.documents}
    assert {"worker", "claims-administrator", "provider"} == texts(channel, "resumption", SECOND).keys()
    for text in texts(channel, "resumption", SECOND).values():
        assert "The application waits no longer." in text
        assert "examines the application again" in text
        assert "where it stood" not in text
    assert all("the application is then taken up again" in text for text in texts(channel, "deferral", SECOND).values())
    assert {} == texts(channel, "resumption")
    assert all(f"under review in case {CASE_NUMBER}." in text for text in texts(channel, "assignment", SECOND).values())


async def test_an_order_to_review_anew_is_told_to_each_party(stream: MemoryStream, channel: Channel) -> None:
    """With its day, and without a reviewer; the letter that it set aside is not served again.

    LC 4610.6(f), (i).
    """
    await say(stream, submission())
    (assessed,) = stream.messages(CaseAssessed)
    await say(stream, signature(assessed.reviewer_id, signed_at=stream.now))
    await say(stream, appeal(stream), remand(stream, ordered_on=stream.now.date()))
    notices = texts(channel, "remand")

    assert {"worker", "claims-administrator", "provider"} <= notices.keys()
    for text in notices.values():
        assert f"On {stream.now:%m/%d/%Y}, the Workers' Compensation Appeals Board ordered" in text, text
        assert "The former determination no longer holds." in text
        assert CHIROPRACTIC.request in text
        assert assessed.reviewer_id not in text

    sent = dict(channel.letters)
    again = stream.messages(ReviewerAssigned)[-1].reviewer_id
    fields: dict[str, Any] = {"notice": None, "case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "It was lost."}
    await say(stream, ReissueLetter(new_version=True, parties=(), method=None, address=None, **fields))
    assert ["SET_ASIDE"] == [each.code for each in stream.messages(LetterRequestRefused)]
    assert sent.keys() == channel.letters.keys()

    first = f"{stream.now:%m/%d/%Y}"
    await stream.pass_time(timedelta(days=2))
    await say(stream, signature(again, signed_at=stream.now))
    second = texts(channel, "2")
    assert texts(channel, "1").keys() == second.keys()
    for text in second.values():
        assert f"It replaces the determination of {first} in this case, which was set aside on appeal" in text
    correction = CorrectDetermination(
        case_number=CASE_NUMBER,
        reviewer_id=again,
        corrected=stream.messages(DeterminationSigned)[-1],
        reason="A slip.",
        items=(),
        clinical_summary="Another summary.",
        signed_at=stream.now,
    )
    await say(stream, correction)
    for text in texts(channel, "3").values():
        assert f"a corrected determination. It replaces the determination of {stream.now:%m/%d/%Y} in this case" in text
    assert texts(channel, "3")
    assert 0 == stream.results[Result.PARKED]


@pytest.mark.parametrize(
    ("ground", "sentence"),
    [
        ("withdrawn", "was withdrawn."),
        ("settled", "was settled."),
        ("awarded", "was decided by an award."),
        ("authorised", "the claims administrator authorized it."),
    ],
)
async def test_treatment_that_leaves_the_review_alone_is_told(
    stream: MemoryStream, channel: Channel, ground: Any, sentence: str
) -> None:
    """Every party hears why, and on which the review goes on; a repeat tells nothing."""
    await say(stream, submission())
    who: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By letter.", "acted_at": stream.now}
    ended = (
        AuthorizeTreatment(**who, items=(1,), authorised_on=stream.now.date())
        if ground == "authorised"
        else WithdrawApplication(**who, items=(1,), sent_by="employee", ground=ground)
    )
    await say(stream, ended, ended)

    told = texts(channel, "items-ended")
    assert {"worker", "claims-administrator", "employer", "provider"} == told.keys()
    for text in told.values():
        assert f"ended on {stream.now:%m/%d/%Y}" in text
        assert sentence in text
        left, still = text.split("TREATMENT STILL UNDER REVIEW")
        assert (1, 0, 1) == (left.count(CHIROPRACTIC.request), left.count(MASSAGE.request), still.count(MASSAGE.request))
    assert {} == texts(channel, "items-ended-2")

    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))
    assert [2] == [each.item for each in stream.messages(DeterminationSigned)[0].decisions]
    assert 0 == stream.results[Result.PARKED]


async def test_the_last_treatment_that_leaves_ends_the_case_in_one_notice(stream: MemoryStream, channel: Channel) -> None:
    """That of the end, and none beside it."""
    await say(stream, submission())
    who: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By letter.", "acted_at": stream.now}
    await say(stream, AuthorizeTreatment(**who, items=(1, 2), authorised_on=stream.now.date()))

    assert texts(channel, "termination")
    assert {} == texts(channel, "items-ended")


async def test_a_notice_of_the_end_names_the_treatment_that_was_still_under_review(stream: MemoryStream, channel: Channel) -> None:
    """An item that was authorised before is not among it."""
    await say(stream, submission())
    who: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By letter.", "acted_at": stream.now}
    await say(stream, AuthorizeTreatment(**who, items=(1,), authorised_on=stream.now.date()))
    await say(stream, WithdrawApplication(**who, items=(), sent_by="employee", ground="withdrawn"))

    for text in texts(channel, "termination").values():
        assert MASSAGE.request in text
        assert CHIROPRACTIC.request not in text
    assert texts(channel, "termination")


@pytest.mark.parametrize(
    ("ground", "code", "sentence"),
    [
        ("settled", "SETTLED", "was settled"),
        ("awarded", "AWARDED", "was decided by an award"),
        ("withdrawn", "WITHDRAWN", "was withdrawn"),
    ],
)
async def test_a_treatment_that_was_settled_is_not_called_withdrawn(
    stream: MemoryStream, channel: Channel, ground: Any, code: str, sentence: str
) -> None:
    """The letter says in words why it is not decided, and the event has the code."""
    await say(stream, submission())
    who: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By letter.", "acted_at": stream.now}
    await say(stream, WithdrawApplication(**who, items=(1,), sent_by="employee", ground=ground))
    assert [code] == [each.code for each in stream.messages(CaseFileChanged)[-1].not_under_review]
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))

    assert f"The dispute about this treatment {sentence}, so it is not reviewed." in texts(channel, "1")["worker"]


@pytest.mark.parametrize("ended", ["terminated", "ineligible"])
async def test_a_case_that_goes_on_by_order_is_assigned_anew(stream: MemoryStream, channel: Channel, ended: str) -> None:
    """Each party hears how it goes on, and gets a notice of assignment after the order."""
    await say(stream, submission(**({"signature": None} if ended == "ineligible" else {})))
    if ended == "terminated":
        who: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By letter.", "acted_at": stream.now}
        await say(stream, WithdrawApplication(**who, items=(), sent_by="employee", ground="settled"))
    await stream.pass_time(timedelta(days=10))
    await say(stream, appeal(stream), remand(stream, ordered_on=stream.now.date()))

    assigned = texts(channel, "assignment-2" if ended == "terminated" else "assignment")
    assert {"worker", "claims-administrator", "provider"} == assigned.keys()
    assert all(f"{stream.now:%m/%d/%Y}" in text for text in assigned.values())
    told = "takes the review up again" if ended == "terminated" else "begins the review. A notice of assignment follows"
    for text in texts(channel, "remand").values():
        assert told in text
        assert "begins a new review" not in text
    assert texts(channel, "remand")
    assert 0 == stream.results[Result.PARKED]
