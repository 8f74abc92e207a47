"""What decision does with each message: assess when file and reviewer are known, and take the reviewer's signature."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime

from schemas.decision import CaseAssessed, DeterminationSigned, SignatureRefused, SignDetermination
from schemas.intake import CaseReadyForReview
from schemas.triage import ReviewerAssigned
from services.decision.domain.signature import Refusal, reason_refused
from services.decision.drafting import (
    assessed_case,
    case_assessed,
    determination_signed,
    drafts,
    for_another_reviewer,
    said,
    said_by_nobody,
)
from services.decision.records import AssessedCase, SignedCase, WaitingCase
from services.decision.rules import Rules


@dataclass(frozen=True)
class Cases:
    """The tables of one partition; a case is in one of them at a time."""

    waiting: MutableMapping[str, WaitingCase]
    assessed: MutableMapping[str, AssessedCase]
    signed: MutableMapping[str, SignedCase]


@dataclass(frozen=True)
class Practice:
    """How decisions are made here: by which rules, dated in which time zone, and whether drafts sign themselves (demonstrations)."""

    rules: Rules
    time_zone: str
    auto_sign: bool


Drafted = list[CaseAssessed | DeterminationSigned]


def on_case_ready_for_review(message: CaseReadyForReview, at: datetime, *, cases: Cases, practice: Practice) -> Drafted:
    """Keep the file; with the reviewer known, draft. A file that comes again for an unsigned case makes a new draft."""
    number = message.case_number
    if number in cases.signed:
        return []
    before = cases.assessed.get(number)
    reviewer_id = before.reviewer_id if before else cases.waiting.get(number, WaitingCase()).reviewer_id
    if reviewer_id is None:
        cases.waiting[number] = WaitingCase(application=message.application)
        return []
    version = before.version + 1 if before else 1
    return _draft(number, assessed_case(number, reviewer_id, version, message.application, practice.rules), at, cases, practice)


def on_reviewer_assigned(message: ReviewerAssigned, at: datetime, *, cases: Cases, practice: Practice) -> Drafted:
    """Keep the reviewer; with the file known, draft. Another reviewer of an unsigned case gets a draft of their own."""
    number = message.case_number
    if number in cases.signed:
        return []
    before = cases.assessed.get(number)
    if before is not None:
        if before.reviewer_id == message.reviewer_id:
            return []
        return _draft(number, for_another_reviewer(number, before, message.reviewer_id), at, cases, practice)
    application = cases.waiting.get(number, WaitingCase()).application
    if application is None:
        cases.waiting[number] = WaitingCase(reviewer_id=message.reviewer_id)
        return []
    return _draft(number, assessed_case(number, message.reviewer_id, 1, application, practice.rules), at, cases, practice)


def on_sign_determination(
    message: SignDetermination, _at: datetime, *, cases: Cases, practice: Practice
) -> list[SignatureRefused | DeterminationSigned]:
    """Make it a determination if the signature stands; otherwise say why not, and leave the case as it is."""
    number = message.case_number
    refusal = _reason_refused(message, cases)
    if refusal is not None:
        return [SignatureRefused(case_number=number, reviewer_id=message.reviewer_id, code=refusal.code, text=refusal.text)]
    case = cases.assessed[number]
    _close(number, case, cases)
    return [
        determination_signed(
            number,
            case,
            said(message),
            signature="reviewer",
            signed_at=message.signed_at,
            time_zone=practice.time_zone,
            summary=message.clinical_summary,
        )
    ]


def _draft(number: str, case: AssessedCase, at: datetime, cases: Cases, practice: Practice) -> Drafted:
    """Put the draft before the reviewer; where drafts sign themselves, sign it at once."""
    cases.waiting.pop(number, None)
    assessed = case_assessed(number, case)
    if not practice.auto_sign:
        cases.assessed[number] = case
        return [assessed]
    _close(number, case, cases)
    signed = determination_signed(
        number, case, said_by_nobody(case), signature="automatic", signed_at=at, time_zone=practice.time_zone
    )
    return [assessed, signed]


def _close(number: str, case: AssessedCase, cases: Cases) -> None:
    """Of a signed case only the mark stays."""
    cases.assessed.pop(number, None)
    cases.signed[number] = SignedCase(assessment_id=case.assessment_id, reviewer_id=case.reviewer_id)


def _reason_refused(message: SignDetermination, cases: Cases) -> Refusal | None:
    """Why the signature cannot stand, if it cannot: the case, the reviewer, the draft, then the items."""
    if message.case_number in cases.signed:
        return Refusal("already-signed", "The case is signed already.")
    case = cases.assessed.get(message.case_number)
    if case is None:
        return Refusal("not-assessed", "The case is not assessed yet, so there is nothing to sign.")
    if message.reviewer_id != case.reviewer_id:
        return Refusal("not-the-reviewer", "The case is assigned to another reviewer.")
    if message.assessment_id is not None and message.assessment_id != case.assessment_id:
        return Refusal("outdated-assessment", "The case was assessed anew since; the newest draft is to be signed.")
    return reason_refused(drafts(case), said(message), keep_the_rest=message.keep_the_rest)
