"""One process imports the modules of many, and each of those runs in a fork of it.

Importing the code takes longer than most commands, and as long as a service's whole start.
"""

import multiprocessing
import multiprocessing.forkserver
import multiprocessing.resource_tracker
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from typing import Any


def start_fork_server(modules: Iterable[str]) -> ForkServerContext:
    """Return the context whose processes are forks of one that imports *modules*.

    It imports them in the background. A process has one fork server: the first call starts it and
    chooses its modules. If a fork needs others, it imports them itself.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*modules])
    # Ctrl-C is ours, and we tell the forks. A process inherits the mask of the thread that starts it,
    # and the start of the tracker, which must be before, unblocks the signal.
    multiprocessing.resource_tracker.ensure_running()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return context


def end_fork_server() -> None:
    """End the fork server, if there is one; its forks must have ended.

    By itself it would look only after its imports whether we have gone, which takes seconds.
    """
    server: Any = multiprocessing.forkserver._forkserver  # noqa: SLF001 - the module has no public end
    if (pid := server._forkserver_pid) is not None:  # noqa: SLF001
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        server._stop()  # noqa: SLF001
