"""The kinds of letters: which data each is made of and which sections it may have. A file's `kind` says which it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.letters.composition.section_builder import Section
from services.letters.composition.sections.determination import SECTIONS
from services.letters.composition.sections.external_review import SECTIONS as EXTERNAL_SECTIONS
from services.letters.composition.sections.notices import COVER_SECTIONS, INELIGIBILITY_SECTIONS, TERMINATION_SECTIONS
from services.letters.letter import Letter
from services.letters.notices import CoverLetter, ExternalReviewNotice, IneligibilityNotice, TerminationNotice

AnyLetter = Letter | CoverLetter | IneligibilityNotice | TerminationNotice | ExternalReviewNotice


@dataclass(frozen=True)
class Kind:
    """A kind of letter."""

    model: type[AnyLetter]
    sections: Mapping[str, Section[Any]]


KINDS: Mapping[str, Kind] = {
    "determination": Kind(Letter, SECTIONS),
    "cover-letter": Kind(CoverLetter, COVER_SECTIONS),
    "ineligibility-notice": Kind(IneligibilityNotice, INELIGIBILITY_SECTIONS),
    "termination-notice": Kind(TerminationNotice, TERMINATION_SECTIONS),
    "external-review-notice": Kind(ExternalReviewNotice, EXTERNAL_SECTIONS),
}


def kind_of(letter: AnyLetter) -> str:
    """The name of its kind."""
    return "determination" if isinstance(letter, Letter) else letter.kind


def read_letter(data: bytes) -> AnyLetter:
    """The letter that *data*, JSON, holds; without a `kind` it is a determination. Raises pydantic's ValidationError."""
    try:
        kind = TypeAdapter(dict[str, Any]).validate_json(data).get("kind", "determination")
    except ValidationError:
        kind = "determination"  # its own error says more than that of a dictionary
    model = KINDS[kind].model if isinstance(kind, str) and kind in KINDS else CoverLetter
    return model.model_validate_json(data)
