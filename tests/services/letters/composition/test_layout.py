"""Layouts: lookup by reference, replaced sentences, and errors with file and line."""

import re
from pathlib import Path

import pytest
import yaml

from reading.problems import NotReadable
from services.letters.composition.kinds import KINDS, AnyLetter, kind_of, read_letter
from services.letters.composition.layout import (
    LAYOUTS,
    LayoutBroken,
    LayoutUnknown,
    ReplacementsUnfit,
    check_layouts,
    languages_of,
    layout_names,
    load_layout,
    read_form,
    read_words,
)
from services.letters.letter import LayoutReference, layout_reference
from services.letters.printing.render import determination
from tests.services.letters.sample import LAYOUT, SAMPLES


@pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
def test_every_kind_is_read_back(letter: AnyLetter) -> None:
    """The data attached to a letter of any kind reads back as that letter."""
    assert letter == read_letter(determination(letter))


def test_there_is_an_example_of_every_kind_and_layout() -> None:
    """Every kind and every layout has an example letter."""
    assert set(KINDS) == {kind_of(letter) for letter in SAMPLES.values()}
    assert layout_names() == sorted(str(letter.layout) for letter in SAMPLES.values())
    assert set(KINDS) == {load_layout(layout_reference(name)).form.content for name in layout_names()}


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"kind": "postcard"}', b'{"kind": 3}', b'{"kind": "cover-letter"}', b"\xff"])
def test_other_data_is_refused(data: bytes) -> None:
    """An empty file and data of another kind are refused."""
    with pytest.raises(NotReadable):
        read_letter(data)


def test_an_unknown_kind_is_told_which_there_are() -> None:
    """The error for an unknown kind names the field."""
    with pytest.raises(NotReadable, match="kind"):
        read_letter(b'{"kind": "postcard"}')


FOLDER = LAYOUTS / "ca-workers-comp-2014" / "1"
FORM = read_form(FOLDER / "layout.yaml")


@pytest.mark.parametrize(
    ("given", "wrong", "problem"),
    [
        ("content: determination", "content: postcard", "content: there are determination, cover-letter"),
        ("order: [header, copy_note", "order: [header, copy_note, horoscope", "order: a determination has no section 'horoscope'"),
        ("- [case_number]", "- [shoe_size]", "header: a determination has no field 'shoe_size'"),
        ("version: 1", "version: one", "version: is not a whole number"),
    ],
)
def test_a_mistake_in_the_structure_is_named(tmp_path: Path, given: str, wrong: str, problem: str) -> None:
    """LetterKind, sections, fields and types are checked when a layout is read."""
    text = (FOLDER / "layout.yaml").read_text("utf-8")
    assert given in text
    (tmp_path / "layout.yaml").write_text(text.replace(given, wrong), "utf-8")

    with pytest.raises(LayoutBroken, match=problem) as caught:
        read_form(tmp_path / "layout.yaml")
    lines = (tmp_path / "layout.yaml").read_text("utf-8").splitlines()
    assert lines[caught.value.line - 1].startswith(wrong.split(":", maxsplit=1)[0].replace("- [shoe_size]", "header"))


def test_a_word_that_a_section_needs_must_be_there(tmp_path: Path) -> None:
    """A form that lacks a section's heading is refused, and the error names the heading."""
    own = tmp_path / "en.yaml"
    own.write_text((FOLDER / "form/en.yaml").read_text("utf-8").replace("  clinical_summary: ", "  clinical_sumary: "), "utf-8")

    with pytest.raises(LayoutBroken, match="headings: clinical_summary is missing") as caught:
        read_words(FORM, LAYOUTS / "base/1/form/en.yaml", own)
    assert 2 == caught.value.line


def test_a_layouts_words_go_over_those_of_its_base() -> None:
    """A layout defines only the words in which it differs from its base."""
    folder = LAYOUTS / "ca-workers-comp-2013" / "1"
    words = read_words(read_form(folder / "layout.yaml"), LAYOUTS / "base/1/form/en.yaml", folder / "form/en.yaml")

    assert "Not medically necessary and appropriate" == words.outcomes["upheld"]
    assert "COPIES TO" == words.headings["recipients"]
    assert "ca-workers-comp-2013" == layout_reference("ca-workers-comp-2013@1").id


STATEMENTS = Path("statements/en.yaml")


def replacement(folder: Path, text: str) -> Path:
    """Return an organization's folder with *text* as its sentences."""
    file = folder / LAYOUT.id / str(LAYOUT.version) / STATEMENTS
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return folder


def ours() -> str:
    """Return the sentences we ship."""
    return (LAYOUTS / LAYOUT.id / "1" / STATEMENTS).read_text("utf-8")


@pytest.mark.parametrize("name", layout_names())
def test_every_layout_loads_as_itself(name: str) -> None:
    """A layout's file gives the id and version of its folder."""
    form = load_layout(layout_reference(name)).form

    assert name == f"{form.id}@{form.version}"


def test_an_unknown_layout_is_refused_with_those_there_are() -> None:
    """The error for an unknown layout lists the existing ones."""
    with pytest.raises(LayoutUnknown, match="ca-workers-comp-2014@9; layouts are ca-workers-comp-2013@1, ca-workers-comp-2014@1"):
        load_layout(LayoutReference(id="ca-workers-comp-2014", version=9))


def test_an_organization_replaces_sentences(tmp_path: Path) -> None:
    """Sentences come from the organization's folder where it has them; the form stays ours."""
    folder = replacement(tmp_path, ours().replace("Each disputed item or service", "Every disputed treatment"))

    replaced = load_layout(LAYOUT, folder)

    assert replaced.statements["items_intro"].startswith("Every disputed treatment was decided by itself.")
    assert load_layout(LAYOUT).form == replaced.form


def test_a_folder_without_sentences_changes_nothing(tmp_path: Path) -> None:
    """With an empty or missing folder our sentences are used."""
    assert load_layout(LAYOUT) == load_layout(LAYOUT, tmp_path) == load_layout(LAYOUT, tmp_path / "none")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (None, "own is no folder"),
        ((), "own has no sentences and no fonts"),
        (("README.md",), "own has no sentences and no fonts"),
        (("ca-workers-comp-2014/statements/en.yaml",), "statements/en.yaml is no file of a layout here; sentences are in"),
        (("fonts/a.ttf", "ca-workers-comp-2014/9/statements/en.yaml"), "9/statements/en.yaml is no file of a layout here"),
        (("ca-workers-comp-2014/1/statements/en.yml",), "en.yml is no file of a layout here"),
    ],
)
def test_a_folder_that_would_not_be_used_is_refused(files: tuple[str, ...] | None, told: str, tmp_path: Path) -> None:
    """Letters would go out with our sentences, and nobody would know."""
    own = tmp_path / "own"
    for name in files or ():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text("")
    if files == ():
        own.mkdir()

    with pytest.raises(ReplacementsUnfit, match=rf"^IMR_LETTER_LAYOUTS_DIR: .*{re.escape(told)}"):
        check_layouts(own)


def test_an_organization_adds_fonts(tmp_path: Path) -> None:
    """Fonts are found in `fonts/` of the organization's folder."""
    (tmp_path / "fonts").mkdir()

    assert tmp_path / "fonts" == load_layout(LAYOUT, tmp_path).fonts


@pytest.mark.parametrize("name", [name for name in layout_names() if not name.startswith("us-federal-external-review")])
def test_every_layout_speaks_english_and_spanish(name: str) -> None:
    """Every layout has all its words in both languages, and no sentence is untranslated.

    Those of the federal external review are in English so far.
    """
    reference = layout_reference(name)
    english, spanish = load_layout(reference), load_layout(reference, language="es")

    assert ["en", "es"] == languages_of(reference)
    assert ("en", "es") == (english.language, spanish.language)
    assert set(english.statements) == set(spanish.statements)
    assert [] == [key for key, sentence in english.statements.items() if sentence == spanish.statements[key]]
    assert set(english.words.headings) == set(spanish.words.headings)
    assert {} == dict(english.words.headings.items() & spanish.words.headings.items())


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    """The error for an unknown language lists those of the layout."""
    with pytest.raises(LayoutUnknown, match="ca-workers-comp-2014@1 is not in 'fr'; its languages are en, es"):
        load_layout(LAYOUT, language="fr")


def test_a_mistake_is_found_at_the_start(tmp_path: Path) -> None:
    """An organization's broken file is refused at start, in any layout and language."""
    file = tmp_path / "ca-workers-comp-cover/1/statements/es.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("appeal: Hasta el {dia}.\n", "utf-8")

    check_layouts()
    with pytest.raises(LayoutBroken, match=r"es.yaml, line 1: appeal: \{dia\} is no place to fill"):
        check_layouts(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "line", "problem"),
    [
        ("how_made: [", 2, "brackets are not closed"),
        ("# one\nhow_made: yes: no\n", 2, "a colon stands where it cannot"),
        ("# one\n# two\nhow_made: The {organisation} reviewed.\n", 3, r"\{organisation\} is no place.*\{review_organization\}"),
        ("how_made: A brace { alone.\n", 1, "a brace stands alone"),
        ("# one\nhow_made: ''\n", 2, "how_made: is empty"),
        ("# one\nhow_maid: A sentence.\n", 2, "how_maid: no such sentence; there are .*how_made"),
        ("# one\nhow_made: A sentence.\n", 2, "this sentence is missing"),
        ("- a list\n", 1, "the file: is not an object"),
        ("how_made: 3\n", 1, "how_made: is not text"),
    ],
    ids=["unfinished", "no mapping", "misspelt place", "brace", "empty", "misspelt", "missing", "a list", "a number"],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, wrong: str, line: int, problem: str) -> None:
    """The error for a broken file names file and line, before any letter is made."""
    folder = replacement(tmp_path, wrong)

    with pytest.raises(LayoutBroken, match=problem) as caught:
        load_layout(LAYOUT, folder)

    assert folder / LAYOUT.id / "1" / STATEMENTS == caught.value.file
    assert (line, True) == (caught.value.line, f"en.yaml, line {line}: " in str(caught.value))


@pytest.mark.parametrize("left_out", sorted(load_layout(LAYOUT).statements))
def test_a_file_that_lacks_any_sentence_is_refused(tmp_path: Path, left_out: str) -> None:
    """The error names the missing sentence, for every sentence."""
    ours = load_layout(LAYOUT).statements
    kept = {name: sentence for name, sentence in ours.items() if name != left_out}

    with pytest.raises(LayoutBroken, match=f"{left_out}: this sentence is missing"):
        load_layout(LAYOUT, replacement(tmp_path, yaml.safe_dump(kept, allow_unicode=True)))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is refused by name; its encoding is not guessed."""
    folder = replacement(tmp_path, "")
    (folder / LAYOUT.id / "1" / STATEMENTS).write_bytes("how_made: caf\u00e9".encode("latin-1"))

    with pytest.raises(LayoutBroken, match="it was cut off"):
        load_layout(LAYOUT, folder)
