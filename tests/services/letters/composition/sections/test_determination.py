"""The sections of a determination in the forms of 2013 and 2014."""

from datetime import date
from typing import Any

import pytest

from services.letters.composition.blocks import Heading, ItemHeading, Labelled, Prose, Results
from services.letters.composition.compose import compose
from services.letters.composition.layout import load_layout
from services.letters.copies.for_recipient import RECIPIENT_KINDS, copy_for
from services.letters.letter import LayoutReference, Letter, RecipientKind, Replaced
from services.letters.printing.render import Edition, render
from tests.services.letters.sample import LAYOUT, LETTER

OF_2013 = LAYOUT.model_copy(update={"id": "ca-workers-comp-2013"})
FORMS = {"2013": load_layout(OF_2013), "2014": load_layout(LAYOUT)}


def in_form(letter: Letter, form: str) -> list[object]:
    """Return the blocks of *letter* in a form."""
    return list(compose(letter, FORMS[form]).blocks)


def headings(letter: Letter, form: str) -> list[str]:
    """Return the headings in order."""
    return [block.text for block in in_form(letter, form) if isinstance(block, Heading)]


def test_the_form_of_2013_starts_with_the_results() -> None:
    """The results come first; dates, qualifications, summary, papers and reasons follow."""
    assert headings(LETTER, "2013") == [
        "RESULTS",
        "DATES AND DECISION",
        "REVIEWER QUALIFICATIONS",
        "CASE SUMMARY",
        "DOCUMENTS REVIEWED",
        "DECISIONS BY ITEM, GUIDELINES AND RATIONALES",
        "EFFECT OF THE DECISION",
    ]
    results = Results(
        (
            ("Chiropractic, 6 visits", "Not medically necessary and appropriate"),
            ("Massage Therapy to the Lumbar Spine, 6 visits", "Medically necessary and appropriate"),
        )
    )
    assert [results, results] == [block for block in in_form(LETTER, "2013") if isinstance(block, Results)]


def test_the_form_of_2013_tells_the_dates_it_knows() -> None:
    """Filing, denial and assignment are dated, and an unknown date is left out."""
    told = "\n".join(line for block in in_form(LETTER, "2013") if isinstance(block, Prose) for line in block.paragraphs)
    without = LETTER.model_copy(update={"received_on": None})
    rest = "\n".join(line for block in in_form(without, "2013") if isinstance(block, Prose) for line in block.paragraphs)

    assert [True, True, True] == [day in told for day in ("03/31/2026", "03/20/2026", "04/03/2026")]
    assert "received on" not in rest
    assert "03/20/2026" in rest


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("recipient", RECIPIENT_KINDS)
def test_a_copy_says_whose_it_is(form: str, recipient: RecipientKind) -> None:
    """A copy names its recipient and states any omission; the letter itself does neither."""
    notes = [
        block for block in in_form(copy_for(recipient, LETTER), form) if isinstance(block, Labelled) and block.label == "Copy for"
    ]

    assert 1 == len(notes)
    assert ("Labor Code" in notes[0].paragraphs[0]) == (recipient in {"employer", "public"})
    assert "Copy for" not in str(in_form(LETTER, form))


@pytest.mark.parametrize("form", FORMS)
def test_the_employers_copy_has_no_empty_sections(form: str) -> None:
    """Parts withheld from the employer have no heading; every decision is there."""
    copy = copy_for("employer", LETTER)
    blocks = in_form(copy, form)

    assert {"CLINICAL CASE SUMMARY", "CASE SUMMARY", "DOCUMENTS REVIEWED"}.isdisjoint(headings(copy, form))
    assert 2 == len([block for block in blocks if isinstance(block, ItemHeading)])
    assert "[left out" not in str(blocks)


@pytest.mark.parametrize("layout", ["ca-workers-comp-2013", "ca-workers-comp-2014"])
@pytest.mark.parametrize(("because", "why"), [("corrected", "a corrected determination"), ("set-aside", "set aside on appeal")])
def test_a_letter_names_the_determination_that_it_replaces(layout: str, because: Any, why: str) -> None:
    """By its day, in every copy and language; a first letter replaces none."""
    replaced = Replaced(decided_on=date(2026, 4, 1), because=because)
    later = LETTER.model_copy(update={"layout": LayoutReference(id=layout, version=1), "replaces": replaced})
    kinds: tuple[RecipientKind, ...] = ("worker", "employer", "public")
    for kind in kinds:
        text = " ".join(render(copy_for(kind, later), "text").decode().split())
        assert "It replaces the determination of 04/01/2026 in this case" in text
        assert why in text
    assert "1 de abril de 2026" in render(later, "text", None, Edition("es")).decode()
    assert "replaces" not in render(LETTER, "text").decode()
    assert b"replaces" not in render(LETTER, "json")
