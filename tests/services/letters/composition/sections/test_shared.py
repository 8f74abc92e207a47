"""Sections that letters share."""

import pytest

from services.letters.composition.blocks import Address, FactLines, FactTable, Listing, SignedBy
from services.letters.composition.compose import compose
from services.letters.composition.kinds import AnyLetter
from services.letters.composition.layout import load_layout
from tests.services.letters.sample import LETTER, SAMPLES


@pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_letter_says_which_case_and_leaves_no_place_open(letter: AnyLetter, language: str) -> None:
    """Each has its header with the case number, and no brace is left anywhere in it."""
    composed = compose(letter, load_layout(letter.layout, language=language))

    assert [letter.case_number in str(block) for block in composed.blocks if isinstance(block, FactTable)] == [True]
    assert "{" not in str(composed.blocks)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "determination-2014"])
def test_an_office_signs(name: str) -> None:
    """The medical director's office signs for the organisation; nobody's name stands there."""
    composed = compose(SAMPLES[name], load_layout(SAMPLES[name].layout))

    assert [SignedBy("Medical Director", "Example Review Organization")] == [
        block for block in composed.blocks if isinstance(block, SignedBy)
    ]


def test_a_notice_is_addressed_and_lists_its_copies() -> None:
    """Who it goes to stands first, who gets a copy last."""
    blocks = compose(SAMPLES["cover-letter"], load_layout(SAMPLES["cover-letter"].layout)).blocks

    assert Address(("Pat Example", "1 Example Street", "Example City, CA 90000")) == blocks[0]
    assert isinstance(blocks[-1], Listing)
    assert "Pat Example, employee" == blocks[-1].entries[0]


def test_what_is_not_known_has_no_section() -> None:
    """Without an addressee and copies there is neither address nor list."""
    bare = SAMPLES["cover-letter"].model_copy(update={"addressee": None, "recipients": ()})
    blocks = compose(bare, load_layout(bare.layout)).blocks

    assert not [block for block in blocks if isinstance(block, Address | Listing)]


def test_credentials_name_nobody() -> None:
    """States and specialties, as the form labels them."""
    blocks = compose(LETTER, load_layout(LETTER.layout)).blocks
    lines = next(block for block in blocks if isinstance(block, FactLines))

    assert ["State(s) of Licensure", "Certification(s)/Specialty"] == [fact.label for fact in lines.facts]
