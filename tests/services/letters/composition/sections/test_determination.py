"""The sections of a determination in the forms of 2013 and 2014."""

import re
from datetime import date
from typing import Any

import pytest

from services.letters.composition.blocks import Heading, ItemHeading, Labelled, Listing, Prose, Results
from services.letters.composition.compose import compose
from services.letters.composition.layout import load_layout
from services.letters.copies.for_recipient import RECIPIENT_KINDS, copy_for
from services.letters.letter import JoinedCase, LayoutReference, Letter, NotDecidedItem, RecipientKind, Replaced
from services.letters.printing.render import Edition, render
from tests.services.letters.sample import LAYOUT, LETTER, PANEL

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


@pytest.mark.parametrize("form", FORMS)
def test_a_panel_is_told_of_as_a_panel(form: str) -> None:
    """No sentence speaks of a single reviewer, and each member's qualifications are printed."""
    for language in ("en", "es"):
        letter = PANEL.model_copy(update={"layout": OF_2013 if form == "2013" else LAYOUT})
        text = " ".join(render(letter, "text", None, Edition(language)).decode().split())
        assert [] == re.findall(r"an expert reviewer|[Tt]he (?:expert )?(?:reviewer|physician) |[Ee]l (?:revisor|médico) ", text)
        assert all(each.specialties_text in text and each.licensure_text in text for each in PANEL.reviewers)


@pytest.mark.parametrize("form", FORMS)
def test_joined_cases_and_others_stand_before_the_decisions(form: str) -> None:
    """Their lines have an introduction of their own and are in no list of decisions."""
    case = JoinedCase(case_number="CM26-4170099", received_on=date(2026, 4, 1), denied_on=date(2026, 3, 24), items=(2,))
    other = NotDecidedItem(number=3, request="Acupuncture, 6 visits", reason="It was withdrawn.")
    letter = LETTER.model_copy(update={"joined": (case,), "not_decided": (other,)})
    blocks = [block for block in in_form(letter, form) if isinstance(block, Prose | Listing | ItemHeading)]
    lists = [place for place, block in enumerate(blocks) if isinstance(block, Listing) and "CM26-4170099" in str(block)]
    (joined,) = lists

    assert "decided in this one determination:" in str(blocks[joined - 1])
    assert "is not decided here, for the reason given beside it:" in str(blocks[joined + 1])
    assert "Acupuncture, 6 visits: It was withdrawn." in str(blocks[joined + 2])
    assert isinstance(blocks[joined + 3], Prose)
    assert isinstance(blocks[joined + 4], ItemHeading)


def test_the_results_keep_the_numbers_of_the_items() -> None:
    """An item that was withdrawn leaves a gap, and the others are not counted anew."""
    letter = LETTER.model_copy(update={"items": (LETTER.items[1], LETTER.items[1].model_copy(update={"number": 4}))})

    assert [(2, 4), (2, 4)] == [block.numbers for block in in_form(letter, "2013") if isinstance(block, Results)]
