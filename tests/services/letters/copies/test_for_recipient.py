"""Copies: each recipient sees the permitted parts only, in every format and in metadata."""

import io
from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from services.letters.copies.for_recipient import LEFT_OUT, RECIPIENT_KINDS, SPECIALTIES, STATES, copy_for, normalised
from services.letters.copies.known_names import KnownName
from services.letters.letter import Letter, RecipientKind, Reviewer
from services.letters.printing.render import Format, determination, render
from tests.services.letters.sample import LETTER, PANEL

NAMES = (
    KnownName("employee", "Quenby Zyxwov", person=True),
    KnownName("provider", "Dr. Jorv Blixton, DC", person=True),
    KnownName("claims administrator", "Fabrikam Mutual", person=False),
)
NAMED = LETTER.model_copy(
    update={
        "clinical_summary": "Mr. Zyxwov saw Dr. Blixton; Fabrikam Mutual paid. QUENBY\nZYXWOV'S pain went on.",
        "items": (
            LETTER.items[0].model_copy(
                update={"request": "Visits with J. Blixton", "closing": "So Quenby's request is not necessary."}
            ),
            LETTER.items[1].model_copy(update={"claims_administrator_guideline": "Fabrikam Mutual, own policy."}),
        ),
        "recipients": ("Quenby Zyxwov",),
    }
)
WHOLE: tuple[RecipientKind, ...] = ("worker", "attorney", "claims-administrator", "provider", "agency")


def told_by_pdf(content: bytes) -> str:
    """Return all text of a PDF: its pages, metadata, attachment and raw bytes."""
    reader = PdfReader(io.BytesIO(content))
    pages = "".join(page.extract_text() for page in reader.pages)
    attached = b"".join(each for files in reader.attachments.values() for each in files).decode()
    metadata = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
    return f"{pages}{reader.metadata}{metadata}{attached}{content.decode('latin-1')}"


def told(letter: Letter, output_format: Format) -> str:
    """Return all text of *letter* in a format, in lower case."""
    content = render(letter, output_format)
    return (told_by_pdf(content) if output_format == "pdf" else content.decode()).casefold()


@pytest.mark.parametrize("recipient", WHOLE)
def test_the_parties_get_all_of_it(recipient: RecipientKind) -> None:
    """A party's copy has every word of the determination and a note that names the party."""
    assert NAMED.model_copy(update={"copy_for": recipient}) == copy_for(recipient, NAMED, NAMES)


@pytest.mark.parametrize("output_format", ["pdf", "html", "text", "json"])
def test_the_employer_gets_treatments_and_decisions_only(output_format: Format) -> None:
    """The employer's copy has no summary, reasons, guidelines or papers (LC 3762(c))."""
    written = told(copy_for("employer", LETTER), output_format)
    medical = ("46-year-old", "facet-mediated", "measurable functional improvement", "Manual therapy", "MRI", "Treatment notes")

    assert [] == [words for words in medical if words.casefold() in written]
    assert "Massage Therapy to the Lumbar Spine, 6 visits".casefold() in written


@pytest.mark.parametrize("output_format", ["pdf", "html", "text", "json"])
def test_the_public_copy_names_no_person(output_format: Format) -> None:
    """No format, metadata or attachment of the public copy has a name (LC 4610.6(m))."""
    assert "zyxwov" in told(NAMED, output_format)

    written = told(copy_for("public", NAMED, NAMES), output_format)

    assert [] == [name for name in ("quenby", "zyxwov", "jorv", "blixton", "fabrikam") if name in written]


@settings(deadline=None, max_examples=40)
@given(
    parts=st.lists(st.sampled_from(["Qwyx", "Blorv", "Zyxen", "Vromp", "Kjelf"]), min_size=1, max_size=3, unique=True),
    field=st.sampled_from(
        ["request", "claims_administrator_guideline", "reviewer_guideline", "rationale", "closing", "clinical_summary"]
    ),
    way=st.sampled_from([str, str.upper, str.lower, lambda name: f"{name}'s", lambda name: name.replace(" ", "\n")]),
    output_format=st.sampled_from(["pdf", "html", "text", "json"]),
)
def test_no_known_name_survives_in_the_public_copy(
    parts: list[str], field: str, way: Callable[[str], str], output_format: Format
) -> None:
    """A name in any field and spelling is gone from every format of the public copy."""
    name = way(" ".join(parts))
    sentence = f"The worker {name} was seen."
    changed = (
        LETTER.model_copy(update={field: sentence})
        if field == "clinical_summary"
        else LETTER.model_copy(update={"items": (LETTER.items[0].model_copy(update={field: sentence}),)})
    )

    written = told(copy_for("public", changed, (KnownName("employee", " ".join(parts), person=True),)), output_format)

    assert [] == [part for part in parts if part.casefold() in written]


def test_the_public_copy_has_no_list_of_papers_or_recipients() -> None:
    """Published letters omit both and print the reviewer's credentials in a fixed order."""
    letter = NAMED.model_copy(update={"reviewer": LETTER.reviewer.model_copy(update={"licensure": ("Oregon", "California")})})
    public = copy_for("public", letter, NAMES)

    assert ((), ()) == (public.documents_reviewed, public.recipients)
    assert public.reviewer.licensure_text == "California, Oregon"


@pytest.mark.parametrize("recipient", RECIPIENT_KINDS)
def test_no_copy_changes_what_was_decided(recipient: RecipientKind) -> None:
    """Every copy keeps each item's number and outcome and reads back as a letter."""
    made = copy_for(recipient, NAMED, NAMES)

    assert [(item.number, item.outcome) for item in NAMED.items] == [(item.number, item.outcome) for item in made.items]
    assert made == Letter.model_validate_json(determination(made))
    assert recipient == made.copy_for


def test_the_data_marks_each_omission() -> None:
    """The data of the employer's copy marks each omission."""
    assert LEFT_OUT == copy_for("employer", LETTER).clinical_summary


def reviewer(*specialties: str, licensure: tuple[str, ...] = ("California",)) -> Reviewer:
    """Return a reviewer with these credentials, printed as a list."""
    return Reviewer(
        licensure=licensure,
        licensure_text=",".join(licensure),
        specialties=specialties,
        specialties_text=",".join(specialties),
    )


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("Sports Medicinea", "Sports Medicine"),
        ("physical medicine & rehabilitation", "Physical Medicine and Rehabilitation"),
        ("Orthopaedic Surgery", "Orthopedic Surgery"),
        ("Neurology", "Neurology"),
        ("Urology", "Urology"),
        ("Underwater  Medicine", "Underwater Medicine"),
    ],
)
def test_a_specialty_is_spelled_as_usual(written: str, usual: str) -> None:
    """Slips and variants get the usual spelling, and an unknown specialty stays as written."""
    assert (usual,) == normalised(reviewer(written)).specialties


def test_the_order_says_nothing() -> None:
    """Order, repetition and spacing do not change the printed credentials."""
    written = [
        normalised(reviewer(*order, order[0], licensure=("Texas", "California")))
        for order in permutations(("Sports Medicine", "Orthopedic Surgery", "Hand Surgery"))
    ]

    assert len(set(written)) == 1
    assert written[0].specialties_text == "Hand Surgery, Orthopedic Surgery, Sports Medicine"
    assert written[0].licensure_text == "California, Texas"


def test_the_credentials_of_a_panel_have_the_usual_order() -> None:
    """The public copy normalises those of every member; the members keep their numbers."""
    public = copy_for("public", PANEL, NAMES)

    assert ["California, Oregon", "Nevada", "California, Utah"] == [each.licensure_text for each in public.reviewers]


@given(st.sampled_from((*STATES, *SPECIALTIES)))
def test_the_usual_spelling_stays(name: str) -> None:
    """Every known state and specialty stays as written."""
    field = "licensure" if name in STATES else "specialties"

    assert (name,) == getattr(normalised(reviewer("Neurology").model_copy(update={field: (name,)})), field)
