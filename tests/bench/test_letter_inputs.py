"""The letters of the benchmark differ in their words."""

import json
from pathlib import Path

import pytest

from bench.letter_inputs import write_letters
from services.letters.letter import Letter


@pytest.fixture
def letters(tmp_path: Path) -> list[Letter]:
    """Three letters, read back from their files."""
    write_letters(tmp_path, 3)
    return [Letter.model_validate_json((tmp_path / f"{number}.json").read_bytes()) for number in range(3)]


def test_every_engine_has_its_input(letters: list[Letter], tmp_path: Path) -> None:
    """The three formats show the same case."""
    for number, letter in enumerate(letters):
        blocks = json.loads((tmp_path / f"{number}.blocks.json").read_text())
        assert letter.case_number == blocks["case"]["value"]
        assert letter.case_number in (tmp_path / f"{number}.html").read_text()


def test_no_two_letters_have_the_same_reasons(letters: list[Letter]) -> None:
    """A compiler cannot reuse a paragraph that it has set before."""
    assert 3 == len({letter.items[0].rationale for letter in letters}) == len({letter.case_number for letter in letters})
    assert 1 == len({sum(map(len, letter.items[0].rationale.split())) for letter in letters})


def test_the_letters_are_the_same_in_every_run(letters: list[Letter], tmp_path: Path) -> None:
    """Figures of two runs can be compared."""
    (tmp_path / "again").mkdir()
    write_letters(tmp_path / "again", 1)

    assert (tmp_path / "0.json").read_bytes() == (tmp_path / "again/0.json").read_bytes()
