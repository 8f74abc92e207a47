"""The facts of a case, and the texts of a letter with their places."""

from typing import Any

from services.letters.letter import Letter
from services.letters.lint.facts import ITEM_TEXTS, NOTHING_KNOWN, CaseFacts, ItemFacts, all_texts, narratives
from tests.services.letters.sample import LETTER, PANEL

ADDRESSED = PANEL.model_copy(update={"recipients": ("Pat Example", "Example Crates")})


def _at(letter: Letter, place: str) -> Any:
    value: Any = letter.model_dump(mode="json")
    for step in place.removeprefix("/").split("/"):
        value = value[int(step) if step.isdigit() else step]
    return value


def test_an_unknown_item_has_no_facts() -> None:
    """The facts of an item are found by its number; those of an unknown item are all None."""
    facts = CaseFacts(items=(ItemFacts(1, body_side="left"), ItemFacts(2, parent=1)))

    assert ItemFacts(2, parent=1) == facts.item(2)
    assert ItemFacts(3) == facts.item(3)
    assert ItemFacts(1) == NOTHING_KNOWN.item(1)


def test_a_place_is_where_the_text_is() -> None:
    """Each place is a JSON pointer to its text, and no place is given twice."""
    texts = list(all_texts(ADDRESSED))

    assert texts == [(place, _at(ADDRESSED, place)) for place, _ in texts]
    assert len(texts) == len({place for place, _ in texts})


def test_no_printed_text_is_left_out() -> None:
    """Every text of the letter, its items, documents and recipients has a place."""
    places = {place for place, _ in all_texts(ADDRESSED)}

    assert {
        "/review_organization",
        "/clinical_summary",
        "/reviewer/licensure_text",
        "/reviewer/specialties_text",
        *(f"/other_reviewers/{index}/{name}" for index in range(2) for name in ("licensure_text", "specialties_text")),
        *(f"/items/{index}/{name}" for index in range(len(LETTER.items)) for name in ITEM_TEXTS),
        *(f"/documents_reviewed/{index}/title" for index in range(len(LETTER.documents_reviewed))),
        "/recipients/0",
        "/recipients/1",
    } == places


def test_the_narrative_is_summary_rationales_and_closings() -> None:
    """Headings and guideline lines are not part of it."""
    assert [
        "/clinical_summary",
        "/items/0/rationale",
        "/items/0/closing",
        "/items/1/rationale",
        "/items/1/closing",
    ] == [place for place, _ in narratives(LETTER)]
    assert all(_at(LETTER, place) == text for place, text in narratives(LETTER))
