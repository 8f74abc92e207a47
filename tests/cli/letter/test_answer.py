"""Commands about letters: published once, with the answer that they caused."""

import json

import pytest
import typer

from cli.letter.answer import send
from schemas.messages.letters import LetterIssued, LetterRequestRefused, LetterSent, ReissueLetter
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ISSUED, NUMBER, SIGNED

REISSUE = ReissueLetter(
    notice=None, case_number=NUMBER, actor="Example", reason="Lost.", new_version=True, parties=(), method=None, address=None
)
REFUSED = LetterRequestRefused(case_number=NUMBER, request="reissue-letter", code="no-letter", text="No letter is issued.")


def test_the_answer_is_the_one_the_command_caused(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """Older answers, and other events that the command caused, are passed over."""
    second = ISSUED.model_copy(update={"letter_version": 2})
    stream.say(ISSUED, REFUSED)
    stream.answer = lambda _command: [SIGNED, second, REFUSED]
    send(stream.settings, REISSUE, 1, as_json=True)

    assert [REISSUE] == stream.commands
    assert {"type": LetterIssued.type, **second.model_dump(mode="json")} == json.loads(capsys.readouterr().out)


def test_an_answer_for_people_is_a_sentence(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json the answer is printed in words."""
    stream.answer = lambda _command: [ISSUED]
    send(stream.settings, REISSUE, 1, as_json=False)

    told = capsys.readouterr().out
    assert "letter" in told
    assert "{" not in told


@pytest.mark.parametrize("as_json", [True, False])
def test_a_refusal_is_exit_status_1(stream: FakeStream, capsys: pytest.CaptureFixture[str], *, as_json: bool) -> None:
    """As JSON the refusal is also printed as an event."""
    stream.answer = lambda _command: [REFUSED]
    with pytest.raises(typer.Exit) as ended:
        send(stream.settings, REISSUE, 1, as_json=as_json)

    told = capsys.readouterr()
    assert 1 == ended.value.exit_code
    assert "refused: No letter is issued." in told.err
    assert as_json == ("no-letter" in told.out)


def test_no_answer_points_to_the_case(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """After the time limit, the message names the command that will show the outcome."""
    sent = LetterSent(
        case_number=NUMBER, service_id=f"{NUMBER}.1.worker.1", party="worker", method="mail", sent_at=SIGNED.signed_at, proof="x"
    )
    stream.answer = lambda _command: [sent]
    with pytest.raises(typer.Exit):
        send(stream.settings, REISSUE, 1, as_json=False)

    told = capsys.readouterr().err
    assert "no answer within 1 seconds; " in told
    assert f"`imr case show {NUMBER}`" in told
