"""Make the copies of a determination, each with the text its recipient may read.

Worker, attorney, claims administrator, provider and agency are served the whole determination (LC
4610.6(f); 8 CCR 9792.10.6(e)). The employer must not be told medical information beyond the
diagnosis for which compensation is claimed and the treatment given for it (LC 3762(c)): that copy
has each treatment and its outcome, no clinical summary, no reasons, no papers. The public copy has
no names (LC 4610.6(m); 8 CCR 9792.10.9), no list of papers or recipients, and the reviewer's
credentials in their usual spelling and order. The review organization and the credentials are not
of the case and stay.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from services.letters.copies.known_names import KnownName
from services.letters.copies.redaction import redact
from services.letters.letter import Letter, RecipientKind, Reviewer

RECIPIENT_KINDS: tuple[RecipientKind, ...] = get_args(RecipientKind)

LEFT_OUT = "[left out of this copy]"
"""The data of a copy in place of omitted text; the printed copy has no such passage."""


def copy_for(recipient: RecipientKind, letter: Letter, names: Iterable[KnownName] = ()) -> Letter:
    """Return the copy of *letter* for *recipient*.

    *names* are those the case knows (names_of); the public copy has none of them.
    """
    match recipient:
        case "employer":
            return _without_medical_particulars(letter)
        case "public":
            return _without_names(letter, tuple(names))
        case _:
            return letter.model_copy(update={"copy_for": recipient})


def _without_medical_particulars(letter: Letter) -> Letter:
    """Return the employer's copy."""
    left_out = ("claims_administrator_guideline", "reviewer_guideline", "rationale", "closing")
    return letter.model_copy(
        update={
            "copy_for": "employer",
            "clinical_summary": LEFT_OUT,
            "items": tuple(item.model_copy(update=dict.fromkeys(left_out, LEFT_OUT)) for item in letter.items),
            "documents_reviewed": (),
        }
    )


def _without_names(letter: Letter, names: tuple[KnownName, ...]) -> Letter:
    """Return the copy that may be published."""
    return letter.model_copy(
        update={
            "copy_for": "public",
            "reviewer": normalised(letter.reviewer),
            "other_reviewers": tuple(normalised(each) for each in letter.other_reviewers),
            "clinical_summary": redact(letter.clinical_summary, names),
            "items": tuple(item.model_copy(update=_redacted(item.model_dump(), names)) for item in letter.items),
            "not_decided": tuple(each.model_copy(update=_redacted(each.model_dump(), names)) for each in letter.not_decided),
            "documents_reviewed": (),
            "recipients": (),
        }
    )


def _redacted(texts: Mapping[str, Any], names: tuple[KnownName, ...]) -> dict[str, str]:
    """Return an item whose free texts are redacted; number and outcome stay."""
    return {field: redact(text, names) for field, text in texts.items() if isinstance(text, str) and field != "outcome"}


STATES = (
    *("Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "District of Columbia"),
    *(
        "Florida",
        "Georgia",
        "Hawaii",
        "Idaho",
        "Illinois",
        "Indiana",
        "Iowa",
        "Kansas",
        "Kentucky",
        "Louisiana",
        "Maine",
        "Maryland",
    ),
    *("Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire"),
    *("New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania"),
    *("Puerto Rico", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia"),
    *("Washington", "West Virginia", "Wisconsin", "Wyoming"),
)

SPECIALTIES = (
    *("Acupuncture", "Addiction Medicine", "Allergy and Immunology", "Anesthesiology", "Cardiology", "Chiropractic", "Dentistry"),
    *("Dermatology", "Emergency Medicine", "Endocrinology", "Family Medicine", "Family Practice", "Gastroenterology"),
    *("General Preventive Medicine", "General Surgery", "Hand Surgery", "Infectious Disease", "Internal Medicine", "Nephrology"),
    *("Neurological Surgery", "Neurology", "Neuromuscular Medicine", "Obstetrics and Gynecology", "Occupational Medicine"),
    *("Ophthalmology", "Optometry", "Oral and Maxillofacial Surgery", "Orthopedic Surgery", "Otolaryngology", "Pain Management"),
    *("Pain Medicine", "Pediatrics", "Physical Medicine and Rehabilitation", "Plastic Surgery", "Podiatry", "Preventive Medicine"),
    *("Psychiatry", "Psychology", "Public Health and General Preventive Medicine", "Pulmonary Disease", "Radiology"),
    *("Rheumatology", "Sports Medicine", "Thoracic Surgery", "Urology", "Vascular Surgery"),
)

_ALIKE = 0.9
"""Near enough for a slip ("Sports Medicinea"), too far for "Neurology" and "Urology"."""


def normalised(reviewer: Reviewer) -> Reviewer:
    """Return the credentials without repeats, in the usual spelling and alphabetical order."""
    licensure, specialties = _usual(reviewer.licensure, STATES), _usual(reviewer.specialties, SPECIALTIES)
    return Reviewer(
        licensure=licensure,
        licensure_text=", ".join(licensure),
        specialties=specialties,
        specialties_text=", ".join(specialties),
    )


def _usual(written: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """Return each of *written* in the spelling of *known*; unknown ones with single spaces."""
    by_key = {_key(name): name for name in known}
    spelled = []
    for each in written:
        key = _key(each)
        near = [key] if key in by_key else get_close_matches(key, by_key, n=1, cutoff=_ALIKE)
        spelled.append(by_key[near[0]] if near else " ".join(each.split()))
    return tuple(sorted(dict.fromkeys(spelled)))


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").replace("/", " and ").split())
