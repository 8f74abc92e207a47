"""Measure the workers of a running system: their state, memory, and a take-over.

Linux only, because a worker is found by the log that it writes.
"""

import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.topics import DECIDING_SERVICES

SECONDS_MAX = 120.0
_KIB_A_MIB = 1_024


@dataclass(frozen=True)
class Opened:
    """The partitions that the workers of a service have opened since the beginning of its log."""

    partitions: int
    records: int
    seconds: float
    """The longest of them; those of a worker are opened side by side."""


def opened(log: Path, earlier: int = 0) -> Opened:
    """Return the partitions opened after the *earlier* first ones, as *log* tells."""
    whole = log.read_text().rpartition("\n")[0].splitlines()
    lines = [json.loads(line) for line in whole if '"partition_opened"' in line][earlier:]
    return Opened(len(lines), sum(line["records"] for line in lines), max((line["seconds"] for line in lines), default=0.0))


def pid_of(log: Path) -> int:
    """Return the process that writes *log*; raise ProcessLookupError if there is none."""
    for found in Path("/proc").glob("[0-9]*/fd/1"):
        try:
            if found.readlink() == log.resolve():
                return int(found.parts[2])
        except OSError:  # it ended meanwhile, or is another user's
            continue
    raise ProcessLookupError(log.name)


def memory_mib(pid: int) -> float:
    """Return the memory in use by the process *pid* that no other process shares."""
    lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean:", "Private_Dirty:"))) / _KIB_A_MIB


def seconds_to_take_over(log: Path, partitions: int) -> float:
    """Kill the worker that writes *log*; return the seconds until a successor has its place."""
    before, began = opened(log).partitions, time.monotonic()
    os.kill(pid_of(log), signal.SIGKILL)
    while opened(log, before).partitions < partitions:
        if time.monotonic() - began > SECONDS_MAX:
            raise TimeoutError(f"{log.name}: no successor within {SECONDS_MAX:.0f} s")
        time.sleep(0.05)  # noqa: TID251 - a benchmark may look at a clock
    return time.monotonic() - began


def report(folder: Path, partitions: int) -> Iterator[str]:
    """Measure each worker of the system on *folder*, and yield a line on it; then kill it."""
    for service in DECIDING_SERVICES:
        log = folder / "logs" / f"{service}.log"
        found, memory = opened(log), memory_mib(pid_of(log))
        after = seconds_to_take_over(log, partitions)
        yield (
            f"{service}: {found.records:,} records of state restored in {found.seconds:.1f} s, {memory:.0f} MiB; "
            f"after a kill its partitions are open again within {after:.1f} s"
        )
