"""The messages by which people act on an invented case."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from cli.system.life.plan import CASES_MAX, ZONE
from schemas.messages.application import Document
from schemas.messages.decision import CaseAssessed, CorrectDetermination, DeterminationSigned, SignDetermination, SignedItem
from schemas.messages.intake import ReceiveRecords
from schemas.messages.letters import LetterServed, ReportReturnedMail
from schemas.messages.triage import ReviewerRecorded
from services.triage.handlers.registry import read_registry_file

_SURGEON = "Orthopedic Surgery"
_COLLEAGUES = ("Indigo Inventedreviewer", "Jordan Pretenddoctor", "Kit Notrealdoctor", "Lane Madeupreviewer")


def reviewers(registry: Path) -> list[ReviewerRecorded]:
    """Return the reviewers of the file *registry* without its surgeons.

    Each has room for every case. The first has colleagues of the same qualifications, who share
    the work.
    """
    found = [each for each in read_registry_file(registry) if all(has.name != _SURGEON for has in each.qualifications.specialties)]
    found += [
        found[0].model_copy(update={"reviewer_id": f"reviewer-{101 + place}", "name": name, "npi": None})
        for place, name in enumerate(_COLLEAGUES)
    ]
    return [
        each.model_copy(update={"qualifications": each.qualifications.model_copy(update={"open_cases_max": CASES_MAX})})
        for each in found
    ]


def signature(assessed: CaseAssessed, at: datetime, *, unfinished: bool) -> SignDetermination:
    """Return the reviewer's signature; the checks hold the letter of an *unfinished* text."""
    items = []
    for assessment in assessed.assessments:
        open_outcome: Literal["upheld"] | None = "upheld" if assessment.proposal is None else None
        text = "The records do not show why this treatment is needed." if open_outcome else None
        text = "The request was considered. TODO: name the study." if unfinished else text
        if text is not None:
            reason = "No guideline speaks to it." if open_outcome else None
            items.append(SignedItem(item=assessment.item, outcome=open_outcome, reason=reason, rationale=text))
    return SignDetermination(
        case_number=assessed.case_number,
        reviewer_id=assessed.reviewer_id,
        assessment_id=assessed.assessment_id,
        items=tuple(items),
        keep_the_rest=True,
        clinical_summary=None,
        signed_at=at,
    )


def correction(signed: DeterminationSigned, at: datetime) -> CorrectDetermination:
    """Return a correction of the summary of *signed*."""
    return CorrectDetermination(
        case_number=signed.case_number,
        reviewer_id=signed.reviewer_id,
        corrected=signed,
        reason="The summary left out the course of care.",
        items=(),
        clinical_summary=f"{signed.clinical_summary} The pain has lasted for more than three months.",
        signed_at=at,
    )


def returned_mail(served: LetterServed, at: datetime) -> ReportReturnedMail:
    """Return the report that the letter of *served* came back."""
    return ReportReturnedMail(
        case_number=served.case_number,
        service_id=served.service_id,
        actor="Example Clerk",
        returned_on=at.astimezone(ZONE).date(),
        reason="moved away",
    )


def records(number: str, at: datetime) -> ReceiveRecords:
    """Return medical records for the case *number*."""
    written_on = at.astimezone(ZONE).date() - timedelta(days=40)
    note = Document(id="later-notes", kind="medical-record", title="Later progress notes", from_on=written_on)
    return ReceiveRecords(
        case_number=number,
        sent_by="claims-administrator",
        documents=(note,),
        facts={},
        received_at=at,
        actor="Example Clerk",
        reason=None,
    )


def unreadable_records(number: str, at: datetime) -> ReceiveRecords:
    """Return records without a document, which no service can read."""
    return ReceiveRecords.model_construct(
        case_number=number, documents=(), facts={}, received_at=at, sent_by=None, actor=None, reason=None
    )
