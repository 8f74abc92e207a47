"""The commands of `imr clock`."""

from typer.testing import CliRunner

from cli.main import app


def test_the_help_names_both_commands() -> None:
    """A person finds the list and the count."""
    told = CliRunner().invoke(app, ["clock", "--help"]).stdout

    assert "list" in told
    assert "due" in told
