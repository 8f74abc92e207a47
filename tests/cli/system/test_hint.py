"""The hints of the live view work as they are typed."""

import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.main import get_group

from cli.main import app
from cli.system.hint import first_steps, imr_command
from runtime.settings import Settings
from services.intake.channels.channel import read_application
from tests.examples import ROOT

ZONE = ZoneInfo("America/Los_Angeles")


@pytest.fixture(autouse=True)
def _in_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Started as `.venv/bin/imr`, which is not on the path."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setattr(sys, "argv", [str(Path(sys.executable).with_name("imr"))])


def _steps(now: datetime) -> list[list[str]]:
    return [shlex.split(each) for each in first_steps(Settings(), now, ZONE)]


@pytest.mark.parametrize("now", [datetime(2015, 4, 17, 16, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)])
def test_the_first_steps_are_commands_with_files_that_exist(now: datetime) -> None:
    """Reviewers first, or the case waits for one; only an application is submitted."""
    reviewers, submit = _steps(now)

    assert ["reviewer", "import"] == reviewers[1:3]
    assert "submit" == submit[1]
    assert all((ROOT / name).is_file() for name in (reviewers[0], reviewers[3], submit[0], submit[2]))
    assert read_application((ROOT / submit[2]).read_bytes(), now)
    context = get_group(app).make_context("imr", submit[1:], resilient_parsing=True)
    assert context is not None


@pytest.mark.parametrize(
    ("now", "options"),
    [
        (datetime(2015, 4, 17, 6, tzinfo=UTC), ["--received-at", "2015-04-17T09:00:00"]),  # April 16 in California
        (datetime(2015, 4, 17, 7, tzinfo=UTC), []),
        (datetime(2015, 5, 1, 6, tzinfo=UTC), []),
        (datetime(2015, 5, 1, 7, tzinfo=UTC), ["--received-at", "2015-04-17T09:00:00"]),
        (datetime(2026, 11, 28, tzinfo=UTC), ["--received-at", "2015-04-17T09:00:00"]),
    ],
)
def test_an_example_of_2015_is_in_time_whatever_the_day(now: datetime, options: list[str]) -> None:
    """Outside its days the application says when it arrived."""
    assert options == _steps(now)[1][3:]


def test_another_data_folder_is_named(tmp_path: Path) -> None:
    """The other terminal does not know of --data-dir."""
    folder = tmp_path / "two words"

    assert [f"IMR_DATA_DIR={folder}"] == shlex.split(imr_command(Settings(data_dir=folder), "case", "list"))[:1]
    assert not imr_command(Settings(), "case", "list").startswith("IMR_")


def test_a_program_on_the_path_is_called_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that runs without a script is called through Python."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert "imr case list" == imr_command(Settings(), "case", "list")

    monkeypatch.setattr(sys, "argv", [str(ROOT / "cli/main.py")])
    assert imr_command(Settings(), "case", "list").endswith("python -m cli.main case list")
