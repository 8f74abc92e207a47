"""`imr letter parse`: output, errors and exit statuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from services.letters.letter import Letter
from services.letters.parse.determination import read_letter
from services.letters.printing.render import render
from tests.services.letters.sample import BARE, LETTER

runner = CliRunner()
TEXT = render(LETTER, "text").decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with two whole letters, a truncated one, and another text."""
    (tmp_path / "whole.txt").write_text(TEXT)
    (tmp_path / "bare.txt").write_bytes(render(BARE, "text"))
    (tmp_path / "cut.txt").write_text(TEXT[: TEXT.rindex("Decision rationale")])
    (tmp_path / "note.txt").write_text("Dear colleague,\nsee you soon.\n")
    return tmp_path


def test_one_letter_is_printed_as_render_takes_it(folder: Path) -> None:
    """`imr letter render` turns the JSON into the text that was read."""
    parsed = runner.invoke(app, ["letter", "parse", str(folder / "whole.txt")])
    (folder / "whole.json").write_text(parsed.stdout)
    rendered = runner.invoke(
        app, ["letter", "render", str(folder / "whole.json"), "--format", "text", "-o", str(folder / "again.txt")]
    )

    assert (0, 0) == (parsed.exit_code, rendered.exit_code)
    assert read_letter(TEXT) == Letter.model_validate_json(parsed.stdout)
    assert TEXT.split() == (folder / "again.txt").read_text().split()


def test_several_letters_are_a_line_each(folder: Path) -> None:
    """Several letters are printed as a line of JSON each, in the order of the arguments."""
    done = runner.invoke(app, ["letter", "parse", str(folder / "bare.txt"), str(folder / "whole.txt")])

    assert 0 == done.exit_code
    assert [None, LETTER.case_number] == [json.loads(line)["case_number"] for line in done.stdout.splitlines()]


def test_an_unreadable_file_is_named_and_the_others_are_read(folder: Path) -> None:
    """Standard error names each unreadable file with error and line; the exit status is 1."""
    files = [str(folder / name) for name in ("note.txt", "cut.txt", "whole.txt")]
    done = runner.invoke(app, ["letter", "parse", *files])

    assert 1 == done.exit_code
    assert 1 == len(done.stdout.splitlines())
    assert f"{files[0]}: NotALetter, line 2: " in done.stderr
    assert f"{files[1]}: LetterTruncated, line " in done.stderr


def test_a_part_is_marked_as_one(folder: Path) -> None:
    """With --partial, the decided items and the error are printed, and the exit status is 3.

    `imr letter render` refuses such a part.
    """
    done = runner.invoke(app, ["letter", "parse", "--partial", str(folder / "cut.txt")])
    part = json.loads(done.stdout)
    (folder / "part.json").write_text(done.stdout)
    rendered = runner.invoke(app, ["letter", "render", str(folder / "part.json"), "-o", str(folder / "part.pdf")])

    assert 3 == done.exit_code
    assert part["partial"] is True
    assert "LetterTruncated" == part["stopped"]["error"]
    assert part["stopped"]["line"] == (folder / "cut.txt").read_text().rstrip().count("\n") + 1
    assert [1] == [item["number"] for item in part["items"]]
    assert 1 == rendered.exit_code
    assert not (folder / "part.pdf").exists()


def test_lines_for_people(folder: Path) -> None:
    """With --no-json, a letter is a line with case number and outcomes."""
    done = runner.invoke(app, ["letter", "parse", "--no-json", str(folder / "whole.txt")])

    assert f"{folder / 'whole.txt'}: CM26-4170023; 1 upheld, 2 overturned\n" == done.stdout
