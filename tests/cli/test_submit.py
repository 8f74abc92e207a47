"""`imr submit`: applications from files become commands."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from schemas.messages.intake import DuplicateFound, SubmitApplication
from schemas.wire.codec import read
from tests.cli.stream import FakeStream
from tests.examples import CASE_NUMBER, ROOT

runner = CliRunner()
EXAMPLE = (ROOT / "examples/chiropractic-and-massage.json").read_text()


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Two applications with an empty line and a line that is none between them."""
    file = tmp_path / "applications.jsonl"
    one = json.dumps(json.loads(EXAMPLE))
    file.write_text(f"{one}\n\n{{}}\n{one}\n")
    return file


def test_one_application_is_submitted_under_its_content(stream: FakeStream, tmp_path: Path) -> None:
    """The same file gives the same submission again."""
    file = tmp_path / "application.json"
    file.write_text(EXAMPLE)
    for _ in range(2):
        assert 0 == runner.invoke(app, ["submit", str(file)]).exit_code

    first, second = stream.commands
    assert isinstance(first, SubmitApplication)
    assert isinstance(second, SubmitApplication)
    assert first.submission_id == second.submission_id


def test_a_line_that_is_no_application_is_written_with_its_reason(stream: FakeStream, lines: Path) -> None:
    """The other lines go on; exit status 1 and the name of the rejects file."""
    done = runner.invoke(app, ["submit", str(lines), "--json"])

    assert 1 == done.exit_code
    assert [f"{lines}:1", f"{lines}:4"] == [json.loads(line)["place"] for line in done.stdout.splitlines()]
    (reject,) = map(json.loads, lines.with_name("applications.jsonl.rejects.jsonl").read_text().splitlines())
    assert 3 == reject["line"]
    assert "applications.jsonl.rejects.jsonl" in done.stderr.replace("\n", "")


def test_an_old_file_of_rejects_is_kept(stream: FakeStream, lines: Path) -> None:
    """New rejects get a number; a corrected file has none, and --force deletes the old ones."""
    rejects = lines.with_name("applications.jsonl.rejects.jsonl")
    rejects.write_text("old\n")
    done = runner.invoke(app, ["submit", str(lines)])
    assert rejects.with_name("applications.jsonl.rejects.2.jsonl").name in done.stderr.replace("\n", "")
    lines.write_text(json.dumps(json.loads(EXAMPLE)))

    assert 0 == runner.invoke(app, ["submit", str(lines)]).exit_code
    assert "old\n" == rejects.read_text()
    assert 0 == runner.invoke(app, ["submit", str(lines), "--force"]).exit_code
    assert not rejects.exists()


def test_the_outcome_of_each_application_is_awaited(stream: FakeStream, tmp_path: Path) -> None:
    """A duplicate names the case it repeats."""
    file = tmp_path / "application.json"
    file.write_text(EXAMPLE)
    example = ROOT / f"schemas/examples/{DuplicateFound.type}/{DuplicateFound.version}.json"
    found = read(DuplicateFound, DuplicateFound.version, example.read_bytes())
    stream.answer = lambda command: [
        found.model_copy(update={"submission_id": command.submission_id, "duplicate_of": CASE_NUMBER})  # type: ignore[attr-defined]
    ]

    done = runner.invoke(app, ["submit", str(file), "--wait"])

    assert 0 == done.exit_code, done.output
    assert f"duplicate of case {CASE_NUMBER}" in " ".join(done.stdout.split())


def test_a_wait_without_an_answer_is_exit_status_1(stream: FakeStream, tmp_path: Path) -> None:
    """The message names the command that shows them later."""
    file = tmp_path / "application.json"
    file.write_text(EXAMPLE)

    done = runner.invoke(app, ["submit", str(file), "--wait"])

    assert 1 == done.exit_code
    assert "`imr case list`" in done.stderr.replace("\n", " ")
