"""The answer to a decision command is printed."""

import json

import pytest
import typer

from cli.decision.answer import answer
from schemas.messages.decision import RequestRefused
from schemas.messages.seats import ConvenePanel
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import NUMBER, SIGNED

COMMAND = ConvenePanel(case_number=NUMBER, reviewers=3, approval="A-1", approved_on=SIGNED.decided_on, finding="Two fields.")


def test_a_determination_is_told_item_by_item(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """Each item has its outcome."""
    stream.answer = lambda _command: [SIGNED]
    answer(stream.settings, COMMAND, NUMBER, 1, as_json=False)

    told = " ".join(capsys.readouterr().out.split())
    assert all(f"{each.item}. " in told and each.outcome in told for each in SIGNED.decisions)


def test_a_refusal_is_exit_status_1(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the refusal is printed as well."""
    refusal = RequestRefused(case_number=NUMBER, request=ConvenePanel.type, actor=None, code="no-case", text="There is no case.")
    stream.answer = lambda _command: [refusal]
    with pytest.raises(typer.Exit) as ended:
        answer(stream.settings, COMMAND, NUMBER, 1, as_json=True)

    told = capsys.readouterr()
    assert (1, "no-case") == (ended.value.exit_code, json.loads(told.out)["code"])
    assert "refused: There is no case." in told.err
