"""`imr submit`: applications from files become commands."""

import json
import os
import signal
from datetime import UTC
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import submit
from cli.main import app
from runtime.outside.disk_space import LowDisk
from runtime.outside.publish import DiskAlmostFull
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import SubmitApplication
from schemas.wire.codec import read
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.examples import CASE_NUMBER, ROOT

runner = CliRunner()


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rejects of standard input are written where the user works."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


EXAMPLE = (ROOT / "examples/chiropractic-and-massage.json").read_text()


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Two applications with an empty line and a line that is none between them."""
    file = tmp_path / "applications.jsonl"
    one = json.dumps(json.loads(EXAMPLE))
    file.write_text(f"{one}\n\n{{}}\n{one}\n")
    return file


def test_one_application_is_submitted_under_its_content(stream: FakeStream, tmp_path: Path) -> None:
    """The same file gives the same submission again, and is not sent again unless asked for."""
    file = tmp_path / "application.json"
    file.write_text(EXAMPLE)
    for options, told in ([], "submitted"), ([], "submitted before"), (["--again"], "submitted"):
        done = runner.invoke(app, ["submit", str(file), "--json", *options])
        assert (0, told) == (done.exit_code, json.loads(done.stdout)["outcome"])

    first, second = stream.commands
    assert isinstance(first, SubmitApplication)
    assert isinstance(second, SubmitApplication)
    assert first.submission_id == second.submission_id


@pytest.mark.parametrize("client", ["", " ", "two words", "é", "x" * 201, "x\n"])
def test_a_sender_has_the_form_of_the_header(stream: FakeStream, client: str, tmp_path: Path) -> None:
    """Exit status 2 before a file is read."""
    done = runner.invoke(app, ["submit", str(tmp_path / "missing.json"), "--client", client])

    assert 2 == done.exit_code
    assert "Invalid value for --client" in sentence(done.stderr)
    assert "missing.json" not in done.output


def test_a_line_that_is_no_application_is_written_with_its_reason(stream: FakeStream, lines: Path) -> None:
    """The other lines go on; exit status 1 and the name of the rejects file."""
    done = runner.invoke(app, ["submit", str(lines), "--json"])

    assert 1 == done.exit_code
    assert [f"{lines}:1", f"{lines}:4"] == [json.loads(line)["place"] for line in done.stdout.splitlines()]
    (reject,) = map(json.loads, Path(f"{lines}.rejects.jsonl").read_text().splitlines())
    assert 3 == reject["line"]
    assert "applications.jsonl.rejects.jsonl" in done.stderr.replace("\n", "")


def test_an_old_file_of_rejects_is_kept(stream: FakeStream, lines: Path) -> None:
    """New rejects get a number; a corrected file has none, and --force deletes the old ones."""
    rejects = Path(f"{lines}.rejects.jsonl")
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


def _applications(number: int) -> list[str]:
    """Return different applications, each on one line."""
    return [json.dumps({**json.loads(EXAMPLE), "employer": f"Example Employer {each}"}) for each in range(number)]


def _submit(*arguments: object, given: bytes | None = None) -> tuple[int, list[str], str]:
    """Return the exit status, the places submitted, and the words on standard error."""
    done = runner.invoke(app, ["submit", "--json", *map(str, arguments)], input=given)
    return done.exit_code, [json.loads(line)["place"] for line in done.stdout.splitlines()], done.stderr


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("a.jsonl", "utf-8-sig"), ("a.JSONL", "utf-8"), ("a.ndjson", "utf-16"), ("A.NDJSON", "utf-32"), ("a.txt", "utf-8-sig")],
)
def test_lines_are_read_in_the_encodings_of_real_files(stream: FakeStream, tmp_path: Path, name: str, encoding: str) -> None:
    """With the line ends of Windows, too."""
    (tmp_path / name).write_bytes("\r\n".join(_applications(3)).encode(encoding))

    assert (0, [f"{tmp_path / name}:{line}" for line in (1, 2, 3)]) == _submit(tmp_path / name)[:2]
    assert 3 == len(stream.commands)


def test_standard_input_is_a_hyphen(stream: FakeStream) -> None:
    """Lines, a list or one application."""
    many = _applications(2)

    assert (0, ["-:1", "-:2"]) == _submit("-", given="\n".join(many).encode())[:2]
    assert (0, ["-/0", "-/1"]) == _submit("-", given=f"[{','.join(many)}]".encode())[:2]
    assert (0, ["-"]) == _submit("-", given=json.dumps(json.loads(many[0]), indent=1).encode())[:2]
    assert 2 == len(stream.commands)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"\x1f\x8b\x08\x00", "compressed with gzip"),
        ('{"employer": "Peña"}'.encode("cp1252"), "Windows-1252"),
        (b'{"employer": 1, "employer": 2}', "/employer: this key is there more than once"),
        (EXAMPLE.encode()[:-20], "is not JSON"),
    ],
)
def test_a_file_that_is_no_application_is_told(stream: FakeStream, tmp_path: Path, content: bytes, told: str) -> None:
    """On standard error, without a traceback; the next file is read."""
    (tmp_path / "wrong.json").write_bytes(content)
    (tmp_path / "right.json").write_text(EXAMPLE)

    status, places, error = _submit(tmp_path / "wrong.json", tmp_path / "right.json")

    assert (1, [str(tmp_path / "right.json")]) == (status, places)
    assert told in error


@pytest.mark.parametrize("name", ["/dev/zero", "/"])
def test_a_path_that_is_no_file_is_told(stream: FakeStream, name: str) -> None:
    """In a sentence."""
    status, _, error = _submit(name)

    assert 1 == status
    assert 1 == len(error.splitlines())


def test_going_on_passes_over_the_ones_sent(stream: FakeStream, tmp_path: Path) -> None:
    """Also where the file has more lines now, in another order."""
    file = tmp_path / "many.jsonl"
    many = _applications(250)
    file.write_text("\n".join(many[100:200]))
    _submit(file)
    file.write_text("\n".join(many))

    status, _, error = _submit(file)

    assert 0 == status
    assert "150 submitted, 100 submitted before" in error
    assert 250 == len(stream.commands)


def test_a_lost_broker_ends_with_the_last_place_sent(stream: FakeStream, tmp_path: Path) -> None:
    """The batch on its way may have been taken in; sending again is safe."""
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(_applications(250)))
    stream.confirms = 100

    status, places, error = _submit(file)

    assert (1, 100) == (status, len(places))
    assert f"everything up to {file}:100 was sent, the next 100 may have been" in error
    assert "nothing was taken in" not in error


def test_a_full_disk_ends_with_the_last_place_sent(stream: FakeStream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the next batch is in doubt; the error names the disk."""
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(_applications(250)))
    stream.confirms = 100
    monkeypatch.setattr(stream, "lost", DiskAlmostFull(LowDisk(tmp_path, 1, 2)))

    status, places, error = _submit(file)

    assert (1, 100) == (status, len(places))
    assert f"make room; everything up to {file}:100 was sent, nothing after that" in error
    assert "nothing was taken in" not in error


def test_an_interrupt_ends_with_the_last_place_sent(stream: FakeStream, tmp_path: Path) -> None:
    """The batch on its way is confirmed first; exit status 130."""
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(_applications(250)))
    stream.answer = lambda _command: os.kill(os.getpid(), signal.SIGINT) or () if len(stream.commands) == 50 else ()

    status, places, error = _submit(file)

    assert (130, 100) == (status, len(places))
    assert f"everything up to {file}:100 was sent, nothing after that" in error

    stream.answer = lambda _command: ()
    assert (0, 250) == (_submit(file)[0], len(stream.commands))


def test_an_interrupt_while_the_input_is_read_ends_at_once(
    stream: FakeStream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input may be a terminal where nothing is typed."""
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(_applications(250)))
    read = submit.read_application
    many = iter(range(1_000))
    monkeypatch.setattr(
        submit, "read_application", lambda *given: os.kill(os.getpid(), signal.SIGINT) if next(many) == 150 else read(*given)
    )

    status, places, error = _submit(file)

    assert (130, 100) == (status, len(places))
    assert f"everything up to {file}:100 was sent, nothing after that" in error
    assert 100 == len(stream.commands)


def test_rejects_lie_in_the_folder_named(stream: FakeStream, lines: Path, tmp_path: Path) -> None:
    """The folder of the input may be another's."""
    (tmp_path / "rejects").mkdir()
    _submit(lines, "--rejects", tmp_path / "rejects")

    assert (tmp_path / "rejects/applications.jsonl.rejects.jsonl").exists()


def test_a_receipt_in_the_future_is_refused(stream: FakeStream, lines: Path) -> None:
    """A slip of the keyboard would end a worker's review as too late."""
    done = runner.invoke(app, ["submit", str(lines), "--received-at", "2050-01-01"])

    assert (2, []) == (done.exit_code, stream.commands)
    assert "is in the future" in done.output


def test_standard_input_is_read_once(stream: FakeStream) -> None:
    """A second hyphen would be empty, or wait for ever."""
    status, _, told = _submit("-", "-", given=EXAMPLE.encode())

    assert (2, []) == (status, stream.commands)
    assert "FILES: standard input (-) is named more than once" in sentence(told)


def test_an_application_that_is_known_keeps_its_time(stream: FakeStream, tmp_path: Path) -> None:
    """And the command says that --received-at changed nothing."""
    file = tmp_path / "one.json"
    file.write_text(EXAMPLE)
    for told in (False, True):
        status, _, remark = _submit(file, "--received-at", "2015-04-17T09:00")

        assert 0 == status
        assert told == ("--received-at changed nothing" in remark)
    (command,) = stream.commands
    assert "2015-04-17T16:00:00+00:00" == command.received_at.astimezone(UTC).isoformat()  # type: ignore[attr-defined]


def test_an_empty_list_is_told(stream: FakeStream, tmp_path: Path) -> None:
    """Nothing was wrong, and nothing was sent."""
    file = tmp_path / "none.json"
    file.write_text("[]")
    done = runner.invoke(app, ["submit", str(file)])

    assert (0, "0 submitted, 0 submitted before\n") == (done.exit_code, done.stderr)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["missing.json"], "'missing.json' does not exist"),
        (["x" * 300], "does not exist"),
        (["-", "--rejects", "/dev/null"], "/dev/null is no folder"),
    ],
)
def test_a_file_that_is_not_there_is_wrong_usage(stream: FakeStream, arguments: list[str], told: str) -> None:
    """As in every command: exit status 2."""
    done = runner.invoke(app, ["submit", *arguments])

    assert (2, True) == (done.exit_code, told in done.stderr)
