"""A tethered program ends with the process that started it."""

import subprocess
import sys

import pytest

from runtime.broker.process import tether

TETHERED = (sys.executable, "-I", "-S", tether.__file__)
PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, sys.argv[1], str(os.getpid()), sys.executable, "-c", sys.argv[2]])
child.wait()
"""
CHILD = "import signal; signal.alarm(30); print('running', flush=True); signal.pause()"

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ends a process with its parent")


@linux_only
def test_program_ends_with_its_parent() -> None:
    """When the parent is killed, the program ends and closes its output."""
    parent = subprocess.Popen((sys.executable, "-c", PARENT, tether.__file__, CHILD), stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "running\n"

        parent.kill()

        assert parent.communicate(timeout=10) == ("", None)


@linux_only
def test_program_is_not_started_for_a_parent_that_is_gone() -> None:
    """The program does not start if its parent died before it could be tethered."""
    ended = subprocess.run((*TETHERED, "1", sys.executable, "-c", CHILD), capture_output=True, text=True, check=False, timeout=10)

    assert ended.returncode == 1
    assert "is gone" in ended.stderr
    assert ended.stdout == ""
