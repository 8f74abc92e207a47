"""The supervisor names its processes, their settings and their problems."""

import asyncio
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from cli.session.connection import is_starting
from cli.system import supervisor as supervisor_module
from cli.system.supervisor import SERVICES, CannotListen, Child, Supervisor, _free_ports
from runtime.broker.errors import BrokerError, DiskFull
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


@pytest.mark.loopback
def test_every_taken_port_is_told_with_its_setting() -> None:
    """In one refusal, a line each."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        taken = {"IMR_API_PORT": one.getsockname()[1], "IMR_OPS_PORT": two.getsockname()[1]}
        with pytest.raises(CannotListen) as refused:
            _free_ports("127.0.0.1", taken)

    assert [
        f"another program listens on 127.0.0.1:{port}; choose another port with {setting}" for setting, port in taken.items()
    ] == str(refused.value).splitlines()


@pytest.mark.loopback
@pytest.mark.parametrize("host", ["1.2.3.4", "::1", "no such host", "a" * 70])
def test_an_address_of_another_machine_is_no_taken_port(host: str) -> None:
    """The setting is named once."""
    with pytest.raises(CannotListen) as refused:
        _free_ports(host, {"IMR_API_PORT": 0, "IMR_OPS_PORT": 0})

    assert str(refused.value).startswith(f"IMR_API_HOST={host} is no IPv4 address of this machine")
    assert "\n" not in str(refused.value)


@pytest.mark.loopback
def test_the_port_of_decision_gives_way(tmp_path: Path) -> None:
    """A second system on one machine needs no further setting; a port of 0 stays 0."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        system = Supervisor(Settings(data_dir=tmp_path, api_port=0, ops_port=0, assess_port=taken))
        system.choose_ports()
    chosen = system.settings

    assert chosen.assess_port not in {0, taken, chosen.api_port, chosen.ops_port}
    system = Supervisor(Settings(data_dir=tmp_path, api_port=0, ops_port=0, assess_port=0))
    system.choose_ports()
    assert 0 == system.settings.assess_port


async def test_the_clock_is_kept_once_the_broker_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that fails before leaves the folder as new, and no word of a system."""
    kept = tmp_path / "clock-shift-seconds"
    settings = Settings(data_dir=tmp_path, api_port=0, ops_port=0, assess_port=0)

    class Fails:
        bootstrap = "127.0.0.1:1"
        works = False

        def __init__(self, *_: object, **__: object) -> None: ...

        async def start(self) -> None:
            assert is_starting(tmp_path)
            if not Fails.works:
                raise BrokerError("no Java")

        async def stop(self) -> None: ...

    async def no_topics(*_: object) -> None:
        raise BrokerError("no topics")

    monkeypatch.setattr(supervisor_module, "start_fork_server", lambda _modules: None)
    monkeypatch.setattr(supervisor_module, "_free_ports", lambda _host, wanted: [*wanted.values()])
    monkeypatch.setattr(supervisor_module, "ApacheBroker", Fails)
    monkeypatch.setattr(supervisor_module, "ensure_topics", no_topics)
    monkeypatch.setattr(supervisor_module, "refuse_closed", no_topics)
    for works in (False, True):
        Fails.works = works
        with pytest.raises(BrokerError):
            await Supervisor(settings, -5.5).__aenter__()
        assert works == kept.exists()
        assert not is_starting(tmp_path)
    assert kept.read_text() == "-5.5\n"


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
