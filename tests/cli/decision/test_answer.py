"""The answer to a decision command is printed."""

import json
import re

import pytest
import typer
from typer.main import get_group

from cli.decision.answer import WAYS, answer
from cli.letter.answer import WAYS as LETTER_WAYS
from cli.main import app
from schemas.message import Message
from schemas.messages.decision import CountersignDetermination, RequestRefused, SignatureRefused
from schemas.messages.seats import ConvenePanel
from tests.cli.letter.outcomes import AWAITED, HELD, WARNED
from tests.cli.screens import commands
from tests.cli.stream import FakeStream
from tests.examples import ROOT
from tests.services.letters.verification.case_events import ISSUED, NUMBER, SIGNED

COMMAND = ConvenePanel(case_number=NUMBER, reviewers=3, approval="A-1", approved_on=SIGNED.decided_on, finding="Two fields.")


def test_a_determination_is_told_item_by_item(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """Each item has its outcome."""
    stream.answer = lambda _command: [SIGNED]
    answer(stream.settings, COMMAND, NUMBER, 1, as_json=False)

    told = " ".join(capsys.readouterr().out.split())
    assert all(f"{each.item}. " in told and each.outcome in told for each in SIGNED.decisions)


@pytest.mark.parametrize(
    ("events", "told", "status"),
    [
        ([SIGNED, ISSUED], f"imr letter fetch {NUMBER}", "issued"),
        ([SIGNED, WARNED], "treatment.1 warning at /items/0/rationale", "issued"),
        ([SIGNED, HELD], f"imr letter release {NUMBER} --actor", "held"),
        ([SIGNED], "the letter is not made yet", "pending"),
        ([AWAITED], f"imr decision countersign {NUMBER} --reviewer ID --version", None),
    ],
)
def test_who_signs_is_told_what_became_of_it(
    stream: FakeStream, capsys: pytest.CaptureFixture[str], events: list[Message], told: str, status: str | None
) -> None:
    """Issued, held, pending, or waiting for another signature; for programs as data."""
    stream.answer = lambda _command: events
    answer(stream.settings, COMMAND, NUMBER, 1, as_json=False)
    assert told in " ".join(capsys.readouterr().out.split())
    answer(stream.settings, COMMAND, NUMBER, 1, as_json=True)

    assert status == json.loads(capsys.readouterr().out).get("letter", {}).get("status")


@pytest.mark.parametrize(("code", "option"), [("item-open", "--keep"), ("reason-missing", "--decide '2=overturned: ")])
def test_a_refused_signature_names_the_option_that_helps(
    stream: FakeStream, capsys: pytest.CaptureFixture[str], code: str, option: str
) -> None:
    """The text of the refusal itself is for every interface."""
    stream.answer = lambda _command: [SignatureRefused(case_number=NUMBER, reviewer_id="R-1", code=code, text="It is open.")]
    with pytest.raises(typer.Exit):
        answer(stream.settings, COMMAND, NUMBER, 1, as_json=False)

    told = capsys.readouterr().err
    assert "refused: It is open.\n" in told
    assert option in told


def test_a_refusal_is_exit_status_1(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the refusal is printed as well."""
    refusal = RequestRefused(case_number=NUMBER, request=ConvenePanel.type, actor=None, code="no-case", text="There is no case.")
    stream.answer = lambda _command: [refusal]
    with pytest.raises(typer.Exit) as ended:
        answer(stream.settings, COMMAND, NUMBER, 1, as_json=True)

    told = capsys.readouterr()
    assert (1, "no-case") == (ended.value.exit_code, json.loads(told.out)["code"])
    assert "refused: There is no case." in told.err


@pytest.mark.parametrize(("heading", "ways"), [("## Decision", WAYS), ("## Letters", LETTER_WAYS)])
def test_every_refusal_has_a_next_step(heading: str, ways: dict[str, str]) -> None:
    """Each code of the reference, by commands and options that exist."""
    section = (ROOT / "docs/reference/refusals.md").read_text().partition(heading)[2].partition("## ")[0]
    known = dict(commands(get_group(app)))

    assert set(re.findall("^\\| `([^`]+)`", section, re.MULTILINE)) == set(ways)
    for way in ways.values():
        assert all(name in known for name in map(tuple, map(str.split, re.findall("imr ([a-z]+ [a-z]+)", way)))), way
    options = {option for command in known.values() for each in command.params for option in each.opts}
    assert set(re.findall("--[a-z-]+", " ".join(ways.values()))) <= options


@pytest.mark.parametrize(
    ("code", "of_sign", "of_countersign"),
    [("reason-missing", "--decide", "--decline"), ("no-such-version", "lists the versions", "lists the versions")],
)
def test_the_way_is_one_of_the_command(
    stream: FakeStream, capsys: pytest.CaptureFixture[str], code: str, of_sign: str, of_countersign: str
) -> None:
    """An option that only another command has would not help."""
    refusal = RequestRefused(case_number=NUMBER, request=COMMAND.type, actor=None, code=code, text="No.")
    stream.answer = lambda _command: [refusal]
    second = CountersignDetermination(
        case_number=NUMBER, reviewer_id="R-2", determination_version=1, agrees=False, reason=None, signed_at=SIGNED.signed_at
    )
    for command, way, other in ((COMMAND, of_sign, of_countersign), (second, of_countersign, of_sign)):
        with pytest.raises(typer.Exit):
            answer(stream.settings, command, NUMBER, 1, as_json=False)
        told = capsys.readouterr().err
        assert way in told
        assert way == other or other not in told
