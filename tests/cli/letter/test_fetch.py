"""`imr letter fetch`: the stored copies of an issued letter, written to a folder."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.letter import fetch as fetch_module
from cli.letter import outcome as outcome_module
from cli.main import app
from runtime.content.store import FolderLetterStore
from schemas.message import Message
from schemas.messages.intake import ApplicationFoundIneligible, Reason
from schemas.messages.letters import LetterFile, LetterIssued
from schemas.messages.notices import NoticeIssued
from tests.cli.letter.outcomes import HELD
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, ISSUED, NUMBER, RECEIVED, SIGNED

INELIGIBLE = ApplicationFoundIneligible(
    case_number=NUMBER,
    submission_id="1f0c6f2d-55d5-5b0a-9a37-1f0c6f2d3b11",
    reasons=(Reason(code="LATE", text="It came too late."),),
)
runner = CliRunner()
FORMATS = {"pdf": "pdf", "html": "html", "text": "txt", "json": "json"}


@pytest.fixture
def store(stream: FakeStream) -> FolderLetterStore:
    """Store two letters of the case, each with copies for the worker and the public."""
    store = FolderLetterStore(stream.settings.data_dir / "letters")
    for version in (1, 2):
        files = tuple(
            LetterFile(recipient=recipient, format=form, sha256=store.put(f"{version} {recipient} {form}".encode()), size=1)  # type: ignore[arg-type]
            for recipient in ("worker", "public")
            for form in FORMATS
        )
        stream.say(SIGNED, ISSUED.model_copy(update={"letter_version": version, "files": files}))
    return store


def fetch(*options: str, case_number: str = NUMBER) -> Result:
    """Run the command."""
    return runner.invoke(app, ["letter", "fetch", case_number, *options])


@pytest.mark.parametrize(
    ("options", "letter", "name"),
    [
        ([], "2 worker", "worker.letter-2"),
        (["--recipient", "public"], "2 public", "public.letter-2"),
        (["--letter-version", "1"], "1 worker", "worker"),
        (["--letter-version", "1", "--recipient", "public"], "1 public", "public"),
    ],
)
@pytest.mark.usefixtures("store")
def test_every_format_is_written(tmp_path: Path, options: list[str], letter: str, name: str) -> None:
    """The newest letter, or the given version, is written and listed in all its formats."""
    out = tmp_path / "new/folder"
    done = fetch("--out", str(out), *options)

    assert 0 == done.exit_code, done.output
    assert {f"{NUMBER}.{name}.{suffix}": f"{letter} {form}" for form, suffix in FORMATS.items()} == {
        path.name: path.read_text() for path in out.iterdir()
    }
    for path in out.iterdir():
        assert f"{path}  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}" in done.output.splitlines()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--recipient", "employer"], "has no copy for 'employer'; --recipient can be worker, public"),
        (["--letter-version", "3"], "has no letter 3; there are 1, 2"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_missing_copy_is_named_with_those_there_are(tmp_path: Path, options: list[str], complaint: str) -> None:
    """The message lists the recipients or versions that exist; nothing is written."""
    done = fetch("--out", str(tmp_path / "out"), *options)

    assert (1, False) == (done.exit_code, (tmp_path / "out").exists())
    assert complaint in done.output


def test_an_unknown_recipient_is_refused(stream: FakeStream) -> None:
    """The message lists the recipients that there can be: exit status 2."""
    done = fetch("--recipient", "neighbour")

    assert 2 == done.exit_code
    assert "'neighbour' is no recipient; it can be worker, attorney" in sentence(done.stderr)


@pytest.mark.usefixtures("store")
def test_a_case_that_does_not_exist_is_named_at_once(tmp_path: Path) -> None:
    """A letter of another case is not taken for this one's."""
    done = fetch("--out", str(tmp_path / "out"), case_number="CM26-4170024")

    assert 1 == done.exit_code
    assert "no case has the number CM26-4170024" in done.output


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([RECEIVED], f"{NUMBER}: no letter yet: application received"),
        ([RECEIVED, INELIGIBLE], f"{NUMBER}: no letter: not eligible"),
        ([RECEIVED, ASSESSED], f"the determination is not signed; read the draft with imr decision show {NUMBER}"),
        ([RECEIVED, ASSESSED, SIGNED, HELD], f"release it with: imr letter release {NUMBER}"),
        ([RECEIVED, ASSESSED, SIGNED], "is signed, but its letter was not made within 30 seconds"),
    ],
)
def test_a_case_without_a_letter_says_what_to_do(stream: FakeStream, tmp_path: Path, events: list[Message], told: str) -> None:
    """Nothing is written, not even the folder."""
    stream.say(*events)
    done = fetch("--out", str(tmp_path / "out"))

    assert (1, False) == (done.exit_code, (tmp_path / "out").exists())
    assert told in " ".join(done.stderr.split())


def test_a_letter_that_comes_meanwhile_is_written(
    stream: FakeStream, store: FolderLetterStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command waits for the letter of a signed determination."""
    letter = next(each.message for each in stream.events if isinstance(each.message, LetterIssued))
    stream.events.clear()
    stream.say(RECEIVED, ASSESSED, SIGNED)
    waiting = outcome_module.wait_for_outcome

    def comes(*arguments: Any) -> object:
        stream.say(letter)
        return waiting(*arguments)

    monkeypatch.setattr(fetch_module, "wait_for_outcome", comes)

    assert 0 == fetch("--out", str(tmp_path / "out")).exit_code
    assert f"{NUMBER}.worker.pdf" in {path.name for path in (tmp_path / "out").iterdir()}


@pytest.mark.usefixtures("store")
def test_a_held_correction_is_mentioned_beside_the_earlier_letter(stream: FakeStream, tmp_path: Path) -> None:
    """The letter before it is written."""
    stream.say(HELD.model_copy(update={"determination_version": 3}))
    done = fetch("--out", str(tmp_path / "out"))

    assert 0 == done.exit_code
    assert "the letter of determination 3 is held" in done.stderr


def test_a_damaged_letter_is_not_written(tmp_path: Path, store: FolderLetterStore) -> None:
    """A stored file that no longer matches its hash ends the command."""
    store.path(hashlib.sha256(b"2 worker pdf").hexdigest()).write_bytes(b"something else")
    done = fetch("--out", str(tmp_path / "out"))

    assert (1, False) == (done.exit_code, (tmp_path / "out").exists())


@pytest.mark.usefixtures("store")
def test_copies_for_two_recipients_lie_side_by_side(tmp_path: Path) -> None:
    """Fetching again changes nothing."""
    for recipient in ("worker", "public", "worker"):
        assert 0 == fetch("--out", str(tmp_path / "out"), "--recipient", recipient, "--letter-version", "1").exit_code

    assert {f"{NUMBER}.{recipient}.{suffix}" for recipient in ("worker", "public") for suffix in FORMATS.values()} == {
        path.name for path in (tmp_path / "out").iterdir()
    }
    assert {0o600} == {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()}


@pytest.mark.usefixtures("store")
def test_a_changed_file_is_replaced_only_on_demand(tmp_path: Path) -> None:
    """None of the others is written either; --force replaces them all."""
    out = tmp_path / "out"
    out.mkdir()
    mine = out / f"{NUMBER}.worker.pdf"
    mine.write_text("my notes")
    done = fetch("--out", str(out), "--letter-version", "1")

    assert (1, "my notes", [mine]) == (done.exit_code, mine.read_text(), list(out.iterdir()))
    assert "--force" in done.stderr
    assert 0 == fetch("--out", str(out), "--letter-version", "1", "--force").exit_code
    assert "1 worker pdf" == mine.read_text()


@pytest.mark.usefixtures("store")
def test_a_letter_is_never_written_through_a_link(tmp_path: Path) -> None:
    """Neither a link as the folder nor one under a file's name, with --force or without."""
    out, other = tmp_path / "out", tmp_path / "other"
    other.mkdir()
    out.symlink_to(other)
    assert "is a link to" in fetch("--out", str(out), "--force").stderr
    (other / f"{NUMBER}.worker.pdf").symlink_to(tmp_path / "target")
    assert "is a link to" in fetch("--out", str(other), "--letter-version", "1", "--force").stderr

    assert not (tmp_path / "target").exists()
    assert 1 == len(list(other.iterdir()))


def notice(store: FolderLetterStore, letter_version: int, *recipients: str, kind: str = "ineligibility") -> NoticeIssued:
    """Return the print of a notice for *recipients*, stored."""
    files = tuple(
        LetterFile(recipient=recipient, format="pdf", sha256=store.put(f"{kind} {letter_version} {recipient}".encode()), size=1)  # type: ignore[arg-type]
        for recipient in recipients
    )
    return NoticeIssued(
        case_number=NUMBER,
        notice=kind,
        kind=kind,
        letter_version=letter_version,
        layout="ca-workers-comp-ineligibility@2",
        dated_on=date(2026, 5, 4),
        files=files,
        release=None,
        reissue_reason=None,
    )


@pytest.mark.parametrize(
    ("options", "name", "content"),
    [
        ([], "ineligibility.worker", b"ineligibility 2 worker"),
        (["--recipient", "provider"], "ineligibility.provider", b"ineligibility 1 provider"),
        (["--notice", "ineligibility", "--letter-version", "1"], "ineligibility.worker", b"ineligibility 1 worker"),
    ],
)
def test_the_notice_of_an_ended_case_is_written(
    stream: FakeStream, tmp_path: Path, options: list[str], name: str, content: bytes
) -> None:
    """Of a notice that was served again each recipient has the newest copy."""
    store = FolderLetterStore(stream.settings.data_dir / "letters")
    stream.say(RECEIVED, INELIGIBLE, notice(store, 1, "worker", "provider"), notice(store, 2, "worker"))
    done = fetch("--out", str(tmp_path / "out"), *options)

    assert 0 == done.exit_code, done.output
    assert {f"{NUMBER}.{name}.pdf": content} == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


def test_notices_of_a_case_without_a_letter_are_named(stream: FakeStream, tmp_path: Path) -> None:
    """The reason that there is no letter comes first; an unknown notice is refused."""
    store = FolderLetterStore(stream.settings.data_dir / "letters")
    stream.say(RECEIVED, notice(store, 1, "worker", kind="assignment"))

    assert "it has notices: assignment; write one with --notice" in sentence(fetch("--out", str(tmp_path)).stderr)
    told = fetch("--out", str(tmp_path), "--notice", "ineligibility")
    assert (1, True) == (told.exit_code, "its notices are assignment" in sentence(told.stderr))
