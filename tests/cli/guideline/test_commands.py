"""The group `imr guideline`."""

from typer.main import get_group

from cli.guideline.commands import app


def test_every_command_is_in_the_group() -> None:
    """Their names are part of the interface."""
    names = {"assess", "check", "list", "show", "diff", "backtest", "shadow", "agreement", "facts", "topics"}

    assert names == set(get_group(app).commands)
