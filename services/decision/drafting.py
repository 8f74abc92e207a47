"""From a complete file to the reviewer's draft, and from what the reviewer says to a determination."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from schemas.application import Application
from schemas.decision import CaseAssessed, Decision, DeterminationSigned, SignDetermination
from schemas.ids import derived_id
from services.decision.assess import assess
from services.decision.domain.case_outcome import case_outcome
from services.decision.domain.rationale import UNREVIEWED
from services.decision.domain.signature import Decided, Draft, Said, decide
from services.decision.domain.summary import History, LatestNote, clinical_summary
from services.decision.records import AssessedCase
from services.decision.rules import Rules


def assessed_case(case_number: str, reviewer_id: str, version: int, application: Application, rules: Rules) -> AssessedCase:
    """The draft number *version* of a case, made for the reviewer."""
    requested_on = application.utilization_review.requested_on
    return AssessedCase(
        version=version,
        assessment_id=derived_id("assessment", case_number, reviewer_id, version),
        reviewer_id=reviewer_id,
        requested_on=requested_on,
        clinical_summary=clinical_summary(_history(application)),
        assessments=assess(application.items, requested_on=requested_on, injured_on=application.injured_on, rules=rules),
        parents={item.number: item.parent for item in application.items if item.parent is not None},
    )


def for_another_reviewer(case_number: str, case: AssessedCase, reviewer_id: str) -> AssessedCase:
    """The same draft as the next version, for the reviewer who takes the case over."""
    version = case.version + 1
    assessment_id = derived_id("assessment", case_number, reviewer_id, version)
    return case.model_copy(update={"version": version, "reviewer_id": reviewer_id, "assessment_id": assessment_id})


def case_assessed(case_number: str, case: AssessedCase) -> CaseAssessed:
    """The event that puts the draft before the reviewer."""
    return CaseAssessed(
        case_number=case_number,
        assessment_id=case.assessment_id,
        reviewer_id=case.reviewer_id,
        requested_on=case.requested_on,
        clinical_summary=case.clinical_summary,
        assessments=case.assessments,
    )


def drafts(case: AssessedCase) -> list[Draft]:
    """The items of a case as the rules prepared them."""
    return [
        Draft(
            item=each.item,
            parent=case.parents.get(each.item),
            request=each.request,
            proposal=each.proposal,
            untested=each.basis == "parent-denied",
            reviewer_guideline=each.reviewer_guideline,
            rationale=each.rationale,
        )
        for each in case.assessments
    ]


def said(message: SignDetermination) -> list[Said]:
    """What the reviewer says about items."""
    return [Said(each.item, each.outcome, each.reason, each.rationale) for each in message.items]


def said_by_nobody(case: AssessedCase) -> list[Said]:
    """What a draft without a reviewer says: the denial stands where no guideline speaks."""
    return [Said(each.item, "upheld", UNREVIEWED) for each in case.assessments if each.proposal is None]


def determination_signed(
    case_number: str,
    case: AssessedCase,
    spoken: Sequence[Said],
    *,
    signature: Literal["reviewer", "automatic"],
    signed_at: datetime,
    time_zone: str,
    summary: str | None = None,
) -> DeterminationSigned:
    """The determination, dated as the day is where the law holds."""
    decided = decide(drafts(case), spoken)
    return DeterminationSigned(
        case_number=case_number,
        determination_version=1,
        assessment_id=case.assessment_id,
        reviewer_id=case.reviewer_id,
        signature=signature,
        outcome=case_outcome(each.outcome for each in decided),
        clinical_summary=summary or case.clinical_summary,
        decisions=tuple(_decision(each, case) for each in decided),
        decided_on=signed_at.astimezone(ZoneInfo(time_zone)).date(),
        signed_at=signed_at,
    )


def _decision(decided: Decided, case: AssessedCase) -> Decision:
    assessment = next(each for each in case.assessments if each.item == decided.item)
    return Decision(
        item=decided.item,
        request=assessment.request,
        outcome=decided.outcome,
        proposal=assessment.proposal,
        reason_for_change=decided.reason_for_change,
        claims_administrator_guideline=assessment.claims_administrator_guideline,
        reviewer_guideline=decided.reviewer_guideline,
        rationale=decided.rationale,
        closing=decided.closing,
    )


def _history(application: Application) -> History:
    care, note = application.course_of_care, application.course_of_care.latest_note
    return History(
        injured_on=application.injured_on,
        requested_on=application.utilization_review.requested_on,
        born_on=application.employee.born_on,
        sex=application.employee.sex,
        mechanism=care.mechanism,
        evaluations=care.evaluations,
        diagnoses=care.diagnoses,
        treatments=care.treatments,
        latest_note=None if note is None else LatestNote(note.dated_on, note.findings, note.recommendations),
    )
