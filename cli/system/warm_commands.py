"""Run commands of `imr` quickly, one after the other.

Importing the commands takes longer than running most of them. One process imports them, and each
command runs in a fork of it. Each command still has a process of its own, with its own
environment, output and exit status.
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from cli.main import COMMANDS, main
from cli.session.output import print_as_terminal
from cli.system.fork_server import start_fork_server

_STANDARD_OUTPUT, _STANDARD_ERROR = 1, 2


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended; *status* is None if it took too long and was killed."""

    status: int | None
    output: str


class Stopped(RuntimeError):
    """The commands were stopped before this one ended."""


class WarmCommands:
    """Runs commands; importing begins in the background when this is made, of *others* too."""

    def __init__(self, others: Iterable[str] = ()) -> None:
        self._context = start_fork_server(["cli.main", *COMMANDS.values(), *others])
        self._running: BaseProcess | None = None
        self._stopped = False

    def run(self, arguments: Sequence[str], environment: Mapping[str, str], columns: int | None, seconds_max: float) -> Done:
        """Run `imr` with *arguments* and return its status with all that it printed.

        It prints for a terminal of *columns*, or for a pipe if they are None. Raises Stopped if
        `stop` was called, which ends the command.
        """
        with tempfile.NamedTemporaryFile() as output:
            process = self._context.Process(target=_run, args=(list(arguments), dict(environment), columns, output.name))
            process.start()
            self._running = process
            if self._stopped:
                process.terminate()
            process.join(seconds_max)
            self._running = None
            status = process.exitcode
            if status is None:
                process.kill()
                process.join()
            if self._stopped:
                raise Stopped
            return Done(status, output.read().decode(errors="replace"))

    def stop(self) -> None:
        """End the command that runs in another thread, and let no other begin."""
        self._stopped = True
        if (running := self._running) is not None:
            running.terminate()


def _run(arguments: Sequence[str], environment: Mapping[str, str], columns: int | None, output: str) -> None:
    """Become the command, in the forked process."""
    os.environ.clear()
    os.environ.update(environment)
    with open(output, "wb") as file:  # noqa: PTH123 - for its descriptor
        for descriptor in (_STANDARD_OUTPUT, _STANDARD_ERROR):
            os.dup2(file.fileno(), descriptor)
    sys.argv = ["imr", *arguments]
    if columns is not None:
        print_as_terminal(columns)
    main()
