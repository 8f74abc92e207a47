"""The embedded broker: supported platforms and its command."""

import os
import platform
import sys
from pathlib import Path

import pytest

from runtime.broker.errors import EmbeddedBrokerUnavailable
from runtime.broker.kinds.embedded import EmbeddedBroker, find_program, why_unavailable


@pytest.mark.parametrize(
    ("system", "machine", "installed", "expected"),
    [
        ("Linux", "x86_64", True, None),
        ("Linux", "x86_64", False, "pip install 'imr[embedded]'"),
        ("Linux", "aarch64", False, "this is Linux aarch64"),
        ("Darwin", "arm64", False, "this is Darwin arm64"),
        ("Darwin", "x86_64", True, "this is Darwin x86_64"),
    ],
)
def test_where_it_can_run(system: str, machine: str, installed: bool, expected: str | None) -> None:  # noqa: FBT001 - a table's column
    """It needs Linux x86_64 and the package; the refusal names the one that is missing."""
    why = why_unavailable(system, machine, installed=installed)

    assert expected in why if expected and why else expected == why


def package(folder: Path, *files: str) -> Path:
    """Create a package called *name* in *folder*, with *files*."""
    place = folder / "noida_db"
    place.mkdir(parents=True)
    for name in ("__init__.py", *files):
        (place / name).touch()
    return folder


@pytest.fixture
def _linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate the supported platform."""
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")


@pytest.mark.usefixtures("_linux")
def test_missing_package_is_an_error_with_advice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the package nothing starts, and the error lists the alternatives."""
    monkeypatch.setattr(sys, "path", [])

    with pytest.raises(EmbeddedBrokerUnavailable, match=r"noida-db is missing.*IMR_BROKER=apache"):
        EmbeddedBroker(tmp_path).prepare(9092)


@pytest.mark.usefixtures("_linux")
def test_package_without_its_program_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package without its program is refused like a missing package."""
    monkeypatch.syspath_prepend(package(tmp_path))

    with pytest.raises(EmbeddedBrokerUnavailable, match="holds no program"):
        find_program()


@pytest.mark.usefixtures("_linux")
def test_command_is_the_program_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program is made executable and called without its launcher.

    It runs Kafka only, listens on this machine only, and keeps its data in the folder.
    """
    monkeypatch.syspath_prepend(package(tmp_path, "noida-db"))
    broker = EmbeddedBroker(tmp_path / "data")
    broker.prepare(9092)
    program, *arguments = broker.command(9092)

    assert program == str(tmp_path / "noida_db" / "noida-db")
    assert os.access(program, os.X_OK)
    assert arguments[:-1] == ["start", "--only", "kafka", "--host", "127.0.0.1", "--kafka-port", "9092", "--data-dir"]
    assert arguments[-1] == str(tmp_path.resolve() / "data" / "embedded")
