"""The letter that these tests share: one invented case with an item of each outcome."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from services.letters.composition.kinds import AnyLetter, read_letter
from services.letters.composition.layout import languages_of
from services.letters.letter import LayoutReference, Letter, LetterItem, ReviewedDocument, Reviewer
from services.letters.printing.render import Edition

LAYOUT = LayoutReference(id="ca-workers-comp-2014", version=1)

CHIROPRACTIC = LetterItem(
    number=1,
    request="Chiropractic, 6 visits",
    outcome="upheld",
    claims_administrator_guideline="The claims administrator named no guideline.",
    reviewer_guideline="Decision based on MTUS Low Back Disorders (ACOEM), Section(s): Manual therapy & manipulation.",
    rationale=(
        "The guideline supports a trial of 6 chiropractic visits over 2 weeks for the low back, and further visits, up to 18 over 6 to 8 "
        "weeks, only when the trial has brought measurable functional improvement. The worker had 6 visits in February 2026. The notes of "
        "2 March 2026 and 16 March 2026 report less pain, but record neither a gain in daily activities nor fewer work restrictions, "
        "and the use of medication is unchanged. The file is silent on a home exercise program."
    ),
    closing="Therefore, the request for Chiropractic, 6 visits is not medically necessary.",
)

MASSAGE = LetterItem(
    number=2,
    request="Massage Therapy to the Lumbar Spine, 6 visits",
    outcome="overturned",
    claims_administrator_guideline="Decision based on MTUS Low Back Disorders (ACOEM), Section(s): Massage therapy.",
    reviewer_guideline="Decision based on MTUS Low Back Disorders (ACOEM), Section(s): Massage therapy.",
    rationale=(
        "The guideline supports massage beside other recommended treatment, such as exercise, for 4 to 6 visits in most cases. The "
        "request keeps within that number. No massage was given before, and the treating physician has started a supervised exercise "
        "program beside which it is meant to be used."
    ),
    closing="Therefore, the request for Massage Therapy to the Lumbar Spine, 6 visits is medically necessary.",
)

LETTER = Letter(
    layout=LAYOUT,
    draft=False,
    review_organization="Example Review Organization",
    case_number="CM26-4170023",
    assigned_on=date(2026, 4, 3),
    injured_on=date(2025, 11, 12),
    decided_on=date(2026, 4, 29),
    denied_on=date(2026, 3, 20),
    received_on=date(2026, 3, 31),
    priority="Standard",
    reviewer=Reviewer(
        licensure=("California", "Oregon"),
        licensure_text="California, Oregon",
        specialties=("Chiropractic", "Sports Medicine"),
        specialties_text="Chiropractic, Sports Medicine",
    ),
    clinical_summary=(
        "This 46-year-old worker injured the lower back on 11/12/2025 while lifting a crate. Diagnoses include lumbar strain and "
        "facet-mediated low back pain. A lumbar spine MRI of 12/09/2025 shows mild degeneration at L4-L5 without nerve root "
        "compression. Treatment so far has included oral medication, six chiropractic visits and a supervised exercise program.\n"
        "The note of 03/16/2026 recommends further chiropractic care together with massage, and a visit in six weeks."
    ),
    items=(CHIROPRACTIC, MASSAGE),
    documents_reviewed=(
        ReviewedDocument(title="Utilization review decision", from_on=date(2026, 3, 20), to_on=date(2026, 3, 20)),
        ReviewedDocument(title="Treatment notes, Example Spine Clinic", from_on=date(2025, 11, 14), to_on=date(2026, 3, 16)),
        ReviewedDocument(title="Lumbar spine MRI report"),
    ),
)
"""A signed letter with every field of the header."""

DRAFT = LETTER.model_copy(update={"draft": True})
"""The same letter without a reviewer's signature."""

PANEL = LETTER.model_copy(
    update={
        "other_reviewers": (
            Reviewer(
                licensure=("Nevada",),
                licensure_text="Nevada",
                specialties=("Neurology",),
                specialties_text="Neurology",
            ),
            Reviewer(
                licensure=("Utah", "California"),
                licensure_text="Utah, California",
                specialties=("Pain Medicine",),
                specialties_text="Pain Medicine",
            ),
        )
    }
)
"""The same letter of a panel of three."""

BARE = LETTER.model_copy(
    update={
        "case_number": None,
        "assigned_on": None,
        "injured_on": None,
        "decided_on": None,
        "denied_on": None,
        "received_on": None,
        "priority": None,
        "documents_reviewed": (),
    }
)
"""The same as letters of the past can be: nothing in the header, no documents."""

EXAMPLES = Path(__file__).parents[3] / "examples" / "letters"

SAMPLES: dict[str, AnyLetter] = {
    "determination-2014": LETTER,
    **{file.stem: read_letter(file.read_bytes()) for file in sorted(EXAMPLES.glob("*.json"))},
}
"""A letter of every kind and layout."""


def editions_of(letter: AnyLetter, editions: Iterable[Edition]) -> list[Edition]:
    """Return those of *editions* whose language the layout of *letter* has."""
    return [each for each in editions if each.language is None or each.language in languages_of(letter.layout)]
