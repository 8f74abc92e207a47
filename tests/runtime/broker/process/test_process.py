"""A program in its own process group, which is stopped as a whole."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.broker.process.process import TetheredProcess

READY = "import signal, subprocess, sys, time; {}; print('ready', flush=True); signal.pause(); signal.pause()"
STUBBORN = READY.format("signal.signal(signal.SIGTERM, signal.SIG_IGN)")
WITH_CHILD = READY.format("subprocess.Popen(['sleep', '60'])")


@pytest.fixture
def inherited(tmp_path: Path) -> Iterator[int]:
    """Return an open file for the program to inherit."""
    with (tmp_path / "lock").open("w") as file:
        yield file.fileno()


def members(group: int) -> list[str]:
    """Return the running processes of *group*."""
    listing = subprocess.run(("ps", "-eo", "pgid=,stat="), capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if int(line.split()[0]) == group and not line.split()[1].startswith("Z")]


async def none_is_left(group: int) -> bool:
    """Wait for the end of all processes of *group*, which a killed one reaches a moment later."""
    async with asyncio.timeout(10):
        while members(group):
            await asyncio.sleep(0.01)
    return True


def says(log: Path, words: str) -> bool:
    """Return whether the program printed *words*."""
    return words in log.read_text()


async def started(code: str, log: Path, inherited: int) -> TetheredProcess:
    """Return Python running *code*, once it reports that it is ready."""
    process = TetheredProcess([sys.executable, "-c", code], log, inherited)
    async with asyncio.timeout(10):
        while not says(log, "ready"):
            await asyncio.sleep(0.01)
    return process


@pytest.mark.parametrize(
    ("code", "seconds_max", "expected"), [(WITH_CHILD, 10, -15), (STUBBORN, 0.1, -9)], ids=["with a child", "stubborn"]
)
async def test_stop_leaves_nothing_of_the_group(
    tmp_path: Path, inherited: int, code: str, seconds_max: float, expected: int
) -> None:
    """Stopping ends the program and its children.

    A program that ignores the request is killed; one that obeys is not.
    """
    process = await started(code, tmp_path / "log", inherited)
    await process.stop(seconds_max)

    assert expected == process.exit_code
    assert await none_is_left(process.pid)

    await process.stop(seconds_max)


async def test_kill_is_at_once(tmp_path: Path, inherited: int) -> None:
    """Killing is immediate and complete; a second kill finds nothing to do."""
    process = await started(WITH_CHILD, tmp_path / "log", inherited)
    process.kill()
    process.kill()

    assert process.exit_code == -9
    assert await none_is_left(process.pid)


async def test_program_inherits_the_lock_and_nothing_of_ours(tmp_path: Path, inherited: int) -> None:
    """The program inherits the lock file and no other open file of ours."""
    with (tmp_path / "ours").open("w") as ours:
        holds = f"import os; os.fstat({inherited}); print('ours:', os.path.exists('/dev/fd/{ours.fileno()}'))"
        process = await started(READY.format(holds), tmp_path / "log", inherited)
    process.kill()

    assert says(tmp_path / "log", "ours: False")


def test_program_that_is_missing_is_logged(tmp_path: Path, inherited: int) -> None:
    """A missing program ends the process, and the log names it."""
    process = TetheredProcess(["/nowhere/broker"], tmp_path / "log", inherited)
    process._process.wait(10)

    assert process.exit_code == 1
    assert "No such file or directory" in (tmp_path / "log").read_text()
