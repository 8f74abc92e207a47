"""`imr demo --cases` on the broker: events in their time, commands that show the cases."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from cli.session.connection import find_running
from cli.session.timeline import EVENT_TOPICS
from cli.system.life.plan import ENDS_AT, STARTS_ON, ZONE
from runtime.broker.process.ports import free_port
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.messages.intake import DeterminationOverdue
from tests.broker.processes import eventually
from tests.examples import ROOT

pytestmark = pytest.mark.slow

CASES = 60
FILL_SECONDS_MAX = 300


def environment() -> dict[str, str]:
    """Return free ports, and no data folder of another system."""
    ours = {"IMR_API_PORT": str(free_port()), "IMR_OPS_PORT": str(free_port())}
    return {**{name: value for name, value in os.environ.items() if name != "IMR_DATA_DIR"}, **ours}


def fill(folder: Path) -> subprocess.Popen[str]:
    """Start to fill *folder*."""
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", "demo", "--cases", str(CASES), "--out", str(folder)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(command: str, folder: Path) -> Iterator[Settings]:
    """Run the system by *command*, as it was printed; yield its settings once it runs."""
    with (folder / "up.txt").open("w") as out:
        shell = subprocess.Popen(f"exec env {command}", shell=True, cwd=ROOT, env=environment(), stdout=out, stderr=out)

        async def said() -> object:
            assert shell.poll() is None, (folder / "up.txt").read_text()
            return find_running(folder)

        try:
            found = asyncio.run(eventually(said))
            yield Settings(data_dir=folder, kafka_bootstrap=found.kafka_bootstrap)
        finally:
            shell.send_signal(signal.SIGTERM)
            shell.wait(60)


def rows(command: str) -> list[dict[str, object]]:
    """Return the rows that *command*, as it was printed, gives to programs."""
    done = subprocess.run(f"{command} --json", shell=True, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def days(events: list[Seen]) -> set[date]:
    """Return the days on which *events* were recorded, in the jurisdiction."""
    return {seen.envelope.time.astimezone(ZONE).date() for seen in events}


def test_cases_are_at_every_stage_and_their_events_on_every_day(tmp_path: Path) -> None:
    """The printed commands work as they are pasted."""
    folder = tmp_path / "cases"
    printed, complaint = fill(folder).communicate(timeout=FILL_SECONDS_MAX)
    up, every, overdue, parked = (line.strip() for line in printed.splitlines() if line.startswith("  "))
    with running(up, folder) as settings:
        events = asyncio.run(read_to_end(settings, EVENT_TOPICS))
        cases, late, dead = rows(every), rows(overdue), rows(parked)
        size = re.search(r"^data \d+ MiB: topics .*letters", (folder / "up.txt").read_text(), re.MULTILINE)

    assert "" == complaint
    assert size is not None
    assert len(days(events)) > 25
    assert STARTS_ON == min(days(events))
    assert max(days(events)) == ENDS_AT.astimezone(ZONE).date()
    late_by = [
        seen.envelope.time - seen.message.determination_due_at for seen in events if isinstance(seen.message, DeterminationOverdue)
    ]
    assert timedelta(0) <= min(late_by) <= max(late_by) < timedelta(hours=1)
    stages = {"ineligible", "awaiting records", "no reviewer", "assessed", "letter held", "letter issued"}
    assert stages == {case["stage"] for case in cases}
    assert {"assessed", "awaiting records", "letter issued"} == {case["stage"] for case in late}
    implementation = {case["due_clock"] for case in late if case["stage"] == "letter issued"}
    assert implementation <= {"authorization-due", "reimbursement-due"}
    assert {"unreadable", "behind"} == {each["parked_as"] for each in dead}


def test_an_interrupt_stops_it_in_a_sentence(tmp_path: Path) -> None:
    """The broker is stopped too, and the folder can be started from."""
    folder = tmp_path / "cases"
    filling = fill(folder)
    assert filling.stdout is not None
    while "received" not in filling.stdout.readline():
        pass
    filling.send_signal(signal.SIGINT)
    _, complaint = filling.communicate(timeout=60)

    assert 130 == filling.returncode
    assert f"stopped; {folder} holds a part of the cases, delete it before you try again\n" == complaint
