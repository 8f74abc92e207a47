"""Commands in forked processes: output, status and environment of their own."""

import os
import threading
from pathlib import Path

import pytest

from cli.system import warm_commands
from cli.system.warm_commands import Stopped, WarmCommands


@pytest.fixture(scope="module")
def commands() -> WarmCommands:
    """Return commands that share one imported process."""
    return WarmCommands()


def test_a_command_has_its_own_environment_and_status(commands: WarmCommands, tmp_path: Path) -> None:
    """The error names the folder of each command's environment, and our own is unchanged."""
    before = dict(os.environ)
    for name in ("one", "two"):
        done = commands.run(["case", "list"], {**os.environ, "IMR_DATA_DIR": str(tmp_path / name)}, None, 60)

        assert done.status == 1
        assert f"nothing runs in {tmp_path / name}" in done.output
    assert before == dict(os.environ)


def test_what_a_command_prints_is_returned(commands: WarmCommands) -> None:
    """A command that succeeds has status 0."""
    done = commands.run(["guideline", "list", "--treatment", "massage", "--json"], os.environ, None, 60)

    assert done.status == 0
    assert "mtus-2009-massage" in done.output


def test_a_command_prints_for_a_pipe_or_a_terminal(commands: WarmCommands) -> None:
    """One record a line, or within the columns."""
    asked = ["guideline", "list", "--treatment", "massage"]
    piped, shown = (commands.run(asked, os.environ, columns, 60).output for columns in (None, 60))

    assert {line.count("\t") for line in piped.splitlines()} == {4}
    assert "\t" not in shown
    assert max(map(len, shown.splitlines())) <= 60


def test_a_command_that_takes_too_long_is_ended(commands: WarmCommands) -> None:
    """Its status is unknown."""
    assert commands.run(["guideline", "list"], dict(os.environ), None, 0.0).status is None


def _hang(*_: object) -> None:
    """Be a command that does not end."""
    threading.Event().wait()


def test_a_command_can_be_stopped_from_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not fail, and no other begins."""
    monkeypatch.setattr(warm_commands, "_run", _hang)
    commands = WarmCommands()
    threading.Timer(0.2, commands.stop).start()
    for _ in range(2):
        with pytest.raises(Stopped):
            commands.run([], {}, None, 60)
