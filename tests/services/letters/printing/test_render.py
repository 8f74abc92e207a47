"""A letter in each format, and printed for the store."""

import json
from pathlib import Path

import pytest

from services.letters.composition.layout import LAYOUTS
from services.letters.letter import Letter
from services.letters.printing.render import Format, determination, render
from tests.services.letters.sample import LAYOUT, LETTER


@pytest.mark.parametrize(
    ("format_name", "start"), [("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>"), ("text", b"Case Number: "), ("json", b"{")]
)
def test_a_letter_is_rendered_in_each_format(format_name: Format, start: bytes) -> None:
    """Each format gives the bytes of that format, and the same each time."""
    assert render(LETTER, format_name).startswith(start)
    assert render(LETTER, format_name) == render(LETTER, format_name)


def test_the_data_is_the_letter() -> None:
    """The JSON that is stored and attached reads back as the letter."""
    assert Letter.model_validate_json(determination(LETTER)) == LETTER
    assert json.loads(determination(LETTER)) == json.loads(render(LETTER, "json"))


def test_replaced_sentences_are_in_every_format_that_prints_them(tmp_path: Path) -> None:
    """An organisation's sentences replace ours wherever there are sentences."""
    ours = LAYOUTS / LAYOUT.id / str(LAYOUT.version) / "statements" / "en.yaml"
    own = tmp_path / ours.relative_to(LAYOUTS)
    own.parent.mkdir(parents=True)
    own.write_text(ours.read_text("utf-8").replace("everything in the case file", "the complete file"), "utf-8")

    assert b"the complete file" in render(LETTER, "text", tmp_path)
    assert b"the complete file" in render(LETTER, "html", tmp_path)
    assert render(LETTER, "pdf") != render(LETTER, "pdf", tmp_path)
    assert render(LETTER, "json") == render(LETTER, "json", tmp_path)
