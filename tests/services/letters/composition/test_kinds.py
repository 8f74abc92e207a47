"""The kinds of letters, told apart by their data."""

import pytest
from pydantic import ValidationError

from services.letters.composition.kinds import KINDS, AnyLetter, kind_of, read_letter
from services.letters.composition.layout import layout_names, load_layout
from services.letters.letter import layout_reference
from services.letters.printing.render import determination
from tests.services.letters.sample import SAMPLES


@pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
def test_every_kind_is_read_back(letter: AnyLetter) -> None:
    """What is attached to a letter reads back as that letter."""
    assert letter == read_letter(determination(letter))


def test_there_is_an_example_of_every_kind_and_layout() -> None:
    """No kind is without an example, no layout without a letter."""
    assert set(KINDS) == {kind_of(letter) for letter in SAMPLES.values()}
    assert layout_names() == sorted(str(letter.layout) for letter in SAMPLES.values())
    assert set(KINDS) == {load_layout(layout_reference(name)).form.content for name in layout_names()}


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"kind": "postcard"}', b'{"kind": 3}', b'{"kind": "cover-letter"}', b"\xff"])
def test_what_is_no_letter_is_refused(data: bytes) -> None:
    """Neither an empty file nor another kind of data passes for a letter."""
    with pytest.raises(ValidationError):
        read_letter(data)


def test_an_unknown_kind_is_told_which_there_are() -> None:
    """Who misspells a kind is told the field."""
    with pytest.raises(ValidationError, match="kind"):
        read_letter(b'{"kind": "postcard"}')
