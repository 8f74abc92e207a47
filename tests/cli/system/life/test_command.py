"""`imr demo --cases`: the numbers, folders and brokers that it refuses, and its hints."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest
import typer

from cli.system.life import command as command_module
from cli.system.life.command import check_number, fill_folder
from cli.system.life.inside import TooSlow, WorkerEnded
from cli.system.life.plan import CASES_MAX
from reading.problems import not_readable
from runtime.outside.publish import BrokerUnavailable
from runtime.settings import Settings
from services.letters.composition.layout import LayoutBroken
from tests.examples import ROOT

REGISTRY = ROOT / "examples/reviewers.yaml"


@pytest.mark.parametrize("number", [0, -1, CASES_MAX + 1, 10**9])
def test_a_number_out_of_bounds_is_refused_with_the_bounds(number: int) -> None:
    """The message names the option and its bounds: exit status 2."""
    with pytest.raises(typer.BadParameter, match=f"{number} is not between 1 and {CASES_MAX}") as ended:
        check_number(number)
    assert "--cases" == ended.value.param_hint


@pytest.mark.parametrize("number", [1, CASES_MAX])
def test_the_bounds_are_taken(number: int) -> None:
    """Both ends are allowed."""
    check_number(number)


def test_a_folder_with_data_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is added or deleted."""
    (tmp_path / "kept").write_text("data")
    with pytest.raises(typer.Exit):
        fill_folder(Settings(data_dir=tmp_path), 3, REGISTRY)
    assert "exists already and was not changed" in capsys.readouterr().err
    assert ["kept"] == [path.name for path in tmp_path.iterdir()]


def test_a_broker_of_the_user_gets_no_invented_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be that of a real deployment."""
    with pytest.raises(typer.Exit):
        fill_folder(Settings(data_dir=tmp_path, kafka_bootstrap="kafka.example:9092"), 3, REGISTRY)
    assert "IMR_KAFKA_BOOTSTRAP" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


def test_nothing_is_sent_or_stored_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the provider, the store and automatic signatures are overridden."""
    used: list[Settings] = []

    async def run(settings: Settings, _cases: int, _registry: Path) -> None:
        used.append(settings)

    monkeypatch.setattr(command_module, "_run", run)
    elsewhere: dict[str, Any] = {
        "delivery": "http",
        "delivery_url": "http://example",
        "letter_store": "s3",
        "letter_store_bucket": "b",
    }
    fill_folder(Settings(data_dir=tmp_path, auto_sign=True, jurisdiction="elsewhere", **elsewhere), 3, REGISTRY)

    assert [("outbox", "folder", False)] == [(each.delivery, each.letter_store, each.auto_sign) for each in used]
    assert ["ca-workers-comp"] == [each.jurisdiction for each in used]


def test_an_interrupt_ends_it_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The work is ended before, and the folder named."""
    ended: list[bool] = []

    async def run(_settings: Settings, _cases: int, _registry: Path) -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    monkeypatch.setattr(command_module, "_run", run)
    with pytest.raises(typer.Exit) as status:
        fill_folder(Settings(data_dir=tmp_path), 3, REGISTRY)

    assert 130 == status.value.exit_code
    assert f"stopped; {tmp_path} holds a part of the cases" in capsys.readouterr().err
    assert [True] == ended


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (TooSlow("3 answers"), "3 answers"),
        (WorkerEnded("KeyError"), "logs/demo.log"),
        (LayoutBroken(Path("letters.yaml"), 3, "no title"), "letters.yaml, line 3: no title"),
        (not_readable("is not a list of reviewers"), "is not a list of reviewers"),
        (BrokerUnavailable("KafkaTimeoutError"), "KafkaTimeoutError"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_a_failure_ends_it_in_a_sentence(
    failure: Exception, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reason and the folder are named."""

    async def run(_settings: Settings, _cases: int, _registry: Path) -> None:
        raise failure

    monkeypatch.setattr(command_module, "_run", run)
    with pytest.raises(typer.Exit):
        fill_folder(Settings(data_dir=tmp_path), 3, REGISTRY)

    told = capsys.readouterr().err
    assert f"{tmp_path} is not filled" in told
    assert reason in told


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to delete then."""
    (tmp_path / "file").write_text("")
    with pytest.raises(typer.Exit):
        fill_folder(Settings(data_dir=tmp_path / "file/folder"), 3, REGISTRY)

    told = capsys.readouterr().err
    assert str(tmp_path / "file") in told
    assert "--out" in told
    assert "elete" not in told


def test_the_commands_to_look_at_it_name_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A kept clock has to be asked for, so the first of them does."""

    async def run(_settings: Settings, _cases: int, _registry: Path) -> None:
        pass

    monkeypatch.setattr(command_module, "_run", run)
    fill_folder(Settings(data_dir=tmp_path / "of cases"), 3, REGISTRY)

    told = capsys.readouterr().out
    commands = [line.rpartition(" imr ")[2] or line for line in told.splitlines() if line.startswith("  ")]
    assert all(f"IMR_DATA_DIR='{tmp_path}/of cases' " in line for line in told.splitlines() if line.startswith("  "))
    assert commands[0].endswith("up --keep-clock")
    assert [True] * 3 == [line.endswith(("case list", "--overdue", "dead-letters list")) for line in commands[1:]]
