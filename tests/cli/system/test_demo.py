"""`imr demo`: one case by the commands that a user would type."""

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import typer

from cli.system import demo as demo_module
from cli.system.demo import _empty, _imr, _walk, demo
from cli.system.warm_commands import Done, WarmCommands
from runtime import clock
from runtime.settings import Settings
from tests.examples import CASE_NUMBER, ROOT


def test_outside_the_project_the_demo_names_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(typer.Exit):
        demo(tmp_path / "out")

    told = capsys.readouterr().err
    assert "examples/chiropractic-and-massage.json" in told
    assert "`make demo`" in told
    assert not (tmp_path / "out").exists()


def test_the_case_goes_from_registry_to_its_history(tmp_path: Path) -> None:
    """Each step is one command; the letter is fetched into the folder that was asked for."""
    ran: list[tuple[str, ...]] = []

    def imr(*arguments: str, quiet: bool = False) -> str:
        if not quiet:
            ran.append(arguments)
        return f'{{"case": "{CASE_NUMBER}", "reviewer_id": "R-1"}}\n'

    _walk(imr, tmp_path / "run", tmp_path)

    assert [
        ("reviewer", "import"),
        ("submit", "examples/chiropractic-and-massage.json"),
        ("decision", "show"),
        ("decision", "sign"),
        ("letter", "fetch"),
        ("letter", "fetch"),
        ("letter", "verify"),
        ("letter", "services"),
        ("case", "show"),
    ] == [arguments[:2] for arguments in ran]
    assert ("letter", "fetch", CASE_NUMBER, "--out", str(tmp_path)) in ran
    assert ("decision", "sign", CASE_NUMBER, "--reviewer", "R-1", "--keep") in ran


def _of_a_command(output: str, status: int | None) -> WarmCommands:
    """Return commands of which each prints *output* and ends with *status*."""
    commands = SimpleNamespace(run=lambda *_arguments: Done(status, output))
    return cast(WarmCommands, commands)


PRINTED = "\x1b[1mitem\x1b[0m\t\\x1b[2J of a name\n\n  second\n"


def test_the_output_of_a_command_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Tabs stay tabs in a pipe; an escape that the command made of a character stays one."""
    _imr(_of_a_command(PRINTED, 0), Path("data"), "case", "show")

    assert "  $ imr case show\n  item\t\\x1b[2J of a name\n  \n    second\n" == capsys.readouterr().out


def test_a_terminal_gets_the_colours_of_a_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """They are no text."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    _imr(_of_a_command(PRINTED, 0), Path("data"), "case", "show")

    assert "  \x1b[1mitem\x1b[0m\t\\x1b[2J of a name\n" in capsys.readouterr().out


@pytest.mark.parametrize(("status", "told"), [(1, "failed"), (None, "did not end within 120 seconds")])
def test_a_command_that_fails_is_told_with_its_output(capsys: pytest.CaptureFixture[str], status: int | None, told: str) -> None:
    """As it printed it, on standard error."""
    with pytest.raises(typer.Exit):
        _imr(_of_a_command(PRINTED, status), Path("data"), "case", "show", quiet=True)

    assert f"`imr case show` {told}:\nitem\t\\x1b[2J of a name\n\n  second\n" == capsys.readouterr().err


def test_the_folder_of_an_earlier_demo_is_emptied(tmp_path: Path) -> None:
    """A folder that is missing is made; both are private."""
    (tmp_path / "run/letters").mkdir(parents=True)
    (tmp_path / f"{CASE_NUMBER}.worker.pdf").write_bytes(b"pdf")
    (tmp_path / f"{CASE_NUMBER}.pdf").write_bytes(b"of an earlier version")
    _empty(tmp_path)
    _empty(tmp_path / "new")

    assert ["new"] == [path.name for path in tmp_path.iterdir()]
    assert [0o700, 0o700] == [path.stat().st_mode & 0o777 for path in (tmp_path, tmp_path / "new")]


@pytest.mark.parametrize("names", [("notes.txt",), ("run", "notes.txt"), (f"{CASE_NUMBER}.worker.pdf",)])
def test_a_folder_with_other_files_is_left_alone(
    tmp_path: Path, names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Letters that were fetched without a demo are other files too."""
    for name in names:
        (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(typer.Exit):
        _empty(tmp_path)

    assert "no demo made" in capsys.readouterr().err
    assert set(names) == {path.name for path in tmp_path.iterdir()}


def test_a_wrong_setting_is_named_before_anything_is_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The letter of the last demo stays."""
    monkeypatch.setenv("IMR_FOO", "1")
    monkeypatch.setattr(demo_module, "_free_ports", lambda _number: (1, 2))
    letter = tmp_path / f"{CASE_NUMBER}.worker.pdf"
    letter.write_bytes(b"pdf")
    (tmp_path / "run").mkdir()
    with pytest.raises(typer.Exit):
        demo(tmp_path)

    assert "IMR_FOO is no setting" in capsys.readouterr().err
    assert letter.exists()


@pytest.mark.loopback
def test_the_demo_takes_no_cases_of_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a broker of yours it would sign the first case that it finds there."""
    monkeypatch.setenv("IMR_KAFKA_BOOTSTRAP", "kafka.example:9092")
    monkeypatch.chdir(ROOT)

    with pytest.raises(typer.Exit):
        demo(tmp_path / "out")

    assert "IMR_KAFKA_BOOTSTRAP is set" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("earlier", "told"), [(["run"], "stopped; the files of the earlier demo in"), ([], "stopped before the letter")]
)
def test_an_interrupt_says_what_became_of_the_earlier_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], earlier: list[str], told: str
) -> None:
    """Exit status 130, and no word of a failed command."""
    for name in earlier:
        (tmp_path / name).mkdir()

    async def run(_settings: Settings, _out: Path) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.Event().wait()

    monkeypatch.setattr(logging, "disable", lambda _level: None)
    monkeypatch.setattr(clock, "shift", lambda _seconds: None)
    monkeypatch.setattr(demo_module, "_run", run)
    monkeypatch.setattr(demo_module, "_free_ports", lambda _number: (1, 2))
    with pytest.raises(typer.Exit) as ended:
        demo(tmp_path)

    assert 130 == ended.value.exit_code
    assert capsys.readouterr().err.startswith(told)
