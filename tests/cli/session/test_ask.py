"""A command is published once and its own answer is returned."""

import pytest
import typer

from cli.session.ask import ask, refused
from schemas.messages.decision import RequestRefused
from schemas.messages.seats import ConvenePanel
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import NUMBER, SIGNED

COMMAND = ConvenePanel(case_number=NUMBER, reviewers=3, approval="A-1", approved_on=SIGNED.decided_on, finding="Two fields.")
REFUSED = RequestRefused(
    case_number=NUMBER, request=ConvenePanel.type, actor=None, code="determined", text="The case is determined."
)


def test_the_answer_is_the_event_that_the_command_caused(stream: FakeStream) -> None:
    """Events with another cause are passed over."""
    stream.say(SIGNED)
    stream.answer = lambda _command: [REFUSED]

    answer = ask(stream.settings, COMMAND, NUMBER, 1)

    assert [COMMAND] == stream.commands
    assert REFUSED == answer
    assert ("The case is determined.", None) == (refused(answer), refused(SIGNED))


def test_without_an_answer_the_command_ends(stream: FakeStream, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the command that shows the outcome later."""
    with pytest.raises(typer.Exit):
        ask(stream.settings, COMMAND, NUMBER, 1)

    assert f"`imr case show {NUMBER}`" in capsys.readouterr().err
