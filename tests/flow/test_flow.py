"""From application to letter, and every other end and named wait.

All services run on a stream in memory.
"""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from runtime.content.store import FolderLetterStore
from runtime.loop.consume import Result
from runtime.settings import Settings
from runtime.state.packed import unpacked
from runtime.state.state import State
from runtime.testing import MemoryStream
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignatureRefused, SignedItem
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    DeterminationOverdue,
    ReceiveRecords,
    RecordsOverdue,
    RecordsRequested,
    SubmissionRefused,
)
from schemas.messages.letters import LetterIssued
from schemas.messages.triage import NoReviewerFound, ReviewerAssigned
from schemas.topics import DECIDING_SERVICES, TOPICS
from schemas.wire.codec import Sealed
from schemas.wire.dead_letters import MessageParked
from services.triage.handlers.registry import read_registry_file
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, application, signature, submission
from tests.flow.conftest import SERVICES


async def _assessed(stream: MemoryStream, **changes: Any) -> CaseAssessed:
    """Submit the example; return the assessment that its reviewer gets."""
    stream.publish(submission(**changes))
    await stream.settle()
    (assessed,) = stream.messages(CaseAssessed)
    return assessed


async def test_from_application_to_letter(staffed: MemoryStream, settings: Settings) -> None:
    """Both items are upheld, and the letter gives the reasons.

    They are the guideline's numbers of visits and the missing functional improvement.
    """
    assessed = await _assessed(staffed)
    staffed.publish(signature(assessed.reviewer_id))
    await staffed.settle()

    (signed,), (issued,) = staffed.messages(DeterminationSigned), staffed.messages(LetterIssued)
    assert ("uphold", "reviewer", ["upheld", "upheld"]) == (
        signed.outcome,
        signed.signature,
        [each.outcome for each in signed.decisions],
    )
    hashes = {file.format: file.sha256 for file in issued.files if file.recipient == "worker"}
    assert ["html", "json", "pdf", "text"] == sorted(hashes)
    assert not issued.draft
    text = " ".join(FolderLetterStore(settings.data_dir / "letters").get(hashes["text"]).decode().split())
    places = [text.index(heading) for heading in HEADINGS]
    assert sorted(places) == places
    for words in (
        "6 visits over 2 weeks",
        "up to 18 visits over 6 to 8 weeks",
        "4-6 visits",
        "functional improvement",
        "Iowa, Illinois, Hawaii",
    ):
        assert words in text


HEADINGS = (
    "HOW THE IMR FINAL DETERMINATION WAS MADE",
    "The Expert Reviewer has the following credentials:",
    "State(s) of Licensure: Iowa, Illinois, Hawaii",
    "Certification(s)/Specialty: Preventive Medicine, Occupational Medicine, Public Health & General Preventive Medicine",
    "CLINICAL CASE SUMMARY",
    "IMR ISSUES, DECISIONS AND RATIONALES",
    "Chiropractic, 6 visits: Upheld",
    "Claims Administrator guideline:",
    "Example Review Organization guideline:",
    "Decision rationale:",
    "Massage Therapy to the Lumbar Spine, 6 visits: Upheld",
)


async def test_no_event_or_letter_names_the_reviewer(staffed: MemoryStream, settings: Settings) -> None:
    """Reviewers' names are on the registry's topic only.

    No event, state or letter holds them.
    """
    assessed = await _assessed(staffed)
    staffed.publish(signature(assessed.reviewer_id))
    await staffed.settle()
    names = [word for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml") for word in reviewer.name.encode().split()]

    elsewhere = [
        unpacked(record.value) if record.value and topic.endswith("changelog") else record.value or b""
        for (topic, _), records in staffed.topics.items()
        if topic != "imr.reviewers"
        for record in records
    ]
    letters = [path.read_bytes() for path in (settings.data_dir / "letters").rglob("*") if path.is_file()]

    # A determination: two copies in four formats, four as PDF, five covers. A notice: one copy in four formats, two as PDF and data. The
    # rest of the closed case.
    assert len(letters) == 26
    assert [] == [name for name in names if any(name in content for content in [*elsewhere, *letters])]


async def test_everything_twice_changes_nothing(staffed: MemoryStream) -> None:
    """Every message delivered a second time gives no new event, number or letter."""
    assessed = await _assessed(staffed)
    staffed.publish(signature(assessed.reviewer_id))
    await staffed.settle()
    before = Counter(envelope.id for envelope, _ in staffed.read())
    inputs = {topic.name for topic in TOPICS if not topic.name.endswith("changelog")}

    for (topic, partition), records in list(staffed.topics.items()):
        for record in list(records) if topic in inputs else []:
            staffed.write(Sealed(topic, partition, record.key or b"", record.value, tuple(record.headers)))
    await staffed.settle()

    assert set(before) == {envelope.id for envelope, _ in staffed.read()}
    assert dict.fromkeys(before, 2) == dict(Counter(envelope.id for envelope, _ in staffed.read()))


async def test_the_changelogs_alone_hold_the_state(staffed: MemoryStream) -> None:
    """A worker on a new machine restores the whole state from the changelogs."""
    assessed = await _assessed(staffed)
    staffed.publish(signature(assessed.reviewer_id))
    await staffed.settle()

    for service in (create(Settings()) for create in SERVICES):
        for number, state in enumerate(staffed.states(service.name)):
            again = State()
            service.create_handlers(again)
            for record in staffed.topics[service.changelog, number]:
                again.restore([((record.key or b"").decode(), record.value)], 0)
            assert _contents(state) == _contents(again)


def _contents(state: State) -> dict[str, dict[str, Any]]:
    return {name: dict(table.items()) for name, table in state._tables.items()}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"signature": None}, {"NO_SIGNATURE"}),
        ({"documents": tuple(each for each in application().documents if each.kind != "ur-decision")}, {"NO_UR_DECISION"}),
        (
            {
                "utilization_review": application().utilization_review.model_copy(
                    update={"denial_served_on": date(2015, 2, 1), "decided_on": date(2015, 2, 1), "requested_on": date(2015, 1, 20)}
                )
            },  # late wherever it was mailed from, so that nobody need be asked
            {"LATE"},
        ),
    ],
)
async def test_what_cannot_be_reviewed_is_ineligible_with_its_reason(
    staffed: MemoryStream, changes: dict[str, Any], codes: set[str]
) -> None:
    """An ineligible application gets a number and every reason that applies, and ends there."""
    staffed.publish(submission(**changes))
    await staffed.settle()

    (found,) = staffed.messages(ApplicationFoundIneligible)
    assert codes == {reason.code for reason in found.reasons}
    assert (1, []) == (len(staffed.messages(ApplicationReceived)), staffed.messages(CaseReadyForReview))


async def test_the_same_dispute_again_is_a_duplicate(staffed: MemoryStream) -> None:
    """The same dispute under another key is a duplicate although the name is spelt otherwise.

    It gets no number, and the event names the first case.
    """
    staffed.publish(submission())
    employee = application().employee.model_copy(update={"name": "EXAMPLEWORKER, Pat"})
    staffed.publish(submission(key="another", employee=employee))
    await staffed.settle()

    (duplicate,) = staffed.messages(DuplicateFound)
    assert CASE_NUMBER == duplicate.duplicate_of
    assert len(staffed.messages(ApplicationReceived)) == 1


async def test_the_same_key_with_another_body_is_refused(staffed: MemoryStream) -> None:
    """A key that is used again with another body is refused by its digest.

    The first body stands.
    """
    staffed.publish(submission())
    staffed.publish(submission(employer="Another Example Employer"))
    await staffed.settle()

    (refused,) = staffed.messages(SubmissionRefused)
    assert submission().body_digest == refused.accepted_digest
    assert len(staffed.messages(ApplicationReceived)) == 1


async def test_a_case_waits_for_a_qualified_reviewer(stream: MemoryStream) -> None:
    """A case without a qualified reviewer waits, and goes on after a registry import.

    An event reports the wait.
    """
    stream.publish(submission())
    await stream.settle()
    (nobody,) = stream.messages(NoReviewerFound)

    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()

    assert 0 == nobody.considered
    assert [CASE_NUMBER] == [assigned.case_number for assigned in stream.messages(ReviewerAssigned)]
    assert len(stream.messages(CaseAssessed)) == 1


async def test_nobody_decides_on_the_utilization_review_alone(staffed: MemoryStream) -> None:
    """A case without a medical record waits for one, also when it is overdue.

    With the record the case is ready for review.
    """
    papers = application().documents
    items = tuple(item.model_copy(update={"facts": ()}) for item in application().items)
    staffed.publish(submission(documents=tuple(each for each in papers if each.kind != "medical-record"), items=items))
    await staffed.settle()
    (requested,) = staffed.messages(RecordsRequested)

    await staffed.pass_time(timedelta(days=30))
    records = tuple(each for each in papers if each.kind == "medical-record")
    staffed.publish(
        ReceiveRecords(
            case_number=CASE_NUMBER,
            sent_by=None,
            documents=records,
            facts={1: application().items[0].facts[:1]},
            received_at=staffed.now,
            actor=None,
            reason=None,
        )
    )
    await staffed.settle()

    assert [requested.records_due_on] == [overdue.records_due_on for overdue in staffed.messages(RecordsOverdue)]
    (ready,) = staffed.messages(CaseReadyForReview)
    assert {"progress-note", "lumbar-mri"} <= {document.id for document in ready.application.documents}


async def test_an_item_no_guideline_speaks_to_is_the_reviewers(staffed: MemoryStream) -> None:
    """Without an applicable guideline the reviewer decides with a reason.

    The assessment proposes nothing, so a signature that keeps it is refused.
    """
    items = (
        application()
        .items[0]
        .model_copy(update={"request": "Unheard-of treatment with a singing bowl", "treatment": None, "facts": ()}),
    )
    assessed = await _assessed(staffed, items=items)

    staffed.publish(signature(assessed.reviewer_id))
    decided = SignedItem(
        item=1, outcome="upheld", reason="No study supports it.", rationale="No study of sufficient quality supports the treatment."
    )
    staffed.publish(signature(assessed.reviewer_id, items=(decided,), keep_the_rest=False))
    await staffed.settle()

    assert [None] == [each.proposal for each in assessed.assessments]
    assert 1 == len(staffed.messages(SignatureRefused))
    assert ["uphold"] == [signed.outcome for signed in staffed.messages(DeterminationSigned)]


async def test_the_reviewer_may_see_it_otherwise(staffed: MemoryStream) -> None:
    """A reviewer who overturns one item gives a reason; the proposal stays in the event.

    The outcome of the case is a partial overturn.
    """
    assessed = await _assessed(staffed)
    changed = SignedItem(item=2, outcome="overturned", reason="The massage goes along with a home program.", rationale=None)

    staffed.publish(signature(assessed.reviewer_id, items=(changed,)))
    await staffed.settle()

    (signed,) = staffed.messages(DeterminationSigned)
    assert ("partial overturn", "upheld", "overturned") == (
        signed.outcome,
        signed.decisions[1].proposal,
        signed.decisions[1].outcome,
    )
    assert "is medically necessary" in signed.decisions[1].closing


async def test_only_the_assigned_reviewer_signs(staffed: MemoryStream) -> None:
    """A signature by another reviewer is refused, and no determination exists."""
    assessed = await _assessed(staffed)
    other = next(
        each.reviewer_id
        for each in read_registry_file(ROOT / "examples/reviewers.yaml")
        if each.reviewer_id != assessed.reviewer_id
    )

    staffed.publish(signature(other))
    await staffed.settle()

    assert [other] == [refused.reviewer_id for refused in staffed.messages(SignatureRefused)]
    assert [] == staffed.messages(DeterminationSigned)


async def test_automatic_signatures_make_drafts(settings: Settings) -> None:
    """Automatic signatures are marked as automatic, and their letters as drafts.

    They serve demonstrations and load tests.
    """
    automatic = settings.model_copy(update={"auto_sign": True})
    stream = MemoryStream(*(create(automatic) for create in SERVICES), now=RECEIVED_AT)
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    stream.publish(submission())
    await stream.settle()

    assert ["automatic"] == [signed.signature for signed in stream.messages(DeterminationSigned)]
    assert [True] == [issued.draft for issued in stream.messages(LetterIssued)]


async def test_a_late_determination_is_said_and_still_binds(staffed: MemoryStream) -> None:
    """A late determination is reported overdue once, and still binds.

    CHP v. WCAB (Margaris), 2016.
    """
    assessed = await _assessed(staffed)

    await staffed.pass_time(timedelta(days=60))
    staffed.publish(signature(assessed.reviewer_id, signed_at=staffed.now))
    await staffed.settle()
    await staffed.pass_time(timedelta(days=60))

    assert [CASE_NUMBER] == [overdue.case_number for overdue in staffed.messages(DeterminationOverdue)]
    assert len(staffed.messages(LetterIssued)) == 1


async def test_a_determination_in_time_is_never_overdue(staffed: MemoryStream) -> None:
    """After a signature the determination is never overdue."""
    assessed = await _assessed(staffed)
    staffed.publish(signature(assessed.reviewer_id))
    await staffed.settle()

    await staffed.pass_time(timedelta(days=365))

    assert [] == staffed.messages(DeterminationOverdue)


async def test_noise_on_every_topic_is_parked_and_work_goes_on(staffed: MemoryStream) -> None:
    """Unreadable messages on every topic are parked by each reader, and work goes on."""
    read = [(create(Settings()).name, topic) for create in SERVICES for topic in create(Settings()).inputs]
    for topic in {topic for _, topic in read}:
        staffed.write(Sealed(topic, 1, b"noise", b"\xff\x00", (("ce_type", b"noise"),)))
    assessed = await _assessed(staffed)
    staffed.publish(signature(assessed.reviewer_id))
    await staffed.settle()

    parked = staffed.messages(MessageParked)
    assert Counter(name for name, _ in read) == Counter(each.parked.consumer for each in parked)
    assert set(DECIDING_SERVICES) == {each.parked.consumer for each in parked}
    assert len(staffed.messages(LetterIssued)) == 1


async def test_a_thousand_lots_give_unique_numbers(staffed: MemoryStream) -> None:
    """Three hundred applications over a hundred dates of injury get unique numbers.

    None is parked.
    """
    for number in range(300):
        employee = application().employee.model_copy(update={"name": f"Exampleworker Number {number}"})
        injured_on = date(2014, 1, 1) + timedelta(days=number % 100)
        staffed.publish(submission(key=str(number), employee=employee, injured_on=injured_on))
    await staffed.settle()

    assert len({received.case_number for received in staffed.messages(ApplicationReceived)}) == 300
    assert len(staffed.messages(ApplicationFoundEligible)) == 300
    assert staffed.results[Result.PARKED] == 0


async def test_what_is_published_says_what_caused_it(staffed: MemoryStream) -> None:
    """Every message that a service publishes names an existing cause.

    All messages of a case share a correlation id.
    """
    await _assessed(staffed)
    read = staffed.read()
    known = {envelope.id for envelope, _ in read}

    caused = [envelope for envelope, _ in read if envelope.source != "/imr/test"]
    assert caused
    assert {envelope.causation_id for envelope in caused} <= known
    assert 1 == len({envelope.correlation_id for envelope, _ in read if envelope.subject == CASE_NUMBER})
    assert json.dumps(sorted(known))
