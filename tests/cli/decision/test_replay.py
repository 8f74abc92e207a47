"""`imr decision replay`: the verdict on each recorded assessment."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.decision.replay import _short
from cli.main import app
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, NUMBER, RECEIVED

runner = CliRunner()


def test_a_case_that_is_not_assessed_cannot_be_replayed(stream: FakeStream) -> None:
    """The message names the command that shows the case."""
    stream.say(RECEIVED)
    done = runner.invoke(app, ["decision", "replay", NUMBER])

    assert 1 == done.exit_code
    assert f"`imr case show {NUMBER}`" in " ".join(done.stderr.split())


def test_an_assessment_that_cannot_be_derived_is_exit_status_1(stream: FakeStream) -> None:
    """A verdict other than identical fails a script."""
    stream.say(ASSESSED)
    done = runner.invoke(app, ["decision", "replay", NUMBER])

    assert 1 == done.exit_code
    assert ASSESSED.assessment_id in done.stdout.replace("\n", "")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("length", "shown"), [(100, 100), (101, 101), (500, 101)])
def test_long_values_are_cut(length: int, shown: int) -> None:
    """An ellipsis follows the first hundred characters."""
    assert shown == len(_short("x" * length))


def test_a_folder_that_is_no_library_is_refused(stream: FakeStream, tmp_path: Path) -> None:
    """It would not be looked at again, as if it had not been given."""
    stream.say(RECEIVED, ASSESSED)
    done = runner.invoke(app, ["decision", "replay", NUMBER, "--library", str(tmp_path)])

    assert 2 == done.exit_code
    assert "no library of guidelines" in sentence(done.stderr)
