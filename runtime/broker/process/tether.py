"""Becomes another program that is told to end when its parent dies: `python tether.py PARENT PROGRAM ARGUMENT…`.

Linux does that for a process that asks for it, and the wish survives exec: same process, nothing between. (It counts the parent's
thread that started it as the parent.) Elsewhere it is a plain exec, and a broker whose starter was killed lives on, holding its lock.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Become *command*, bound to the life of *parent*."""
    if sys.platform == "linux":
        # Not SIGKILL: the embedded broker confirms messages up to a second before it saves them, and saves when it is told to end.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit("the process that wanted this broker is gone")
    os.execv(command[0], command)  # noqa: S606 - the command is ours


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
