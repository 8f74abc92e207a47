"""A fault happens once, at the step and the pass that the test named."""

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest

from bench.faults.steps import STEPS, Faults


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file in which a test leaves the fault."""
    return tmp_path / "intake-0.fault"


def _arm(file: Path, step: str, act: str, number: int = 1) -> Faults:
    file.write_text(json.dumps({"step": step, "act": act, "pass": number}))
    return Faults(file)


def test_without_a_file_nothing_happens(file: Path) -> None:
    """A worker runs as in production until a test leaves a fault."""
    assert {None} == {Faults(file).reach(step) for step in STEPS}


def test_a_fault_happens_at_the_given_pass_and_once(file: Path) -> None:
    """Other steps do not count; afterwards the file is gone."""
    faults = _arm(file, "polled", "stand", 2)

    assert [None, None, None, "stand", None] == [faults.reach(step) for step in ("polled", "handled", "begun", "polled", "polled")]
    assert not file.exists()
    assert file.with_suffix(".reached").exists()


def test_a_second_fault_counts_from_its_own_start(file: Path) -> None:
    """Passes before it was left do not count."""
    faults = _arm(file, "polled", "stand", 2)
    faults.reach("polled")
    file.write_text(json.dumps({"step": "polled", "act": "wait", "pass": 2}))

    assert [None, "wait"] == [faults.reach("polled"), faults.reach("polled")]


def test_a_kill_is_sigkill_to_the_worker_itself(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is taken away first, so the next worker lives."""
    killed: list[tuple[int, int, bool]] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: killed.append((pid, number, file.exists())))

    _arm(file, "committed", "kill").reach("committed")

    assert [(os.getpid(), signal.SIGKILL, False)] == killed


def test_a_held_step_is_passed_by_no_task_until_the_test_lets_go(file: Path) -> None:
    """A second task that reaches the step waits as well."""
    faults = _arm(file, "sent", "wait")

    assert ["wait", "wait", None] == [faults.reach("sent"), faults.reach("sent"), faults.reach("begun")]
    file.with_suffix(".go").touch()
    assert faults.reach("sent") is None


async def test_the_loop_runs_while_a_step_waits(file: Path) -> None:
    """Other tasks go on, and the waiting one goes on once it may."""
    faults = _arm(file, "sent", "wait")
    waiting = asyncio.create_task(faults.pass_through("sent"))
    await asyncio.sleep(0)
    assert not waiting.done()

    file.with_suffix(".go").touch()
    await waiting


async def test_a_step_that_stands_ends_when_the_test_lets_go(file: Path) -> None:
    """It blocks the loop, so the test lets go beforehand here."""
    faults = _arm(file, "sent", "stand")
    file.with_suffix(".go").touch()

    await faults.pass_through("sent")

    assert file.with_suffix(".reached").exists()
