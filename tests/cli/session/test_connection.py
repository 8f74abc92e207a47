"""Commands find the running system."""

import os
from pathlib import Path
from typing import Any

import pytest
import typer

from cli.session.connection import (
    Running,
    announce,
    announce_start,
    connect,
    find_running,
    is_starting,
    partition_of_case,
    read_settings,
    withdraw,
)
from runtime import clock
from runtime.settings import Settings


def _running(pid: int = os.getpid()) -> Running:
    return Running(pid=pid, kafka_bootstrap="127.0.0.1:9", partitions=8, api_url="a", live_url="l", clock_shift_seconds=0.0)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("IMR_KAFKA_BOOTSTRAP", raising=False)
    monkeypatch.setenv("IMR_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("logging.disable", lambda _level: None)
    monkeypatch.setattr(clock, "shift", lambda _seconds: None)


def test_an_announced_system_is_found_until_it_withdraws(tmp_path: Path) -> None:
    """The file is removed at the end; a second withdrawal changes nothing."""
    announce(tmp_path, _running())
    assert _running() == find_running(tmp_path)

    withdraw(tmp_path)
    withdraw(tmp_path)
    assert find_running(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"{}", _running(2**22 + 1).model_dump_json().encode()])
def test_a_file_of_no_living_system_does_not_count(tmp_path: Path, content: bytes) -> None:
    """A broken file, or one of a process that has ended."""
    (tmp_path / "running.json").write_bytes(content)

    assert find_running(tmp_path) is None


def test_a_command_uses_the_broker_and_partitions_of_the_running_system(tmp_path: Path) -> None:
    """No option is needed on the machine of `imr up`."""
    announce(tmp_path, _running())

    assert ("127.0.0.1:9", 8) == (connect().kafka_bootstrap, connect().partitions)


def test_a_configured_broker_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """IMR_KAFKA_BOOTSTRAP names another system."""
    announce(tmp_path, _running())
    monkeypatch.setenv("IMR_KAFKA_BOOTSTRAP", "broker.example:9092")

    assert "broker.example:9092" == connect().kafka_bootstrap


def test_without_a_system_the_command_says_how_to_start_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the folder, `imr up` and the setting."""
    with pytest.raises(typer.Exit):
        connect()

    told = capsys.readouterr().err
    assert all(part in told for part in (str(tmp_path), "`imr up`", "IMR_KAFKA_BOOTSTRAP"))


def test_a_system_that_is_starting_is_no_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands say so until it runs, or its process has ended."""
    announce_start(tmp_path)
    assert (None, True) == (find_running(tmp_path), is_starting(tmp_path))
    with pytest.raises(typer.Exit):
        connect()
    assert f"the system in {tmp_path} is starting: try again in a moment\n" == capsys.readouterr().err

    announce(tmp_path, _running())
    assert (_running(), False) == (find_running(tmp_path), is_starting(tmp_path))


@pytest.mark.parametrize("pid", [2**22 + 1, 10**30, 0, -1])
def test_a_start_whose_process_has_ended_does_not_count(tmp_path: Path, pid: int) -> None:
    """It was killed."""
    (tmp_path / "running.json").write_text(f'{{"starting": {pid}}}')

    assert not is_starting(tmp_path)


def test_an_invalid_setting_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, no traceback."""
    with pytest.raises(typer.Exit):
        read_settings(partitions=0)

    assert "IMR_PARTITIONS" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "partition"), [("CM15-1330001", 1), ("CM15-1320009", 0)])
def test_a_case_is_read_from_the_partition_of_its_lot(number: str, partition: int) -> None:
    """Other partitions need not be read."""
    settings: Any = Settings(partitions=4)

    assert partition == partition_of_case(number, settings)


def test_a_text_that_is_no_case_number_is_refused() -> None:
    """Exit status 2."""
    with pytest.raises(typer.BadParameter, match="CM26-4170023"):
        partition_of_case("case-1", Settings())


def test_an_unknown_jurisdiction_ends_every_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that takes the running system's."""
    monkeypatch.setenv("IMR_JURISDICTION", "atlantis")
    with pytest.raises(typer.Exit):
        read_settings()

    assert "IMR_JURISDICTION: there is no jurisdiction 'atlantis'" in capsys.readouterr().err
