"""Every command that takes a path answers a wrong one in a sentence."""

import errno
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from cli import main
from cli.main import app
from cli.system import supervisor
from runtime.broker.errors import BrokerError
from runtime.settings import Settings
from tests.cli.screens import commands
from tests.cli.stream import FakeStream
from tests.examples import CASE_NUMBER

runner = CliRunner()

NAMES = {
    "a long name": "n" * 300,
    "a long folder": f"{'n' * 300}/name",
    "a folder": "folder",
    "a file": "file",
    "below a file": "file/name",
    "in proc": "/proc/nowhere/name",
    "of proc": "/proc/nowhere",
    "a device": "/dev/zero",
    "missing": "nowhere/name",
}
OTHERS: dict[Any, str] = {int: "1", float: "1", str: CASE_NUMBER}


@pytest.fixture
def _stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connect the commands to an empty stream."""
    FakeStream(Settings(data_dir=tmp_path, kafka_bootstrap="broker.example:9092")).install(monkeypatch)


def _types(parameter: Any) -> tuple[Any, ...]:
    annotation = parameter.type_descriptor.annotation
    return (annotation, *get_args(annotation))


def _given(parameter: Any, value: str) -> list[str]:
    return [value] if parameter.param_type_name == "argument" else [f"{parameter.opts[0]}={value}"]


def _arguments(command: Any, tried: Any, path: str) -> list[str]:
    """Return *path* for *tried*, and any value for other arguments that are required."""
    found = []
    for each in command.params:
        if each is tried:
            found += _given(each, path)
        elif each.required:
            types = _types(each)
            found += _given(each, "right" if Path in types else next((told for kind, told in OTHERS.items() if kind in types), "x"))
    return found


async def _no_broker(_self: supervisor.Supervisor) -> None:
    raise BrokerError("no broker in this test")


PATHS = {
    f"{' '.join(name)} {each.name}": (name, command, each)
    for name, command in commands(get_group(app))
    for each in command.params
    if hasattr(each, "type_descriptor") and Path in _types(each)
}


@pytest.mark.usefixtures("_stream")
@pytest.mark.parametrize("path", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize(("name", "command", "parameter"), PATHS.values(), ids=PATHS)
def test_a_wrong_path_gets_a_sentence(
    name: tuple[str, ...],
    command: Any,
    parameter: Any,
    path: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No traceback, and a word on the failure; the path may be right for another command."""
    (tmp_path / "work/folder").mkdir(parents=True)
    (tmp_path / "work/file").write_text("{}")
    (tmp_path / "work/right").write_text("{}")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(supervisor, "_free_ports", lambda _host, wanted: [*wanted.values()])
    monkeypatch.setattr(supervisor.Supervisor, "_start", _no_broker)

    done = runner.invoke(app, [*name, *_arguments(command, parameter, path)])

    assert isinstance(done.exception, SystemExit | None), done.exception
    assert done.exit_code == 0 or done.output.strip()


@pytest.mark.parametrize("folder", ["file", "file/name", "n" * 300, "/proc/nowhere"])
@pytest.mark.parametrize(
    "arguments", [["up"], ["migrate"], ["submit", "right"], ["case", "list"], ["letter", "fetch", CASE_NUMBER]]
)
def test_a_wrong_data_folder_gets_a_sentence(
    arguments: list[str], folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it is set in the environment."""
    (tmp_path / "file").write_text("{}")
    (tmp_path / "right").write_text("{}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IMR_DATA_DIR", folder)
    monkeypatch.setattr(supervisor, "_free_ports", lambda _host, wanted: [*wanted.values()])
    monkeypatch.setattr(supervisor.Supervisor, "_start", _no_broker)

    done = runner.invoke(app, arguments)

    assert isinstance(done.exception, SystemExit), done.exception
    assert 1 == done.exit_code
    assert done.output.strip()


def test_an_error_of_the_system_is_the_last_resort(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Its path and reason in a line."""

    def broken() -> None:
        raise OSError(errno.ENAMETOOLONG, "File name too long", "n" * 300)

    monkeypatch.setattr(main, "app", broken)
    monkeypatch.setattr(main, "keep_private", lambda: None)

    with pytest.raises(SystemExit) as ended:
        main.main()
    assert 1 == ended.value.code
    assert re.search(r"nnn…nnn.* cannot be used: File name too long", capsys.readouterr().err)
