"""A federal external review of a health plan's denial, by its jurisdiction's file alone."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.message import Command
from schemas.messages.acts.appeals import AffirmCase, AppealCase, CaseAppealed
from schemas.messages.acts.conversion import ConvertReview, ReviewConverted
from schemas.messages.acts.deferral import DeferReview
from schemas.messages.acts.extensions import ExtendClock
from schemas.messages.application import Application, Document
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignDetermination, SignedItem
from schemas.messages.intake import (
    ApplicationFoundIneligible,
    CaseReadyForReview,
    DeterminationOverdue,
    ReceiveRecords,
    RecordsOverdue,
    RecordsRequested,
)
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.letters import LetterServed, ServiceIntended
from schemas.messages.lifecycle import AnswerRequest, AuthorizeTreatment, CaseRequestRefused, ResolveLiability, WithdrawApplication
from schemas.messages.triage import ReviewerAssigned
from schemas.wire.dead_letters import MessageParked
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.intake.channels.channel import submit_application
from services.letters.app import create_app as create_letters
from services.triage.app import create_app as create_triage
from services.triage.handlers.registry import read_registry_file
from tests.examples import ROOT
from tests.flow.test_letters import Channel

LAW = "us-federal-external-review"
RECEIVED_AT = datetime(2026, 1, 30, 15, 0, tzinfo=UTC)
DUE_ON = date(2026, 3, 16)
"""Forty-five days after the request was received."""

OF_ANOTHER_LAW = (
    "Labor Code",
    "CCR",
    "utilization review",
    "injur",
    "worker",
    "employee",
    "IMR",
    "Independent Medical",
    "California",
)
"""Words of California's law."""


@pytest.fixture
def channel() -> Channel:
    """Return a provider that works, and counts notices too."""
    return Channel(takes_notices=True, sent_at=RECEIVED_AT)


@pytest.fixture
async def stream(tmp_path: Path, channel: Channel) -> MemoryStream:
    """Return all services of a deployment under the law, with the example registry."""
    settings = Settings(
        data_dir=tmp_path,
        jurisdiction=LAW,
        review_organization="Example Review Organization",
        review_organization_address="PO Box 1; Exampleton, OH 40000",
    )
    services = (create_intake(settings), create_triage(settings), create_decision(settings), create_letters(settings, channel))
    stream = MemoryStream(*services, partitions=settings.partitions, now=RECEIVED_AT)
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()
    return stream


def request(**changes: Any) -> Application:
    """Return the example's request for external review."""
    known = Application.model_validate_json((ROOT / "examples/external-review.json").read_bytes())
    return Application.model_validate_json(known.model_copy(update=changes).model_dump_json())


async def submitted(stream: MemoryStream, received_at: datetime = RECEIVED_AT, **changes: Any) -> None:
    """Submit the example with *changes*, and let every message run its course."""
    stream.publish(
        submit_application(
            request(**changes), client="example", idempotency_key="example-1", channel="api", received_at=received_at
        )[0]
    )
    await stream.settle()


async def records(stream: MemoryStream) -> None:
    """Let the plan's documents come."""
    (requested,) = stream.messages(RecordsRequested)
    document = Document(id="claim-file", kind="medical-record", title="Claim file of the plan")
    stream.publish(
        ReceiveRecords(
            case_number=requested.case_number,
            sent_by="claims-administrator",
            documents=(document,),
            facts={},
            received_at=stream.now,
            actor="Example Clerk",
            reason="came electronically",
        )
    )
    await stream.settle()


async def signed(stream: MemoryStream) -> None:
    """Let the assigned reviewer reverse the first denial and uphold the second."""
    (assigned,) = stream.messages(ReviewerAssigned)
    items = (
        SignedItem(
            item=1,
            outcome="overturned",
            reason="The papers show what the plan asks for.",
            rationale="Supervised therapy is the usual next step when exercise at home has not sufficed (American College of Rheumatology). It is medically necessary.",
        ),
        SignedItem(
            item=2,
            outcome="upheld",
            reason="Radiographs suffice.",
            rationale="Radiographs of the knee have established the diagnosis, and an MRI would not change treatment (American College of Radiology). "
            "It is not medically necessary.",
        ),
    )
    stream.publish(
        SignDetermination(
            case_number=assigned.case_number,
            reviewer_id=assigned.reviewer_id,
            assessment_id=None,
            items=items,
            keep_the_rest=True,
            clinical_summary=None,
            signed_at=stream.now,
        )
    )
    await stream.settle()


def words(pdf: bytes) -> str:
    """Return the text of a PDF on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


async def test_a_request_goes_from_intake_to_letter(stream: MemoryStream, channel: Channel) -> None:
    """Claimant and plan are told that it is accepted, and get the decision in the law's words."""
    await submitted(stream)
    await stream.pass_time(timedelta(days=3))
    await records(stream)
    (ready,) = stream.messages(CaseReadyForReview)
    assert DUE_ON == ready.determination_due_at.astimezone(UTC).date() - timedelta(days=1)

    await signed(stream)
    (decided,) = stream.messages(DeterminationSigned)
    number = decided.case_number
    sent = {each.service_id: words(channel.letters[each.service_id]) for each in stream.messages(ServiceIntended)}
    sent |= {f"cover of {key}": words(pdf) for key, pdf in channel.covers.items()}

    assert {f"{number}.{letter}.{party}.1" for letter in ("assignment", "1") for party in ("worker", "claims-administrator")} == {
        each.service_id for each in stream.messages(ServiceIntended)
    }
    letter = sent[f"{number}.1.worker.1"]
    assert "Notice of Final External Review Decision" in letter
    assert "Physical Therapy, Right Knee, 12 visits: Reversed" in letter
    assert "MRI of the Right Knee: Upheld" in letter
    assert "A court may be able to review this decision" in letter
    assert {} == {
        key: [each for each in OF_ANOTHER_LAW if each in text]
        for key, text in sent.items()
        if any(each in text for each in OF_ANOTHER_LAW)
    }
    assert {None} == {each.appeal_until for each in stream.messages(LetterServed)}


async def test_the_clock_of_the_decision_runs_from_the_request(stream: MemoryStream) -> None:
    """Late documents of the plan give the review no more time (45 CFR 147.136(d)(2)(iii)(B))."""
    await submitted(stream)
    await stream.pass_time(timedelta(days=20))
    assert 1 == len(stream.messages(RecordsOverdue))
    await records(stream)
    (ready,) = stream.messages(CaseReadyForReview)
    assert date(2026, 3, 17) == ready.determination_due_at.astimezone(UTC).date()

    await stream.pass_time(timedelta(days=30))

    (late,) = stream.messages(DeterminationOverdue)
    assert ready.determination_due_at == late.determination_due_at


async def test_a_decision_is_late_although_no_document_came(stream: MemoryStream) -> None:
    """The clock runs while the plan's documents are awaited."""
    await submitted(stream)

    await stream.pass_time(timedelta(days=60))

    assert [] == stream.messages(CaseReadyForReview)
    assert 1 == len(stream.messages(DeterminationOverdue))


async def test_an_expedited_request_needs_no_certification(stream: MemoryStream) -> None:
    """It has 72 hours from receipt (45 CFR 147.136(d)(3)(iv))."""
    await submitted(stream, priority="expedited")
    await records(stream)

    (ready,) = stream.messages(CaseReadyForReview)
    assert ("expedited", RECEIVED_AT + timedelta(hours=72)) == (ready.priority, ready.determination_due_at)


async def test_no_guideline_ranks_so_nothing_is_proposed(stream: MemoryStream) -> None:
    """The reviewer's view says so for every item (45 CFR 147.136(d)(2)(iii)(B)(5))."""
    items = tuple(each.model_copy(update={"quantity": each.quantity.model_copy(update={"unit": None})}) for each in request().items)
    await submitted(stream, items=items)
    await records(stream)

    (assessed,) = stream.messages(CaseAssessed)
    assert [(None, "no-guideline")] * 2 == [(each.proposal, each.basis) for each in assessed.assessments]
    assert all("ranks no guideline" in each.rationale for each in assessed.assessments)


@pytest.mark.parametrize(
    ("received_at", "served_on", "codes"),
    [
        (datetime(2026, 3, 2, 20, tzinfo=UTC), date(2025, 10, 30), []),
        (datetime(2026, 3, 3, 20, tzinfo=UTC), date(2025, 10, 30), ["LATE"]),
    ],
)
async def test_four_months_to_file(
    stream: MemoryStream, channel: Channel, received_at: datetime, served_on: date, codes: list[str]
) -> None:
    """No 30 February: the first day of the fifth month, a Sunday, is carried to the Monday."""
    review = request().utilization_review.model_copy(
        update={"requested_on": date(2025, 10, 1), "decided_on": date(2025, 10, 20), "denial_served_on": served_on}
    )
    await submitted(stream, received_at, utilization_review=review)

    found = stream.messages(ApplicationFoundIneligible)
    assert codes == [each.code for finding in found for each in finding.reasons]
    if codes:
        told = words(channel.letters[f"{found[0].case_number}.ineligibility.worker.1"])
        assert "Request Not Eligible for External Review" in told
        assert "03/02/2026" in told
        assert [] == [each for each in OF_ANOTHER_LAW if each in told]


WHO: dict[str, Any] = {"actor": "Example Clerk", "reason": "By letter."}


def acts(number: str, now: datetime) -> list[Command]:
    """Return every act on a case, in an order in which most are refused at first."""
    who = {**WHO, "case_number": number, "acted_at": now}
    today = now.date()
    petition: dict[str, Any] = {"petitioner": "worker", "ground": "bias", "appeal_until": None, "jurisdiction": LAW}
    return [
        AffirmCase(**who, jurisdiction=LAW, petitioner=None, decided_on=today),
        DeferReview(**who),
        ResolveLiability(**who, outcome="liable", notified_on=today),
        AnswerRequest(**who, sent_by="employee", documents=(), facts={}),
        ExtendClock(**who, name="determination-due", days=1, approval="A-1"),
        ConvertReview(**who, priority="expedited", certification=None),
        ConvertReview(**who, priority="standard", certification=None),
        AuthorizeTreatment(**who, items=(1,), authorised_on=today),
        AppealCase(**who, petitioned_on=today, **petition),
        WithdrawApplication(**who, items=(), sent_by="employee", ground="withdrawn"),
        AppealCase(**who, petitioned_on=today, **petition),
    ]


@pytest.mark.parametrize("with_records", [False, True], ids=["waiting", "in-review"])
async def test_every_act_is_answered_under_this_law(stream: MemoryStream, *, with_records: bool) -> None:
    """Also one that this law does not know: a refusal says so, and nothing is parked."""
    expedited = {"utilization_review": request().utilization_review.model_copy(update={"expedited": True})}
    await submitted(stream, **expedited)
    number = stream.messages(RecordsRequested)[-1].case_number
    if with_records:
        await records(stream)
    stream.now += timedelta(hours=1)
    for act in acts(number, stream.now):
        stream.publish(act)
        await stream.settle()

    assert [] == stream.messages(MessageParked)
    assert "not-in-this-law" in [each.code for each in stream.messages(CaseRequestRefused)]
    assert ["expedited", "standard"] == [each.priority for each in stream.messages(ReviewConverted)]
    reasons = [each.reason for each in stream.messages(ClockChanged) if each.reason]
    assert [] == [each for each in reasons if any(word in each for word in OF_ANOTHER_LAW)]
    assert 1 == len(stream.messages(CaseAppealed))
