"""`imr up`: its refusals, and the parts of its live view."""

import asyncio
import logging
import os
import signal
import socket
from pathlib import Path

import pytest
import typer

from cli.dead_letters.queue import DeadLetters
from cli.session.connection import Running, announce
from cli.system import supervisor as supervisor_module
from cli.system import up as up_module
from cli.system.live_view import Moves
from cli.system.supervisor import Supervisor
from cli.system.up import _scene, up
from runtime.settings import Settings


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


@pytest.mark.loopback
def test_a_start_that_is_refused_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A taken port is found before files are narrowed."""
    (tmp_path / "cases.sqlite").touch(mode=0o644)
    tmp_path.chmod(0o755)
    monkeypatch.setattr(logging, "disable", lambda _level: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("IMR_API_PORT", str(taken.getsockname()[1]))
        with pytest.raises(typer.Exit):
            up(data_dir=tmp_path)

    assert "another program listens" in capsys.readouterr().err
    assert [0o755, 0o644] == [each.stat().st_mode & 0o777 for each in (tmp_path, tmp_path / "cases.sqlite")]


@pytest.mark.parametrize("setting", ["IMR_LETTER_LAYOUTS_DIR", "IMR_SHADOW_GUIDELINES_DIR"])
def test_a_folder_that_a_service_could_not_use_is_named_before_the_start(
    setting: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service would end again and again."""
    monkeypatch.setenv(setting, str(tmp_path / "none"))
    with pytest.raises(typer.Exit):
        up(data_dir=tmp_path / "data")

    assert f"{setting}: {tmp_path / 'none'} is no folder" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "data").exists()


def test_data_with_a_kept_clock_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `make up` starts it, without an option."""
    (tmp_path / "clock-shift-seconds").write_text("-366000000.0")

    with pytest.raises(typer.Exit):
        up(data_dir=tmp_path)

    assert "--keep-clock" in capsys.readouterr().err


def test_the_view_shows_the_systems_day_services_and_hints(tmp_path: Path) -> None:
    """Hints name the data folder of this system."""
    supervisor = Supervisor(Settings(data_dir=tmp_path, clock_shift_seconds=-1.0))
    scene = _scene(supervisor, {}, Moves(), DeadLetters(), "data 202 MiB: topics 12 MiB, letters 190 MiB")

    assert {child.service for child in supervisor.children} <= {name for name, _ in scene.services}
    assert scene.clock_is_set
    assert "America/Los_Angeles" in scene.today
    assert all(f"IMR_DATA_DIR={tmp_path}" in each for each in (*scene.hint, scene.desk))
    assert "data 202 MiB: topics 12 MiB, letters 190 MiB" in scene.places
    assert 0 == scene.parked


def test_a_signal_during_the_start_ends_it_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start is undone; exit status 0, even if the broker failed at the signal."""
    stopped: list[bool] = []

    async def start(_supervisor: Supervisor) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0)
        raise OSError("the broker could not format its storage")

    async def stop(_supervisor: Supervisor) -> None:
        stopped.append(True)

    monkeypatch.setattr(logging, "disable", lambda _level: None)
    monkeypatch.setattr(supervisor_module, "_free_ports", lambda _host, wanted: [*wanted.values()])
    monkeypatch.setattr(Supervisor, "_start", start)
    monkeypatch.setattr(Supervisor, "_stop", stop)
    up(data_dir=tmp_path)

    told = capsys.readouterr()
    assert "stopped; the data is kept in" in told.out
    assert "format" not in told.err
    assert [True] == stopped


@pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), OSError(30, "Read-only file system", "data/.running.json")])
def test_an_error_of_the_system_is_told_as_for_every_command(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader of the output that has gone gets no word; a disk's error names the file."""

    async def start(_supervisor: Supervisor) -> None:
        raise error

    async def stop(_supervisor: Supervisor) -> None:
        pass

    monkeypatch.setattr(logging, "disable", lambda _level: None)
    monkeypatch.setattr(supervisor_module, "_free_ports", lambda _host, wanted: [*wanted.values()])
    monkeypatch.setattr(Supervisor, "_start", start)
    monkeypatch.setattr(Supervisor, "_stop", stop)
    with pytest.raises(type(error)) as told:
        up(data_dir=tmp_path)

    assert told.value is error
