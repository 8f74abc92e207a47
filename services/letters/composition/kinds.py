"""The kinds of letters: the model of each, and the sections that a layout of it may have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from reading.json_text import read_json
from reading.models import fit
from services.letters.composition.section_builder import Section
from services.letters.composition.sections.changes import AMENDMENT_SECTIONS, CONSOLIDATION_SECTIONS, ITEMS_ENDED_SECTIONS
from services.letters.composition.sections.determination import SECTIONS
from services.letters.composition.sections.events import (
    ASSIGNMENT_SECTIONS,
    CONVERSION_SECTIONS,
    DEFERRAL_SECTIONS,
    DUPLICATE_SECTIONS,
    QUESTIONS_SECTIONS,
    RECORDS_OVERDUE_SECTIONS,
    RESUMPTION_SECTIONS,
)
from services.letters.composition.sections.external_review import SECTIONS as EXTERNAL_SECTIONS
from services.letters.composition.sections.missing_facts import MISSING_FACTS_SECTIONS
from services.letters.composition.sections.notices import (
    COVER_SECTIONS,
    INELIGIBILITY_SECTIONS,
    REMAND_SECTIONS,
    TERMINATION_SECTIONS,
)
from services.letters.external_review import ExternalReviewNotice
from services.letters.letter import Letter
from services.letters.notices import (
    AmendmentNotice,
    AssignmentNotice,
    ConsolidationNotice,
    ConversionNotice,
    CoverLetter,
    DeferralNotice,
    DuplicateNotice,
    IneligibilityNotice,
    ItemsEndedNotice,
    MissingFactsNotice,
    Notice,
    QuestionsNotice,
    RecordsOverdueNotice,
    RemandNotice,
    ResumptionNotice,
    TerminationNotice,
)

AnyLetter = Letter | CoverLetter | Notice | ExternalReviewNotice


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter."""

    model: type[AnyLetter]
    sections: Mapping[str, Section[Any]]


KINDS: Mapping[str, LetterKind] = {
    "determination": LetterKind(Letter, SECTIONS),
    "cover-letter": LetterKind(CoverLetter, COVER_SECTIONS),
    "ineligibility-notice": LetterKind(IneligibilityNotice, INELIGIBILITY_SECTIONS),
    "termination-notice": LetterKind(TerminationNotice, TERMINATION_SECTIONS),
    "assignment-notice": LetterKind(AssignmentNotice, ASSIGNMENT_SECTIONS),
    "records-overdue-notice": LetterKind(RecordsOverdueNotice, RECORDS_OVERDUE_SECTIONS),
    "deferral-notice": LetterKind(DeferralNotice, DEFERRAL_SECTIONS),
    "resumption-notice": LetterKind(ResumptionNotice, RESUMPTION_SECTIONS),
    "duplicate-notice": LetterKind(DuplicateNotice, DUPLICATE_SECTIONS),
    "questions-notice": LetterKind(QuestionsNotice, QUESTIONS_SECTIONS),
    "missing-facts-notice": LetterKind(MissingFactsNotice, MISSING_FACTS_SECTIONS),
    "remand-notice": LetterKind(RemandNotice, REMAND_SECTIONS),
    "consolidation-notice": LetterKind(ConsolidationNotice, CONSOLIDATION_SECTIONS),
    "conversion-notice": LetterKind(ConversionNotice, CONVERSION_SECTIONS),
    "amendment-notice": LetterKind(AmendmentNotice, AMENDMENT_SECTIONS),
    "items-ended-notice": LetterKind(ItemsEndedNotice, ITEMS_ENDED_SECTIONS),
    "external-review-notice": LetterKind(ExternalReviewNotice, EXTERNAL_SECTIONS),
}


def kind_of(letter: AnyLetter) -> str:
    """Return the name of the kind of *letter*."""
    return "determination" if isinstance(letter, Letter) else letter.kind


def read_letter(data: bytes) -> AnyLetter:
    """Return the letter in *data*, JSON; without a `kind` it is a determination.

    Raises NotReadable with every problem.
    """
    plain = read_json(data)
    kind = plain.get("kind", "determination") if isinstance(plain, dict) else "determination"
    model: TypeAdapter[AnyLetter] = TypeAdapter(KINDS[kind].model if isinstance(kind, str) and kind in KINDS else CoverLetter)
    return fit(model, plain)
