"""`imr letter lint`: findings for people and for programs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from services.letters.letter import layout_reference
from services.letters.printing.render import render
from tests.examples import ROOT
from tests.services.letters.sample import LETTER

runner = CliRunner()


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Write the sample as text, with a heading that contradicts its closing."""
    file = tmp_path / "wrong.txt"
    file.write_text(render(LETTER, "text").decode().replace("visits: Upheld", "visits: Overturned"))
    return file


def test_a_sound_letter() -> None:
    """The project's example letter has no findings, and the exit status is 0."""
    done = runner.invoke(app, ["letter", "lint", str(ROOT / "examples/letter.json")])

    assert (0, "") == (done.exit_code, done.stdout)


def test_findings_are_printed_and_the_status_says_so(wrong: Path) -> None:
    """Each finding is a line with file, severity, rule and place; the exit status is 1."""
    done = runner.invoke(app, ["letter", "lint", str(wrong)])

    assert 1 == done.exit_code
    assert done.stdout.startswith(f"{wrong}: error: outcome at /items/0/closing: ")


def test_warnings_are_printed_and_do_not_fail(tmp_path: Path) -> None:
    """The letter would be issued, with the warning on record."""
    file = tmp_path / "letter.json"
    items = (LETTER.items[0].model_copy(update={"rationale": "The trial showed gains."}), *LETTER.items[1:])
    file.write_text(LETTER.model_copy(update={"items": items}).model_dump_json())
    done = runner.invoke(app, ["letter", "lint", str(file)])

    assert 0 == done.exit_code
    assert done.stdout.startswith(f"{file}: warning: treatment at /items/0/rationale: ")


def test_characters_that_no_font_has_are_warned_of(tmp_path: Path) -> None:
    """They are quoted; a layout that is not installed is no reason to fail."""
    letter = LETTER.model_copy(update={"clinical_summary": "The worker, Kim 김철수, has pain."})
    other = letter.model_copy(update={"layout": layout_reference("elsewhere@1")})
    for each, told in ((letter, "warning: glyphs at /clinical_summary: "), (other, "")):
        (tmp_path / "letter.json").write_text(each.model_dump_json())
        done = runner.invoke(app, ["letter", "lint", str(tmp_path / "letter.json")])

        assert 0 == done.exit_code
        assert (told in done.stdout, "김수철" in done.stdout) == (True, bool(told))


def test_findings_as_json(wrong: Path) -> None:
    """Each finding is a line of JSON with the letter's words."""
    (finding,) = map(json.loads, runner.invoke(app, ["letter", "lint", "--json", str(wrong)]).stdout.splitlines())

    assert ("outcome", "error", "/items/0/closing") == (finding["rule"], finding["severity"], finding["place"])
    assert LETTER.items[0].closing == finding["evidence"]


def test_options_add_facts(wrong: Path) -> None:
    """Options give the date of the request and the names that must not appear."""
    names = ["--reviewer-name", "Massage Therapy"]
    done = runner.invoke(
        app, ["letter", "lint", "--json", *names, str(ROOT / "examples/letter.json"), "--requested-on", "2017-03-20"]
    )

    assert {"names", "edition"} == {json.loads(line)["rule"] for line in done.stdout.splitlines()}


def test_a_file_that_is_not_read_is_named(wrong: Path, tmp_path: Path) -> None:
    """The other files are checked, and the exit status is 3."""
    (tmp_path / "note.txt").write_text("Dear colleague,\n")
    (tmp_path / "other.json").write_text('{"layout": 1}')
    done = runner.invoke(app, ["letter", "lint", str(tmp_path / "note.txt"), str(tmp_path / "other.json"), str(wrong)])

    assert 3 == done.exit_code
    assert 1 == len(done.stdout.splitlines())
    assert "NotALetter, line 1" in done.stderr
    assert "not a letter as JSON" in done.stderr
