"""The commands of `imr fees`."""

from typer.testing import CliRunner

from cli.main import app


def test_the_help_names_the_statement() -> None:
    """It is a command of the group, although there is no other."""
    assert "statement" in CliRunner().invoke(app, ["fees", "--help"]).stdout
