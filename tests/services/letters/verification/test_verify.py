"""Verifying a letter's file: what is right passes, and each fault is named with where it stopped."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from services.letters.composition.compose import compose
from services.letters.composition.layout import LAYOUTS, load_layout
from services.letters.copies.for_recipient import RECIPIENT_KINDS, copy_for
from services.letters.letter import LayoutReference, Letter, RecipientKind
from services.letters.printing.pdf import Attachment, pdf
from services.letters.printing.render import Edition, determination, render
from services.letters.verification.verify import (
    DeterminationUnreadable,
    LayoutNotHere,
    LetterNotVerified,
    NoDetermination,
    NotAPdf,
    PdfBroken,
    PdfEncrypted,
    TextDiffers,
    check_text,
    first_difference,
    read,
)
from tests.services.letters.sample import DRAFT, LAYOUT, LETTER, MASSAGE

PDF = render(LETTER, "pdf")


def with_data(data: bytes | None, printed: Letter = LETTER) -> bytes:
    """The text of *printed* with other data attached, or with none."""
    if data is not None:
        return pdf(compose(printed, load_layout(LAYOUT)), load_layout(LAYOUT), Attachment("determination.json", data))
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(PDF)).pages:
        writer.add_page(page)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


@pytest.mark.parametrize("recipient", RECIPIENT_KINDS)
def test_every_copy_says_what_its_data_says(recipient: RecipientKind) -> None:
    """What we print verifies, for whomever it is."""
    copy = copy_for(recipient, LETTER)
    found = read(render(copy, "pdf"))
    check_text(found)

    assert copy == found.letter


def test_a_draft_verifies_as_a_draft() -> None:
    """Its mark is part of the text."""
    check_text(read(render(DRAFT, "pdf")))

    with pytest.raises(TextDiffers):
        check_text(read(with_data(determination(LETTER), DRAFT)))


@pytest.mark.parametrize("edition", [Edition("es"), Edition(large_print=True), Edition("es", large_print=True)], ids=str)
def test_another_edition_verifies_as_that_edition(edition: Edition) -> None:
    """In Spanish or in large print it says the same, in the words of that edition."""
    assert edition == check_text(read(render(LETTER, "pdf", None, edition)))


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", PDF[1:]], ids=["empty", "text", "zip", "cut at the front"])
def test_another_file_is_no_pdf(content: bytes) -> None:
    """Said at once."""
    with pytest.raises(NotAPdf):
        read(content)


@pytest.mark.parametrize("length", [8, 1_000, len(PDF) // 2, len(PDF) - 500, len(PDF) - 4])
def test_a_truncated_file_is_named(length: int) -> None:
    """Wherever it was cut, with how much of it there is."""
    with pytest.raises(PdfBroken, match=f"{length} bytes") as raised:
        read(PDF[:length])
    assert "file" == raised.value.step


def test_an_encrypted_file_is_named() -> None:
    """With an empty password too, as real letters are: it may show anything."""
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt("", "owner", algorithm="AES-256-R5")

    with pytest.raises(PdfEncrypted):
        read(_written(writer))


def test_a_file_without_its_data_is_named() -> None:
    """Saved anew by a program that left the attachment out."""
    with pytest.raises(NoDetermination, match="nothing") as raised:
        read(with_data(None))
    assert "data" == raised.value.step


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (b"not JSON", ("/",)),
        (determination(LETTER).replace(b'"upheld"', b'"perhaps"'), ("/items/0/outcome",)),
        (determination(LETTER).replace(b'"clinical_summary"', b'"summary"'), ("/clinical_summary", "/summary")),
    ],
)
def test_data_that_is_no_determination_is_named_with_its_places(data: bytes, places: tuple[str, ...]) -> None:
    """Where it is wrong, never what stands there."""
    with pytest.raises(DeterminationUnreadable) as raised:
        read(with_data(data))
    assert places == raised.value.places


def test_changed_data_is_found_out() -> None:
    """The data says overturned, the text upheld: the words of both and the page."""
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
    """Whatever was changed in what people read."""
    changed = LETTER.model_copy(update={"items": (LETTER.items[0], MASSAGE.model_copy(update={"rationale": rationale}))})

    with pytest.raises(TextDiffers):
        check_text(read(with_data(determination(LETTER), changed)))


def test_a_page_more_is_found_out() -> None:
    """A page that was added says what the data does not."""
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.add_page(PdfReader(io.BytesIO(PDF)).pages[0])

    with pytest.raises(TextDiffers, match="nothing more") as raised:
        check_text(read(_written(writer)))
    assert len(PdfReader(io.BytesIO(PDF)).pages) + 1 == raised.value.page


def test_without_the_layout_the_text_is_not_called_right() -> None:
    """The data names a layout that is not here."""
    elsewhere = LETTER.model_copy(update={"layout": LayoutReference(id="elsewhere", version=1)})

    with pytest.raises(LayoutNotHere, match="elsewhere"):
        check_text(read(with_data(determination(elsewhere))))


def test_an_organisations_own_sentences_are_compared_with_its_own(tmp_path: Path) -> None:
    """Its letters verify with its sentences, and not with ours."""
    ours = LAYOUTS / LAYOUT.id / str(LAYOUT.version) / "statements/en.yaml"
    own = tmp_path / LAYOUT.id / str(LAYOUT.version) / "statements/en.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(ours.read_text().replace("everything in the case file", "the complete file"))
    found = read(render(LETTER, "pdf", tmp_path))

    check_text(found, tmp_path)
    with pytest.raises(TextDiffers, match="the complete file"):
        check_text(found)


@given(st.integers(0, len(PDF) - 1), st.binary(min_size=1, max_size=8))
def test_no_damage_escapes_its_name(place: int, damage: bytes) -> None:
    """Whatever bytes are changed where, either the letter still reads or the fault has a name."""
    with contextlib.suppress(LetterNotVerified):
        assert read(PDF[:place] + damage + PDF[place + len(damage) :]).letter


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
    """The first place where words differ, one has more, or one ends."""
    assert difference == first_difference(expected, found)
