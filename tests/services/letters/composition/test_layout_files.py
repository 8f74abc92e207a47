"""The files of our own layouts: what is wrong in one is named as exactly as in an organisation's."""

from pathlib import Path

import pytest

from services.letters.composition.layout_files import LAYOUTS, LayoutBroken, read_form, read_words
from services.letters.letter import layout_reference

FOLDER = LAYOUTS / "ca-workers-comp-2014" / "1"
FORM = read_form(FOLDER / "layout.yaml")


@pytest.mark.parametrize(
    ("given", "wrong", "problem"),
    [
        ("content: determination", "content: postcard", "content: there are determination, cover-letter"),
        ("order: [header, copy_note", "order: [header, copy_note, horoscope", "order: a determination has no section 'horoscope'"),
        ("- [case_number]", "- [shoe_size]", "header: a determination has no field 'shoe_size'"),
        ("version: 1", "version: one", "version: Input should be a valid integer"),
    ],
)
def test_a_mistake_in_the_structure_is_named(tmp_path: Path, given: str, wrong: str, problem: str) -> None:
    """Kind, sections, fields and types are checked when a layout is read."""
    text = (FOLDER / "layout.yaml").read_text("utf-8")
    assert given in text
    (tmp_path / "layout.yaml").write_text(text.replace(given, wrong), "utf-8")

    with pytest.raises(LayoutBroken, match=problem) as caught:
        read_form(tmp_path / "layout.yaml")
    lines = (tmp_path / "layout.yaml").read_text("utf-8").splitlines()
    assert lines[caught.value.line - 1].startswith(wrong.split(":", maxsplit=1)[0].replace("- [shoe_size]", "header"))


def test_a_word_that_a_section_needs_must_be_there(tmp_path: Path) -> None:
    """A form without the heading of one of its sections is refused, with the heading's name."""
    own = tmp_path / "en.yaml"
    own.write_text((FOLDER / "form/en.yaml").read_text("utf-8").replace("  clinical_summary: ", "  clinical_sumary: "), "utf-8")

    with pytest.raises(LayoutBroken, match="headings: clinical_summary is missing") as caught:
        read_words(FORM, LAYOUTS / "base/1/form/en.yaml", own)
    assert 2 == caught.value.line


def test_a_layouts_words_go_over_those_of_its_base() -> None:
    """A layout says only what is its own."""
    folder = LAYOUTS / "ca-workers-comp-2013" / "1"
    words = read_words(read_form(folder / "layout.yaml"), LAYOUTS / "base/1/form/en.yaml", folder / "form/en.yaml")

    assert "Not medically necessary and appropriate" == words.outcomes["upheld"]
    assert "COPIES TO" == words.headings["recipients"]
    assert "ca-workers-comp-2013" == layout_reference("ca-workers-comp-2013@1").id
