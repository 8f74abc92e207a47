"""Options that several commands share are checked in one place."""

import getpass

import pytest
import typer

from cli.session.options import sound, who
from schemas.message import Name


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
def test_a_text_that_messages_cannot_hold_names_its_option(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 1."""
    with pytest.raises(typer.Exit) as ended:
        sound("--reason", Name, text)

    assert 1 == ended.value.exit_code
    assert capsys.readouterr().err.startswith("--reason: ")
