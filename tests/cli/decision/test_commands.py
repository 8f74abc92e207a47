"""The group `imr decision`."""

from typer.main import get_group

from cli.decision.commands import app


def test_every_command_is_in_the_group() -> None:
    """Their names are part of the interface."""
    names = {"show", "sign", "countersign", "correct", "correct-fact", "return", "panel", "replay", "similar"}

    assert names == set(get_group(app).commands)
