"""Cases as ops sees them: the events of a case's life, sealed as the services seal them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from schemas.ids import derived_id
from schemas.message import Message
from schemas.messages.application import Application
from schemas.messages.assessment import Assessment, Outcome
from schemas.messages.decision import CaseAssessed, Decision, DeterminationSigned
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    ItemClock,
    Reason,
)
from schemas.messages.letters import LetterFile, LetterIssued
from schemas.messages.triage import ReviewerAssigned
from schemas.wire.codec import Sealed, seal
from schemas.wire.envelope import Envelope, Headers

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SUBMISSION = derived_id("submission", "test")

APPLICATION = Application.model_validate_json(
    b"""{
      "injured_on": "2025-06-03",
      "employee": {"name": "Pat Example"},
      "employer": "Acme Example Works",
      "claims_administrator": {"organization": "Northwind Example Claims", "claim_number": "EX-1"},
      "requesting_physician": {"name": "Dr. Sam Example"},
      "utilization_review": {
        "requested_on": "2026-01-20", "decided_on": "2026-01-27", "denial_served_on": "2026-01-28", "service_method": "mail"
      },
      "items": [{"number": 1, "request": "Example treatment"}]
    }"""
)


@dataclass
class Found:
    """A message as a broker hands it out."""

    topic: str
    partition: int
    offset: int
    headers: Headers | None
    value: bytes | None


def received(case: str) -> ApplicationReceived:
    """The first event of *case*."""
    return ApplicationReceived(case_number=case, submission_id=SUBMISSION, channel="api", received_at=NOON, application=APPLICATION)


def ineligible(case: str) -> ApplicationFoundIneligible:
    """The last event of a case that cannot be reviewed."""
    reason = Reason(code="late", text="It came too late.")
    return ApplicationFoundIneligible(case_number=case, submission_id=SUBMISSION, reasons=(reason,))


def signed(case: str, *outcomes: Outcome, version: int = 1) -> DeterminationSigned:
    """The determination of *case* with one item for each of *outcomes*."""
    whole: Literal["uphold", "overturn", "partial overturn"] = "partial overturn"
    if len(set(outcomes)) == 1:
        whole = "uphold" if outcomes[0] == "upheld" else "overturn"
    decisions = [
        Decision(
            item=number,
            request="Example treatment",
            outcome=outcome,
            proposal=None,
            reason_for_change=None,
            claims_administrator_guideline="None cited.",
            reviewer_guideline="Example Guideline.",
            rationale="Because.",
            drafted_rationale=None,
            closing="So it is.",
        )
        for number, outcome in enumerate(outcomes, start=1)
    ]
    return DeterminationSigned(
        case_number=case,
        determination_version=version,
        reason_for_correction=None,
        assessment_id="A-1",
        reviewer_id="R-1",
        signature="reviewer",
        outcome=whole,
        clinical_summary="A summary.",
        drafted_clinical_summary=None,
        decisions=tuple(decisions),
        opinions=(),
        decided_on=DAY,
        signed_at=NOON,
        second_signature=None,
    )


def life(case: str, *outcomes: Outcome) -> list[Message]:
    """Every event of a reviewed *case*, in order: eight of them."""
    assessment = Assessment(
        item=1,
        request="Example treatment",
        treatment=None,
        body_region=None,
        body_side=None,
        phase=None,
        under_review=None,
        proposal=None,
        basis="no-guideline",
        requirements=(),
        walk=(),
        trace=(),
        comparison=None,
        unused_facts=(),
        not_met=(),
        undocumented=(),
        claims_administrator_guideline="None cited.",
        reviewer_guideline="Example Guideline.",
        rationale="Because.",
        closing="So it is.",
    )
    return [
        received(case),
        ApplicationFoundEligible(
            case_number=case, submission_id=SUBMISSION, assigned_on=DAY, priority="standard", not_under_review=()
        ),
        CaseReadyForReview(
            case_number=case,
            application=APPLICATION,
            received_on=DAY,
            assigned_on=DAY,
            complete_on=DAY,
            determination_due_at=NOON + timedelta(days=30),
            priority="standard",
            not_under_review=(),
            clocks=(ItemClock(items=(1,), determination_due_at=NOON + timedelta(days=30)),),
        ),
        ReviewerAssigned(
            case_number=case,
            reviewer_id="R-1",
            pool="everyone",
            licensure=("CA",),
            specialties=("Example Medicine",),
            matching_specialties=(),
            open_cases=1,
            considered=1,
            excluded={},
            assigned_at=NOON,
        ),
        CaseAssessed(
            case_number=case,
            draft_version=1,
            basis=None,
            assessment_id="A-1",
            reviewer_id="R-1",
            requested_on=DAY,
            clinical_summary="A summary.",
            assessments=(assessment,),
            corrections=(),
        ),
        signed(case, *(outcomes or ("upheld",))),
        LetterIssued(
            case_number=case,
            determination_version=1,
            corrects=False,
            letter_version=1,
            layout="example-1",
            draft=False,
            decided_on=DAY,
            release=None,
            reissue_reason=None,
            warnings=(),
            files=(LetterFile(recipient="worker", format="pdf", sha256="0" * 64, size=1),),
        ),
    ]


def sealed(message: Message, at: datetime = NOON, partitions: int = 4) -> Sealed:
    """*message* as a service writes it at the instant *at*."""
    envelope = Envelope(
        id=derived_id("test", message.type, message.key, at.isoformat()),
        source="/imr/test",
        type=message.type,
        version=message.version,
        time=at,
        subject=message.subject,
        correlation_id="test",
    )
    return seal(message, envelope, partitions)


def found(messages: Iterable[tuple[Message, datetime]], places: dict[tuple[str, int], int] | None = None) -> Sequence[Found]:
    """Return *messages* with their times, in the order of their topics.

    *places* keeps the next offset of each partition.
    """
    places = {} if places is None else places
    records = []
    for message, at in messages:
        written = sealed(message, at)
        place = (written.topic, written.partition)
        records.append(Found(*place, places.get(place, 0), written.headers, written.value))
        places[place] = records[-1].offset + 1
    return records
