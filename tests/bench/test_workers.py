"""Measurements of workers: from their logs and processes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.workers import Opened, memory_mib, opened, pid_of, seconds_to_take_over

WORKER = """
import json, sys, time
for partition in (0, 1):
    print(json.dumps({"event": "partition_opened", "partition": partition, "records": 5, "seconds": 0.5 + partition}), flush=True)
time.sleep(60)
"""
SUPERVISOR = """
import subprocess, sys
while True:
    with open(sys.argv[2], "a") as log:
        subprocess.run([sys.executable, "-c", sys.argv[1]], stdout=log)
"""


def line(records: int, seconds: float) -> str:
    """Return a line of a worker's log."""
    return json.dumps({"event": "partition_opened", "records": records, "seconds": seconds}) + "\n"


def test_partitions_are_opened_side_by_side(tmp_path: Path) -> None:
    """Their records add up, and the slowest tells the time; earlier ones may be left out."""
    log = tmp_path / "triage.log"
    log.write_text(line(100, 2.5) + "another line\n" + line(20, 0.5) + line(3, 0.25))

    assert Opened(3, 123, 2.5) == opened(log)
    assert Opened(2, 23, 0.5) == opened(log, 1)
    assert Opened(0, 0, 0.0) == opened(log, 3)


def test_a_worker_that_is_killed_has_a_successor(tmp_path: Path) -> None:
    """The time ends when the successor has opened as many partitions."""
    log = tmp_path / "triage.log"
    log.touch()
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR, WORKER, str(log)], start_new_session=True)
    try:
        while opened(log).partitions < 2:
            assert supervisor.poll() is None
        first = pid_of(log)

        assert 0 < seconds_to_take_over(log, 2)
        assert first != pid_of(log)
        assert memory_mib(pid_of(log)) > 1
    finally:
        os.killpg(supervisor.pid, signal.SIGKILL)
        supervisor.wait()


def test_a_log_that_nobody_writes_has_no_worker(tmp_path: Path) -> None:
    """The worker has ended."""
    (tmp_path / "triage.log").write_text("")

    with pytest.raises(ProcessLookupError, match=r"triage\.log"):
        pid_of(tmp_path / "triage.log")
