"""Layouts: found by reference, sentences replaced by an organisation, mistakes named with file and line."""

from pathlib import Path

import pytest

from services.letters.layout import LAYOUTS, LayoutBroken, LayoutUnknown, fill, layout_names, load_layout
from services.letters.letter import LayoutReference, layout_reference
from tests.services.letters.sample import LAYOUT

STATEMENTS = Path("statements/en.yaml")


def replacement(folder: Path, text: str) -> Path:
    """A folder of an organisation with *text* as its sentences."""
    file = folder / LAYOUT.id / str(LAYOUT.version) / STATEMENTS
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return folder


def ours() -> str:
    """The sentences we ship."""
    return (LAYOUTS / LAYOUT.id / "1" / STATEMENTS).read_text("utf-8")


@pytest.mark.parametrize("name", layout_names())
def test_every_layout_loads_as_itself(name: str) -> None:
    """A layout's file says the id and version of its folder."""
    form = load_layout(layout_reference(name)).form

    assert name == f"{form.id}@{form.version}"


def test_an_unknown_layout_is_refused_with_those_there_are() -> None:
    """Who asks for a layout that does not exist is told which do."""
    with pytest.raises(LayoutUnknown, match="ca-workers-comp-2014@9; layouts are ca-workers-comp-2014@1"):
        load_layout(LayoutReference(id="ca-workers-comp-2014", version=9))


def test_an_organisation_replaces_sentences(tmp_path: Path) -> None:
    """Sentences come from the organisation's folder if it has them; the form stays ours."""
    folder = replacement(tmp_path, ours().replace("Each disputed item or service", "Every disputed treatment"))

    replaced = load_layout(LAYOUT, folder)

    assert replaced.statements.items_intro.startswith("Every disputed treatment was decided by itself.")
    assert load_layout(LAYOUT).form == replaced.form


def test_a_folder_without_sentences_changes_nothing(tmp_path: Path) -> None:
    """A folder that is empty, or not there, leaves our sentences in place."""
    assert load_layout(LAYOUT) == load_layout(LAYOUT, tmp_path) == load_layout(LAYOUT, tmp_path / "none")


def test_an_organisation_adds_fonts(tmp_path: Path) -> None:
    """Fonts lie in `fonts/` of the organisation's folder."""
    (tmp_path / "fonts").mkdir()

    assert tmp_path / "fonts" == load_layout(LAYOUT, tmp_path).fonts


@pytest.mark.parametrize(
    ("wrong", "line", "problem"),
    [
        ("how_made: [", 1, "line 1"),
        ("# one\nhow_made: yes: no\n", 2, "mapping values"),
        ("# one\n# two\nhow_made: The {organisation} reviewed.\n", 3, "how_made: .*{review_organization}"),
        ("# one\nhow_made: ''\n", 2, "how_made: .*at least 1 character"),
        ("how_made: A sentence.\n", 1, "documents_intro: Field required"),
        ("- a list\n", 1, "Input should be"),
    ],
    ids=["unfinished", "no mapping", "misspelt place", "empty", "missing", "a list"],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, wrong: str, line: int, problem: str) -> None:
    """Who breaks a layout's file is told which file and line, before any letter is made with it."""
    folder = replacement(tmp_path, wrong)

    with pytest.raises(LayoutBroken, match=problem) as caught:
        load_layout(LAYOUT, folder)

    assert folder / LAYOUT.id / "1" / STATEMENTS == caught.value.file
    assert (line, True) == (caught.value.line, f"en.yaml, line {line}: " in str(caught.value))


def test_a_sentence_is_filled_with_the_name_as_it_is() -> None:
    """The organisation's name is data: braces in it stand for nothing."""
    assert fill("{review_organization} guideline", "Example {0} & Sons") == "Example {0} & Sons guideline"
