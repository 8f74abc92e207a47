"""`imr up`: the clock of a data folder, and the live view."""

from collections import deque
from datetime import datetime
from pathlib import Path

import pytest
import typer
from rich.console import Console
from rich.text import Text

from cli.dead_letters.queue import DeadLetters
from cli.session.connection import Running, announce
from cli.system import up as up_module
from cli.system.supervisor import Supervisor
from cli.system.up import _clock_shift, _picture, up
from runtime import clock
from runtime.settings import Settings
from tests.examples import RECEIVED_AT


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: RECEIVED_AT)


def test_the_first_start_sets_the_clock_for_later_ones(tmp_path: Path) -> None:
    """Time must not go back: another --clock on the same data changes nothing."""
    folder = tmp_path / "data"

    assert _clock_shift(folder, None) is None
    assert -3600 == _clock_shift(folder, "2015-04-17T16:30:00+00:00")
    assert [-3600, -3600] == [_clock_shift(folder, later) for later in (None, "2020-01-01T00:00:00+00:00")]


@pytest.mark.parametrize("text", ["yesterday", "2015-04-17T09:00"])
def test_an_instant_without_a_zone_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message shows the form, and no clock is kept."""
    with pytest.raises(typer.Exit):
        _clock_shift(tmp_path, text)

    assert "2015-04-17T09:00-07:00" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())
    assert datetime.fromisoformat("2015-04-17T09:00-07:00")


def test_one_system_runs_in_a_data_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second start is refused with the option that helps."""
    running = Running(pid=1, kafka_bootstrap="b", partitions=4, api_url="a", live_url="l", clock_shift_seconds=0.0)
    announce(tmp_path, running)
    monkeypatch.setattr(up_module, "find_running", lambda _folder: running)

    with pytest.raises(typer.Exit):
        up(data_dir=tmp_path)

    assert "--data-dir" in capsys.readouterr().err


def test_the_view_shows_services_stages_and_moves(tmp_path: Path) -> None:
    """Before the first case it shows how to submit one."""
    supervisor = Supervisor(Settings(data_dir=tmp_path))

    def shown(counted: dict[str, object], *moves: Text) -> str:
        console = Console(width=200)
        with console.capture() as capture:
            console.print(_picture(supervisor, counted, deque(moves), DeadLetters()))
        return capture.get()

    assert all(child.service in shown({}) for child in supervisor.children)
    assert "imr submit" in shown({})
    assert "17" in shown({"cases": {"ready": 17}}, Text("CM15-1330001 moved"))
    assert "CM15-1330001 moved" in shown({}, Text("CM15-1330001 moved"))
