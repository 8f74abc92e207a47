"""The process that imports modules for others."""

import multiprocessing.forkserver
import os
import signal
from multiprocessing.connection import Connection

import pytest

from cli.system.fork_server import end_fork_server, start_fork_server


def _tell(answer: Connection) -> None:
    answer.send((os.getppid(), signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())))


def test_forks_share_a_parent_that_an_interrupt_does_not_end() -> None:
    """Each call returns the same server; ours is not their parent, and we still hear Ctrl-C."""
    parents = set()
    for _ in range(2):
        context = start_fork_server([__name__])
        ours, theirs = context.Pipe()
        process = context.Process(target=_tell, args=(theirs,))
        process.start()
        parent, deaf = ours.recv()
        process.join(10)
        parents.add(parent)

        assert deaf
    assert 1 == len(parents)
    assert os.getpid() not in parents
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_server_that_still_imports_is_ended_at_once() -> None:
    """No process of ours outlives us; a later start has a new server."""
    start_fork_server(["services.letters.app"])
    pid = multiprocessing.forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    end_fork_server()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    end_fork_server()
    context = start_fork_server([__name__])
    ours, theirs = context.Pipe()
    process = context.Process(target=_tell, args=(theirs,))
    process.start()
    parent, _ = ours.recv()
    process.join(10)

    assert parent != pid
