"""Comparing a letter's text with its data: equal texts pass, and a difference is found."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from services.letters.composition.layout import LAYOUTS
from services.letters.copies.for_recipient import RECIPIENT_KINDS, copy_for
from services.letters.letter import LayoutReference, RecipientKind
from services.letters.printing.render import Edition, determination, render
from services.letters.verification.errors import LayoutNotHere, TextDiffers
from services.letters.verification.pdf_file import read
from services.letters.verification.text import check_text, first_difference
from tests.services.letters.sample import DRAFT, LAYOUT, LETTER, MASSAGE
from tests.services.letters.verification.pdf_files import PDF, with_data, written


@pytest.mark.parametrize("recipient", RECIPIENT_KINDS)
def test_every_copy_agrees_with_its_data(recipient: RecipientKind) -> None:
    """The copy for every kind of recipient verifies, and its data is that copy."""
    copy = copy_for(recipient, LETTER)
    found = read(render(copy, "pdf"))
    check_text(found)

    assert copy == found.letter


def test_a_draft_verifies_as_a_draft() -> None:
    """The draft mark is part of the text: a draft does not pass as a signed letter."""
    check_text(read(render(DRAFT, "pdf")))

    with pytest.raises(TextDiffers):
        check_text(read(with_data(determination(LETTER), DRAFT)))


@pytest.mark.parametrize("edition", [Edition("es"), Edition(large_print=True), Edition("es", large_print=True)], ids=str)
def test_another_edition_verifies_as_that_edition(edition: Edition) -> None:
    """A letter in Spanish or in large print verifies, and the edition is reported."""
    assert edition == check_text(read(render(LETTER, "pdf", None, edition)))


def test_changed_data_is_found_out() -> None:
    """Data that says overturned under a text that says upheld fails; the error quotes both."""
    changed = LETTER.model_copy(update={"items": (LETTER.items[0].model_copy(update={"outcome": "overturned"}), MASSAGE)})

    with pytest.raises(TextDiffers, match="Upheld") as raised:
        check_text(read(with_data(determination(changed))))
    assert ("text", "Overturned" in str(raised.value)) == (raised.value.step, True)


@pytest.mark.parametrize(
    "rationale",
    [
        MASSAGE.rationale.replace("4 to 6", "4 to 8"),
        f"{MASSAGE.rationale} The employer shall pay at once.",
        MASSAGE.rationale.replace("No massage was given before, and the", "The"),
    ],
    ids=["a number", "a sentence more", "half a sentence less"],
)
def test_changed_text_is_found_out(rationale: str) -> None:
    """A word changed, added or removed in the printed text is found."""
    changed = LETTER.model_copy(update={"items": (LETTER.items[0], MASSAGE.model_copy(update={"rationale": rationale}))})

    with pytest.raises(TextDiffers):
        check_text(read(with_data(determination(LETTER), changed)))


def test_a_page_more_is_found_out() -> None:
    """An added page is a difference on that page."""
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.add_page(PdfReader(io.BytesIO(PDF)).pages[0])

    with pytest.raises(TextDiffers, match="nothing more") as raised:
        check_text(read(written(writer)))
    assert len(PdfReader(io.BytesIO(PDF)).pages) + 1 == raised.value.page


def test_without_the_layout_the_text_is_not_called_right() -> None:
    """A letter whose layout is not installed is not verified."""
    elsewhere = LETTER.model_copy(update={"layout": LayoutReference(id="elsewhere", version=1)})

    with pytest.raises(LayoutNotHere, match="elsewhere"):
        check_text(read(with_data(determination(elsewhere))))


def test_an_organizations_own_sentences_are_compared_with_its_own(tmp_path: Path) -> None:
    """A letter printed with replaced sentences verifies with those sentences only."""
    ours = LAYOUTS / LAYOUT.id / str(LAYOUT.version) / "statements/en.yaml"
    own = tmp_path / LAYOUT.id / str(LAYOUT.version) / "statements/en.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(ours.read_text().replace("everything in the case file", "the complete file"))
    found = read(render(LETTER, "pdf", tmp_path))

    check_text(found, tmp_path)
    with pytest.raises(TextDiffers, match="the complete file"):
        check_text(found)


@pytest.mark.parametrize(
    ("expected", "found", "difference"),
    [
        ([["a", "b"]], [["a", "b"]], None),
        ([["a", "b"], ["c"]], [["a", "b"], ["d"]], (2, "c", "d")),
        ([["a"]], [["a", "b"]], (1, "nothing more", "b")),
        ([["a"], ["b"]], [["a"]], (2, "b", "nothing more")),
        ([], [], None),
    ],
)
def test_the_first_difference_has_a_page(
    expected: list[list[str]], found: list[list[str]], difference: tuple[int, str, str] | None
) -> None:
    """The result names the page of the first changed, added or missing word, counted from 1."""
    assert difference == first_difference(expected, found)
