"""Services in forked processes: their log, environment, end and supervisor."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.system.forked_process import SERVICE_MODULES, SERVICES, ForkedProcess
from tests.examples import ROOT

SERVICE = """
import os, sys, signal, threading
def main():
    print(os.environ["IMR_SLOT"], os.getsid(0) == os.getpid(), "PATH" in os.environ, flush=True)
    if os.environ["IMR_SLOT"] == "1":
        sys.exit("no broker")
    threading.Event().wait()
"""
SUPERVISOR = """
import asyncio, os, sys
from pathlib import Path
from cli.system.forked_process import ForkedProcess
async def main():
    process = await ForkedProcess.start("a_service", {**os.environ, "IMR_SLOT": "0"}, Path(sys.argv[1]))
    print(process.pid, flush=True)
    await process.wait()
asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def a_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a service be found that prints a line, then waits or ends."""
    (tmp_path / "a_service.py").write_text(SERVICE)
    monkeypatch.syspath_prepend(str(tmp_path))


async def lines(log: Path) -> list[str]:
    """Wait until *log* has a line."""
    async with asyncio.timeout(60):
        while not log.exists() or not log.read_text().endswith("\n"):
            await asyncio.sleep(0.01)
    return log.read_text().splitlines()


async def test_a_service_has_its_own_environment_session_and_log(tmp_path: Path) -> None:
    """Its log is its owner's alone; Ctrl-C in the terminal does not reach it."""
    log = tmp_path / "one.log"
    process = await ForkedProcess.start("a_service", {"IMR_SLOT": "0"}, log)

    assert ["0 True False"] == await lines(log)
    assert process.returncode is None
    assert 0o600 == log.stat().st_mode & 0o777
    process.end()
    async with asyncio.timeout(10):
        await process.wait()
        await process.wait()
    assert -signal.SIGTERM == process.returncode


async def test_a_service_that_fails_says_why_in_its_log(tmp_path: Path) -> None:
    """Its status is 1, and the log goes on where it was."""
    log = tmp_path / "two.log"
    log.write_text("before\n")
    process = await ForkedProcess.start("a_service", {"IMR_SLOT": "1"}, log)
    async with asyncio.timeout(60):
        await process.wait()

    assert 1 == process.returncode
    assert ["before", "1 True False", "no broker"] == log.read_text().splitlines()


async def test_a_service_that_does_not_end_is_killed(tmp_path: Path) -> None:
    """Its status names the signal."""
    process = await ForkedProcess.start("a_service", {"IMR_SLOT": "0"}, tmp_path / "three.log")
    process.kill()
    async with asyncio.timeout(10):
        await process.wait()

    assert -signal.SIGKILL == process.returncode


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ends a process with its parent")
async def test_a_service_does_not_outlive_its_supervisor(tmp_path: Path) -> None:
    """A killed supervisor takes its services along."""
    log = tmp_path / "four.log"
    path = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    with subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(log)], env=path, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        pid = int(await asyncio.to_thread(supervisor.stdout.readline))
        await lines(log)
        supervisor.kill()

    async with asyncio.timeout(10):
        while Path(f"/proc/{pid}").exists():
            await asyncio.sleep(0.01)


def test_every_service_is_imported_before_it_is_forked() -> None:
    """Each has a function main for it."""
    assert [f"services.{service}.__main__" for service in SERVICES] == list(SERVICE_MODULES[1:])
    for module in SERVICE_MODULES[1:]:
        found = __import__(module, fromlist=["main"])
        assert callable(found.main)
