"""`imr letter import --dry-run`: the counts, and the report of unreadable files."""

import json
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli.letter
from cli.main import app
from cli.session import connection
from runtime.settings import Settings
from services.letters.printing.render import render
from tests.cli.stream import FakeStream
from tests.services.letters.sample import BARE, LETTER

runner = CliRunner()
TEXT = render(LETTER, "text")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with two letters, a copy of one, and four files that cannot be imported."""
    letters = tmp_path / "letters"
    (letters / "2017").mkdir(parents=True)
    (letters / "one.txt").write_bytes(TEXT)
    (letters / "2017/the same.txt").write_bytes(TEXT.replace(b"\n", b"\r\n"))
    (letters / "CM17-0001064.txt").write_bytes(render(BARE, "text"))
    (letters / "nameless.txt").write_bytes(render(BARE, "text"))
    (letters / "cut.txt").write_bytes(TEXT[: TEXT.rindex(b"Decision rationale")])
    (letters / "note.txt").write_text("see you soon\n")
    (letters / "empty.txt").write_bytes(b"")
    (letters / "read me.md").write_text("not looked at")
    return letters


def test_a_dry_run_counts_the_letters(folder: Path) -> None:
    """The same letter in two files counts once; unreadable files give exit status 1."""
    done = runner.invoke(app, ["letter", "import", "--dry-run", "--json", str(folder)])

    told = json.loads(done.stdout)
    assert 1 == done.exit_code
    assert {"imported": 2, "known": 1, "not_read": 4} == {name: told[name] for name in ("imported", "known", "not_read")}
    assert {".md": 1} == told["not_looked_at"]


def test_a_pdf_is_imported_and_known_as_its_text(tmp_path: Path) -> None:
    """The PDF of a letter is the same determination; other files are named by their endings."""
    (tmp_path / "one.PDF").write_bytes(render(LETTER, "pdf"))
    (tmp_path / "one.txt").write_bytes(TEXT)
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / "Thumbs").write_bytes(b"")

    done = runner.invoke(app, ["letter", "import", "--dry-run", str(tmp_path)])

    assert 0 == done.exit_code
    assert "1 determination would be imported; already known: 1" in done.stdout
    assert "not looked at: 2 other files (.docx 1, no ending 1)" in done.stdout.replace("\n", " ")


@pytest.mark.parametrize(("named", "inside"), [(".", ""), ("./", ""), ("..", "2017"), ("../../letters", "2017"), ("2017/..", "")])
def test_the_report_lies_beside_the_folder_however_it_is_named(
    named: str, inside: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Relative to the current folder too, and never in it."""
    monkeypatch.chdir(folder / inside)

    assert 1 == runner.invoke(app, ["letter", "import", "--dry-run", named]).exit_code
    assert [folder.parent / "letters.rejects.jsonl"] == [*folder.parent.rglob("*.rejects.jsonl")]


def test_the_report_names_file_fault_and_line(folder: Path) -> None:
    """The report has one line per file; an earlier one is kept unless --force is given."""
    report = folder.parent / "letters.rejects.jsonl"
    runner.invoke(app, ["letter", "import", "--dry-run", str(folder)])
    faults = {Path(each["file"]).name: (each["error"], each["line"]) for each in map(json.loads, report.read_text().splitlines())}

    assert {
        "cut.txt": ("LetterTruncated", TEXT[: TEXT.rindex(b"Decision rationale")].rstrip().count(b"\n") + 1),
        "empty.txt": ("NotALetter", 1),
        "nameless.txt": ("CaseNumberMissing", None),
        "note.txt": ("NotALetter", 1),
    } == faults
    for name in faults:
        (folder / name).unlink()
    assert 0 == runner.invoke(app, ["letter", "import", "--dry-run", str(folder)]).exit_code
    assert report.exists()
    assert 0 == runner.invoke(app, ["letter", "import", "--dry-run", "--force", str(folder)]).exit_code
    assert not report.exists()


def test_a_report_in_the_way_is_refused_before_the_import(folder: Path, tmp_path: Path) -> None:
    """The report that the user names is not numbered; it is replaced with --force."""
    report = tmp_path / "report.jsonl"
    report.write_text("mine")
    command = ["letter", "import", "--dry-run", str(folder), "--report", str(report)]

    assert "--force" in runner.invoke(app, command).stderr
    assert "mine" == report.read_text()
    runner.invoke(app, [*command, "--force"])
    assert "LetterTruncated" in report.read_text()


def test_without_letters_or_a_broker_it_says_so(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without letters, or a missing broker, ends the command with one line."""
    monkeypatch.setenv("IMR_DATA_DIR", str(tmp_path))
    (tmp_path / "none").mkdir()

    assert "has no .pdf or .txt files" in runner.invoke(app, ["letter", "import", str(tmp_path / "none")]).output
    refused = runner.invoke(app, ["letter", "import", str(folder)])
    assert 1 == refused.exit_code
    assert "nothing runs in" in refused.output


def test_a_command_imported_beside_a_fake_stream_keeps_its_own_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are imported on use; one that took the fake over would keep it for later tests."""
    for name in ("commands", "history"):
        monkeypatch.delitem(sys.modules, f"cli.letter.{name}", raising=False)
        monkeypatch.delattr(cli.letter, name, raising=False)
    its_own = connection.connect
    FakeStream(Settings(data_dir=tmp_path)).install(monkeypatch)

    assert its_own is import_module("cli.letter.history").connect
