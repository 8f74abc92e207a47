"""The jurisdiction whose clocks are meant."""

import pytest
from typer.testing import CliRunner

from cli.main import app


@pytest.mark.parametrize("command", [["clock", "list"], ["clock", "due", "filing"]])
def test_an_unknown_jurisdiction_is_answered_with_those_there_are(command: list[str]) -> None:
    """The option that named it is said."""
    result = CliRunner().invoke(app, [*command, "--jurisdiction", "atlantis"])

    assert (2, "") == (result.exit_code, result.stdout)
    assert "--jurisdiction" in result.stderr
    assert "there is: ca-workers-comp" in " ".join(result.stderr.split())


def test_the_setting_counts_where_no_option_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """IMR_JURISDICTION names the default."""
    monkeypatch.setenv("IMR_JURISDICTION", "atlantis")
    result = CliRunner().invoke(app, ["clock", "list"])

    assert 2 == result.exit_code
    assert "IMR_JURISDICTION" in result.stderr
