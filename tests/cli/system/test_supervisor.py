"""The supervisor names its processes, their settings and their problems."""

import asyncio
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from cli.system import supervisor as supervisor_module
from cli.system.supervisor import SERVICES, Child, PortTaken, Supervisor, _free_ports
from runtime.broker.errors import DiskFull
from runtime.outside.disk_space import MIB
from runtime.settings import Settings


@pytest.mark.parametrize(
    ("process", "starts", "state"),
    [
        (None, 0, "starting"),
        (SimpleNamespace(returncode=None), 1, "running"),
        (SimpleNamespace(returncode=None), 3, "running, started 3 times"),
        (SimpleNamespace(returncode=1), 1, "starting"),
    ],
)
def test_the_state_of_a_process_is_told(process: Any, starts: int, state: str) -> None:
    """A process that ended is about to be started again."""
    assert state == Child("intake", process, starts).state


def test_a_shadow_runs_only_where_it_is_configured(tmp_path: Path) -> None:
    """It is a process beside decision."""
    shadow = Supervisor(Settings(data_dir=tmp_path, shadow_guidelines_dir=tmp_path))

    assert list(SERVICES) == [child.service for child in Supervisor(Settings(data_dir=tmp_path)).children]
    assert [*SERVICES, "decision.shadow"] == [child.service for child in shadow.children]


def test_children_get_every_setting(tmp_path: Path) -> None:
    """Their health ports are free ones, and their logs are JSON."""
    environment = Supervisor(Settings(data_dir=tmp_path, kafka_bootstrap="example:1"))._environment()

    assert ("example:1", str(tmp_path), "0", "0", "json") == tuple(
        environment[f"IMR_{name}"] for name in ("KAFKA_BOOTSTRAP", "DATA_DIR", "SLOT", "HEALTH_PORT", "LOG_FORMAT")
    )


def test_children_get_the_secret_itself(tmp_path: Path) -> None:
    """Printed, it is stars, which a delivery provider would not know."""
    supervisor = Supervisor(Settings(data_dir=tmp_path, delivery_token=SecretStr("s3cret")))

    assert "s3cret" == supervisor._environment()["IMR_DELIVERY_TOKEN"]
    assert "s3cret" not in repr(supervisor.settings)


def test_a_taken_port_names_its_setting() -> None:
    """The message says which setting chooses another."""
    assert str(PortTaken("127.0.0.1", 8080, "IMR_API_PORT")).endswith("127.0.0.1:8080; choose another port with IMR_API_PORT")


async def test_a_disk_that_is_almost_full_stops_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker on a full disk would lose its data."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1_000))

    with pytest.raises(DiskFull):
        async with asyncio.timeout(5):
            await Supervisor(Settings(data_dir=tmp_path)).watch_disk(print)


async def test_a_disk_that_fills_up_is_mentioned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Almost full, with room again, almost full again; then the system stops."""
    (tmp_path / "broker").mkdir()
    free = iter([900, 900, 250, 250, 240, 240, 900, 900, 250, 250, 100])  # each look asks twice
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=next(free) * MIB))
    monkeypatch.setattr(supervisor_module, "_DISK_LOOK_SECONDS", 0)
    said: list[str] = []
    supervisor = Supervisor(Settings(data_dir=tmp_path, kafka_bootstrap="127.0.0.1:9092"))

    with pytest.raises(DiskFull):
        await supervisor.watch_disk(said.append)
    assert ["has 250 MiB left", "has room again", "has 250 MiB left"] == [
        next(part for part in ("has 250 MiB left", "has room again") if part in line) for line in said
    ]
    assert "below 200 MiB the system stops" in said[0]


@pytest.mark.loopback
def test_a_port_of_0_becomes_a_free_one() -> None:
    """It is known before it is announced and printed."""
    one, two = _free_ports("127.0.0.1", {"IMR_API_PORT": 0, "IMR_OPS_PORT": 0})

    assert 0 not in {one, two}
    assert one != two
    assert [one, two] == _free_ports("127.0.0.1", {"IMR_API_PORT": one, "IMR_OPS_PORT": two})
