"""The former review of a case from its events: its file, its determination, its reviewers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import ValidationError

from schemas.message import Message
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.acts.remand import Former, LeftOut
from schemas.messages.application import Application
from schemas.messages.decision import DeterminationSigned
from schemas.messages.duplicates import ReceiptMoved
from schemas.messages.intake import ApplicationReceived, CaseReadyForReview, Reason
from schemas.messages.lifecycle import CaseFileChanged, RecordsAdded, RecordsKept
from schemas.messages.triage import ReviewerAssigned
from services.intake.case_file import with_records
from services.intake.errors import DocumentIdTaken, UnknownDocument, UnknownItem


@dataclass
class _Found:
    submission_id: str | None = None
    received_at: datetime | None = None
    application: Application | None = None
    not_under_review: tuple[Reason, ...] = ()
    determination_version: int = 0
    reviewers: dict[str, None] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)


def former_review(events: Iterable[Message]) -> Former | None:
    """Return the former review; None without an application.

    *events* are those of one case in order. Papers that came after its end are part of the file;
    those that do not fit it are left out and named.
    """
    found = _Found()
    for each in events:
        _take(each, found)
    if found.application is None or found.submission_id is None or found.received_at is None:
        return None
    return Former(
        submission_id=found.submission_id,
        received_at=found.received_at,
        application=found.application,
        not_under_review=found.not_under_review,
        determination_version=found.determination_version,
        reviewers=tuple(found.reviewers),
        left_out=tuple(found.left_out),
    )


def _take(event: Message, found: _Found) -> None:
    match event:
        case ApplicationReceived():
            found.submission_id, found.received_at, found.application = event.submission_id, event.received_at, event.application
        case ReceiptMoved():
            found.received_at = event.received_at
        case ApplicationAmended():
            found.application = event.application
        case CaseReadyForReview() | CaseFileChanged() | ItemsJoined():
            found.application, found.not_under_review = event.application, event.not_under_review
        case RecordsAdded() | RecordsKept(because="review-ended" | "no-file-held"):
            _add(event, found)
        case ReviewerAssigned():
            found.reviewers[event.reviewer_id] = None
        case DeterminationSigned():
            found.determination_version = max(found.determination_version, event.determination_version)
            second = [event.second_signature.reviewer_id] if event.second_signature else []
            signed = (event.reviewer_id, *(each.reviewer_id for each in event.opinions), *second)
            found.reviewers.update(dict.fromkeys(signed))


def _add(records: RecordsAdded | RecordsKept, found: _Found) -> None:
    """Add *records* to the file, or to those left out, with the reason."""
    if found.application is None:
        return
    try:
        found.application = with_records(found.application, records)
    except (DocumentIdTaken, UnknownDocument, UnknownItem) as error:
        found.left_out.append(LeftOut(documents=records.documents, facts=records.facts, because=str(error)))
    except ValidationError:
        text = "the file would have more papers or facts than a case can have"
        found.left_out.append(LeftOut(documents=records.documents, facts=records.facts, because=text))
