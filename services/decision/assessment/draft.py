"""Make the reviewers' drafts from a complete case file, with the basis of each."""

import hashlib
from datetime import date

from schemas.ids import derived_id
from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Application, Document
from schemas.messages.assessment import Assessment
from schemas.messages.decision import Basis, CaseAssessed
from services.decision.assessment.assess import CaseFile, assess
from services.decision.assessment.config import DecisionConfig, Rules
from services.decision.assessment.item_facts import disputed_of
from services.decision.domain.reasons.clinical_summary import ClinicalHistory, LatestNote, Opening, clinical_summary
from services.decision.domain.signing.signature import DraftedItem
from services.decision.domain.wording import day, phrase
from services.decision.state import AssessedCase

_TITLE_MAX = 80


def assessed_case(
    case_number: str,
    reviewers: tuple[str, ...],
    version: int,
    application: Application,
    config: DecisionConfig,
    corrections: tuple[CorrectedFact, ...] = (),
) -> AssessedCase:
    """Assess the case; return draft number *version* for its *reviewers*.

    *corrections* stand in place of the file's own facts.
    """
    rules = config.rules_for(application.jurisdiction)
    requested_on = application.utilization_review.requested_on
    return AssessedCase(
        version=version,
        drafts={reviewer: assessment_id(case_number, reviewer, version) for reviewer in reviewers},
        requested_on=requested_on,
        clinical_summary=clinical_summary(_history(application), _opening(rules, requested_on)),
        assessments=_of_disputed_items(application, _assessed(application, rules, corrections)),
        parents={item.number: item.parent for item in application.items if item.parent is not None},
        basis=Basis(
            file_digest=file_digest(application),
            library_digest=config.library_digest,
            evidence_order=rules.ranks_on(requested_on),
            program_version=config.program_version,
        ),
        corrections=corrections,
    )


def _assessed(application: Application, rules: Rules, corrections: tuple[CorrectedFact, ...]) -> tuple[Assessment, ...]:
    """Assess the items of each dispute by the day of its own request.

    Items of other cases that were consolidated into this one follow its own.
    """
    of_others = {here for each in application.joined for here in each.items}
    disputes = [(application.utilization_review, {item.number for item in application.items} - of_others)]
    disputes += [(each.utilization_review, set(each.items)) for each in application.joined]
    case_file = case_file_of(application, corrections)
    return tuple(
        assessment
        for review, numbers in disputes
        for assessment in assess(
            [item for item in application.items if item.number in numbers],
            requested_on=review.requested_on,
            injured_on=application.injured_on,
            rules=rules,
            case_file=case_file,
        )
    )


def _of_disputed_items(application: Application, assessments: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
    """Return the assessments of disputed items; an authorised item is not decided."""
    under_review = {item.number for item in application.items if disputed_of(item).scope != "nothing"}
    return tuple(each for each in assessments if each.item in under_review) or assessments


def case_file_of(application: Application, corrections: tuple[CorrectedFact, ...] = ()) -> CaseFile:
    """Return the parts of the application that bear on every item, with its corrected facts."""
    care = application.course_of_care
    ur_documents = frozenset(document.id for document in application.documents if document.kind == "ur-decision")
    names = {document.id: _name_of(document) for document in application.documents}
    return CaseFile(care.diagnoses, ur_documents, application.employee.born_on, corrections, names)


def _name_of(document: Document) -> str:
    """Return the title of a paper, with its date if it is of one day."""
    title = phrase(document.title)[:_TITLE_MAX]
    one_day = document.from_on if document.to_on in {None, document.from_on} else None
    return title if one_day is None else f"{title}, {day(one_day)}"


def for_another_reviewer(case_number: str, case: AssessedCase, reviewer_id: str, *, beside: bool) -> AssessedCase:
    """Return the same draft as the next version, for another reviewer.

    They take over the case, or sit *beside* the other reviewers of a panel.
    """
    version = case.version + 1
    drafts = {**(case.drafts if beside else {}), reviewer_id: assessment_id(case_number, reviewer_id, version)}
    update = {
        "version": version,
        "drafts": drafts,
        "opinions": case.opinions if beside else (),
        "awaiting": None,
        "returned_by": tuple(each for each in case.returned_by if each != reviewer_id),
    }
    return case.model_copy(update=update)


def assessment_id(case_number: str, reviewer_id: str, version: int) -> str:
    """Return the id of a draft, which is unique to case, reviewer and version."""
    return derived_id("assessment", case_number, reviewer_id, version)


def file_digest(application: Application) -> str:
    """Return the SHA-256 digest of the facts in a case file.

    Defaults are left out, so that a field added later changes no digest.
    """
    return hashlib.sha256(application.model_dump_json(exclude_defaults=True).encode()).hexdigest()


def case_assessed(case_number: str, case: AssessedCase, reviewer_id: str) -> CaseAssessed:
    """Return the event that gives the draft to one of its reviewers."""
    return CaseAssessed(
        case_number=case_number,
        draft_version=case.version,
        basis=case.basis,
        assessment_id=case.drafts[reviewer_id],
        reviewer_id=reviewer_id,
        requested_on=case.requested_on,
        clinical_summary=case.clinical_summary,
        assessments=case.assessments,
        corrections=case.corrections,
    )


def drafted_items(case: AssessedCase) -> list[DraftedItem]:
    """Return the items of a case as the rules drafted them."""
    return [
        DraftedItem(
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


def _opening(rules: Rules, requested_on: date) -> Opening:
    """Return the first sentence of a summary in the words of the law."""
    words = rules.words_on(requested_on)
    return Opening(words.person, words.onset, words.mechanism, words.onset_over)


def _history(application: Application) -> ClinicalHistory:
    care, note = application.course_of_care, application.course_of_care.latest_note
    return ClinicalHistory(
        injured_on=application.injured_on,
        requested_on=application.utilization_review.requested_on,
        born_on=application.employee.born_on,
        sex=application.employee.sex,
        mechanism=care.mechanism,
        evaluations=care.evaluations,
        diagnoses=care.diagnoses,
        treatments=care.treatments,
        latest_note=None if note is None else LatestNote(note.dated_on, note.findings, note.recommendations),
        injured_from_on=application.injured_from_on,
    )
