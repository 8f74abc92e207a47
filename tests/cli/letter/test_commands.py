"""The group `imr letter`."""

from typer.testing import CliRunner

from cli.main import app

COMMANDS = ("parse", "import", "render", "lint", "fetch", "verify", "services", "release", "reissue", "confirm", "returned")


def test_every_command_is_listed_in_its_order() -> None:
    """The help lists each command under its name."""
    done = CliRunner().invoke(app, ["letter", "--help"])
    words = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ") and line.strip()]

    assert list(COMMANDS) == [word for word in words if word in COMMANDS]
