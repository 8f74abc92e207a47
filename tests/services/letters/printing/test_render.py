"""A letter rendered in each format, and all copies of a case printed to the store."""

import json
from pathlib import Path

import pytest

from runtime.content.store import FolderLetterStore
from schemas.messages.letters import LetterFile
from services.letters.composition.layout import LAYOUTS, LayoutUnknown
from services.letters.copies.for_recipient import copy_for
from services.letters.copies.known_names import KnownName
from services.letters.letter import LayoutReference, Letter
from services.letters.printing.render import ALL_FORMATS, Format, PrintedLetters, determination, render
from tests.services.letters.sample import LAYOUT, LETTER


@pytest.mark.parametrize(
    ("format_name", "start"), [("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>"), ("text", b"Case Number: "), ("json", b"{")]
)
def test_a_letter_is_rendered_in_each_format(format_name: Format, start: bytes) -> None:
    """Each format has its own bytes, the same each time."""
    assert render(LETTER, format_name).startswith(start)
    assert render(LETTER, format_name) == render(LETTER, format_name)


def test_the_data_is_the_letter() -> None:
    """The JSON that is stored and attached reads back as the letter."""
    assert Letter.model_validate_json(determination(LETTER)) == LETTER
    assert json.loads(determination(LETTER)) == json.loads(render(LETTER, "json"))


def test_replaced_sentences_are_in_every_format_that_prints_them(tmp_path: Path) -> None:
    """An organization's sentences replace ours in every format with sentences."""
    ours = LAYOUTS / LAYOUT.id / str(LAYOUT.version) / "statements" / "en.yaml"
    own = tmp_path / ours.relative_to(LAYOUTS)
    own.parent.mkdir(parents=True)
    own.write_text(ours.read_text("utf-8").replace("everything in the case file", "the complete file"), "utf-8")

    assert b"the complete file" in render(LETTER, "text", tmp_path)
    assert b"the complete file" in render(LETTER, "html", tmp_path)
    assert render(LETTER, "pdf") != render(LETTER, "pdf", tmp_path)
    assert render(LETTER, "json") == render(LETTER, "json", tmp_path)


NAMES = (KnownName("provider", "Example Spine Clinic", person=False), KnownName("employee", "Lumbar Facet", person=True))


def test_each_recipient_has_a_copy_and_the_public_one_without_names(tmp_path: Path) -> None:
    """Each recipient's copy is stored under its hash, with the size that the event gives."""
    store = FolderLetterStore(tmp_path)
    files = PrintedLetters(store, None).print(LETTER, ["worker", "employer"], NAMES)

    expected = [*(("worker", each) for each in ALL_FORMATS), ("employer", "pdf"), *(("public", each) for each in ALL_FORMATS)]
    assert expected == [(file.recipient, file.format) for file in files]
    for file in files:
        content = render(copy_for(file.recipient, LETTER, NAMES), file.format)
        assert (content, len(content)) == (store.get(file.sha256), file.size)
    assert b"facet" not in _content(files, "public", "json", store)
    assert b"facet" in _content(files, "worker", "json", store)


def test_a_letter_is_read_back_from_its_files(tmp_path: Path) -> None:
    """A printed letter can be printed again from the store alone."""
    printed_letters = PrintedLetters(FolderLetterStore(tmp_path), None)

    assert LETTER == printed_letters.read_back(printed_letters.print(LETTER, ["worker"], NAMES))


def test_nothing_is_kept_of_a_letter_that_cannot_be_rendered(tmp_path: Path) -> None:
    """A letter in an unknown layout leaves no copy in the store."""
    letter = LETTER.model_copy(update={"layout": LayoutReference(id="nowhere", version=1)})

    with pytest.raises(LayoutUnknown):
        PrintedLetters(FolderLetterStore(tmp_path), None).print(letter, ["worker"], ())
    assert list(tmp_path.iterdir()) == []


def _content(files: tuple[LetterFile, ...], recipient: str, format_name: str, store: FolderLetterStore) -> bytes:
    return store.get(next(file.sha256 for file in files if (file.recipient, file.format) == (recipient, format_name)))
