"""Options that several commands share are checked in one place."""

import getpass
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from cli.main import app
from cli.session.options import command_of, sound, who
from schemas.message import Name
from schemas.messages.letters import ConfirmService
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream


def test_the_actor_is_the_login_name_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """--actor wins over it."""
    monkeypatch.setattr(getpass, "getuser", lambda: "operator")

    assert ("operator", "Example Operator") == (who(None), who("Example Operator"))


def test_without_a_login_name_the_actor_has_to_be_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A container's user may have none."""

    def nameless() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nameless)
    with pytest.raises(typer.Exit):
        who(None)

    assert "--actor" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", " ", "\x07"])
def test_a_text_that_messages_cannot_hold_names_its_option(text: str) -> None:
    """Exit status 2."""
    with pytest.raises(typer.BadParameter) as ended:
        sound("--reason", Name, text)

    assert "--reason" == ended.value.param_hint


def test_a_command_is_checked_before_it_is_sent() -> None:
    """Every invalid field is named by its option."""
    fields = {"case_number": "CM15-1330001", "service_id": "x", "actor": "", "served_on": date(2026, 5, 1), "proof": "x"}
    with pytest.raises(typer.BadParameter) as ended:
        command_of(ConfirmService, **fields)

    assert "SERVICE, --actor" == ended.value.param_hint


_COMMANDS_THAT_WAIT = (
    ("submit", "x.json"),
    ("reviewer", "import", "x.yaml"),
    ("dead-letters", "replay", "--everything"),
    ("dead-letters", "discard", "--everything", "--reason", "x"),
    ("decision", "show", "CM15-1330001"),
    ("letter", "fetch", "CM15-1330001"),
    ("letter", "services", "CM15-1330001"),
)


@pytest.mark.parametrize("command", _COMMANDS_THAT_WAIT, ids=" ".join)
@pytest.mark.parametrize("seconds", ["-1", "-0.001", "nan", "inf", "-inf"])
def test_only_a_finite_time_can_be_waited_for(command: tuple[str, ...], seconds: str, stream: FakeStream) -> None:
    """Exit status 2, and nothing is sent."""
    done = CliRunner().invoke(app, [*command, "--timeout", seconds])

    assert 2 == done.exit_code, done.output
    assert "is not a number of seconds from 0 to 31536000, a year" in sentence(done.stderr)
    assert [] == stream.commands


def test_a_wait_of_no_seconds_is_taken(stream: FakeStream) -> None:
    """The command does not wait; it prints the services so far."""
    done = CliRunner().invoke(app, ["letter", "services", "CM15-1330001", "--timeout", "0"])

    assert 1 == done.exit_code
