"""Become another program that ends with its parent: `python tether.py PARENT PROGRAM ...`.

On Linux a process can ask for this, and the request survives exec: same process, no child. (The
thread that started it counts as the parent.) Elsewhere this is a plain exec, and a broker whose
starter was killed lives on and holds its lock.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with(parent: int) -> None:
    """Let this process be told to end when *parent* ends."""
    if sys.platform == "linux":
        # Not SIGKILL: a broker that is told to end closes its logs, and its next start need not read them again.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit("the process that started this one is gone")


def main(parent: int, command: list[str]) -> None:
    """Become *command*, bound to the life of *parent*."""
    end_with(parent)
    os.execv(command[0], command)  # noqa: S606 - the command is ours


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
