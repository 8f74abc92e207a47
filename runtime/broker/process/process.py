"""Run a program in a process group of its own that ends with us."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from runtime.broker.process import tether

_POLL_SECONDS = 0.02
_KILL_SECONDS_MAX = 10.0


class TetheredProcess:
    """Runs *command*, appends its output to *log* and keeps *inherited* open in it."""

    def __init__(self, command: Sequence[str], log: Path, inherited: int) -> None:
        # No preexec_fn: it is not safe in a process with threads.
        tethered = [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *command]
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                tethered,
                cwd=log.parent,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=(inherited,),
            )
        self.pid = self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.poll()

    async def stop(self, seconds_max: float) -> None:
        """Ask the group to end; kill the rest after *seconds_max*."""
        self._signal(signal.SIGTERM)
        try:
            for _ in range(round(seconds_max / _POLL_SECONDS)):
                if self.exit_code is not None:
                    break
                await asyncio.sleep(_POLL_SECONDS)
        finally:
            self.kill()

    def kill(self) -> None:
        """Kill the group and wait for its end."""
        self._signal(signal.SIGKILL)
        self._process.wait(_KILL_SECONDS_MAX)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):  # nothing is left of the group
            os.killpg(self.pid, number)
