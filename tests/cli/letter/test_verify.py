"""`imr letter verify` with a broker: sound letters hold, and faults end at their step."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from schemas.message import Message
from schemas.messages.decision import CaseAssessed
from services.letters.printing.render import render
from tests.cli.stream import FakeStream
from tests.services.letters.sample import BARE, LETTER
from tests.services.letters.verification.case_events import CASE, ISSUED, SIGNED
from tests.services.letters.verification.pdf_files import PDF, without_data

runner = CliRunner()
HOLDS = {"file": "holds", "data": "holds", "text": "holds"}


def verify(tmp_path: Path, content: bytes = PDF) -> tuple[int, dict[str, str], str]:
    """Verify *content*; return the exit status, the result of each step, and the last text."""
    file = tmp_path / "letter.pdf"
    file.write_bytes(content)
    done = runner.invoke(app, ["letter", "verify", str(file), "--json"])
    checks = [json.loads(line) for line in done.stdout.splitlines()]
    return done.exit_code, {each["step"]: each["result"] for each in checks}, checks[-1]["text"]


def test_an_issued_letter_holds(stream: FakeStream, tmp_path: Path) -> None:
    """All five checks hold, with exit status 0."""
    stream.say(*CASE)

    assert (0, {**HOLDS, "issue": "holds", "chain": "holds"}) == verify(tmp_path)[:2]


def test_the_copy_is_named(stream: FakeStream, tmp_path: Path) -> None:
    """A reader learns which copy of which letter the file is, and when it was issued."""
    stream.say(*CASE)
    (tmp_path / "letter.pdf").write_bytes(PDF)
    lines = runner.invoke(app, ["letter", "verify", str(tmp_path / "letter.pdf")]).stdout.splitlines()

    assert "the worker's copy of letter 1, issued 2026-04-29 10:05 PDT" in lines[3]
    assert "is based on 5 messages" in lines[4]


@pytest.mark.parametrize(
    ("events", "step", "error"),
    [
        ((), "issue", "NeverIssued"),
        ((*CASE[:-1], ISSUED.model_copy(update={"files": ISSUED.files[:1]})), "issue", "NeverIssued"),
        ((*CASE[:-2], SIGNED.model_copy(update={"decisions": SIGNED.decisions[:1]}), ISSUED), "issue", "OtherDecision"),
        (tuple(each for each in CASE if not isinstance(each, CaseAssessed)), "chain", "ChainBroken"),
    ],
)
def test_a_fault_on_the_stream_fails_at_its_step(
    stream: FakeStream, tmp_path: Path, events: tuple[Message, ...], step: str, error: str
) -> None:
    """The exit status is 1, the last check names the fault, and later checks are not made."""
    stream.say(*events)
    status, checks, text = verify(tmp_path)

    assert 1 == status
    assert (step, "fails") == list(checks.items())[-1]
    assert text.startswith(f"{error}: ")


@pytest.mark.parametrize(
    ("content", "step", "error"),
    [(b"hello", "file", "NotAPdf"), (PDF[:-9], "file", "PdfBroken"), (without_data(), "data", "NoDetermination")],
)
def test_a_fault_in_the_file_fails_without_the_stream(tmp_path: Path, content: bytes, step: str, error: str) -> None:
    """A faulty file is found without a broker."""
    status, checks, text = verify(tmp_path, content)

    assert (1, {step: "fails"}) == (status, checks)
    assert text.startswith(f"{error}: ")


def test_a_letter_without_a_case_cannot_be_looked_up(stream: FakeStream, tmp_path: Path) -> None:
    """If a letter prints no case number, its issue is not checked: exit status 3."""
    stream.say(*CASE)
    status, checks, text = verify(tmp_path, render(BARE, "pdf"))

    assert (3, {**HOLDS, "issue": "not checked", "chain": "not checked"}) == (status, checks)
    assert "prints no case number" in text


def test_a_number_that_is_no_case_number_cannot_be_looked_up(stream: FakeStream, tmp_path: Path) -> None:
    """The reason names the number."""
    stream.say(*CASE)
    status, _, text = verify(tmp_path, render(LETTER.model_copy(update={"case_number": "CM-12"}), "pdf"))

    assert 3 == status
    assert "CM-12" in text
