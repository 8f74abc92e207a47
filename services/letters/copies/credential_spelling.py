"""A reviewer's credentials in one spelling and order, so that the way they are written tells nobody who wrote them.

Of 194 published letters 33 had a combination of states and specialties that no other letter had. The combination stays, for the law
wants the qualifications printed (8 CCR 9792.10.6(e)); what goes is the order, the spelling and the slip of the pen.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from services.letters.letter import Reviewer

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
"""Near enough for a slip ("Sports Medicinea"), too far for another specialty ("Neurology", "Urology")."""


def normalised(reviewer: Reviewer) -> Reviewer:
    """The same credentials, each once, in the usual spelling and in alphabetical order."""
    licensure, specialties = _usual(reviewer.licensure, STATES), _usual(reviewer.specialties, SPECIALTIES)
    return Reviewer(
        licensure=licensure,
        licensure_text=", ".join(licensure),
        specialties=specialties,
        specialties_text=", ".join(specialties),
    )


def _usual(written: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """Each of *written* as *known* spells it; what is unknown stays as it is, with single spaces."""
    by_key = {_key(name): name for name in known}
    spelled = []
    for each in written:
        key = _key(each)
        near = [key] if key in by_key else get_close_matches(key, by_key, n=1, cutoff=_ALIKE)
        spelled.append(by_key[near[0]] if near else " ".join(each.split()))
    return tuple(sorted(dict.fromkeys(spelled)))


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").replace("/", " and ").split())
