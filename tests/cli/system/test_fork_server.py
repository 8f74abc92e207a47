"""The process that imports modules for others."""

import os
import signal
from multiprocessing.connection import Connection

from cli.system.fork_server import start_fork_server


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
