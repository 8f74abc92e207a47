"""A service's process: a fork of one that has imported every service."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Mapping
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Self

from cli.system.fork_server import start_fork_server
from runtime.broker.process.tether import end_with
from schemas.topics import DECIDING_SERVICES

SERVICES = (*DECIDING_SERVICES, "ops")
SERVICE_MODULES = (__name__, *(f"services.{service}.__main__" for service in SERVICES))

_OUTPUTS = (1, 2)
_LOG_MODE = 0o600


class ForkedProcess:
    """The process of one service, from its start to its end."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self._ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(process.sentinel, self._note_end)

    @classmethod
    async def start(cls, module: str, environment: Mapping[str, str], log: Path) -> Self:
        """Run the function `main` of *module* with *environment*; append its output to *log*."""
        context = start_fork_server(SERVICE_MODULES)
        process = context.Process(target=_run, args=(module, dict(environment), log), daemon=True)
        await asyncio.to_thread(process.start)  # waits until the fork server has imported its modules
        return cls(process)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        """The exit status, negative for a signal; None while the process runs."""
        return self._process.exitcode

    async def wait(self) -> None:
        """Wait until the process has ended."""
        await self._ended.wait()

    def end(self) -> None:
        """Tell the process to finish the batch in hand and end."""
        self._process.terminate()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def _note_end(self) -> None:
        self._loop.remove_reader(self._process.sentinel)
        self._ended.set()


def _run(module: str, environment: Mapping[str, str], log: Path) -> None:
    """Become the service, in the forked process."""
    end_with(os.getppid())
    threading.Thread(target=_end_with_supervisor, daemon=True).start()
    os.setsid()  # Ctrl-C is the supervisor's: it tells us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.environ.clear()
    os.environ.update(environment)
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _LOG_MODE)
    for output in _OUTPUTS:
        os.dup2(descriptor, output)
    sys.argv = [module]
    import_module(module).main()


def _end_with_supervisor() -> None:
    """Tell this process to end once the one that asked for it has ended, even by a kill."""
    supervisor = parent_process()
    assert supervisor is not None, "this runs in a fork only"
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)
