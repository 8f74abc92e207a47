"""The fleet has two workers for each service and restarts those that ended."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from bench.chaos.parts.fleet import Fleet, _how
from bench.checker.facts import SERVICES
from bench.faults.worker import ROOT


class _FakeWorker:
    """A worker whose end is given."""

    def __init__(self, status: int | None, starts: int = 1) -> None:
        self.exit_status, self.starts = status, starts
        self.started = 0

    @property
    def runs(self) -> bool:
        return self.exit_status is None

    def start(self) -> None:
        self.started += 1


@pytest.fixture
def fleet(tmp_path: Path) -> Any:
    """A fleet of which no worker was started."""
    return Fleet("127.0.0.1:1", tmp_path / "fleet")


@pytest.fixture
def old(tmp_path: Path) -> Fleet:
    """A fleet with the code of another checkout."""
    return Fleet("127.0.0.1:1", tmp_path / "old", tmp_path)


def test_each_service_has_a_worker_for_each_slot(fleet: Fleet) -> None:
    """Eight workers in all, in April 2015."""
    assert {service: ["0", "1"] for service in SERVICES} == {
        service: [worker.name for worker in fleet.of(service)] for service in SERVICES
    }
    assert {True} == {worker.settings["clock_shift_seconds"] < 0 for worker in fleet.workers}  # type: ignore[operator]


def test_a_clock_is_set_in_a_file(fleet: Fleet, tmp_path: Path) -> None:
    """The file is replaced as a whole, so that no worker reads half of it."""
    (worker, _) = fleet.of("intake")
    fleet.set_clock(worker, "+60d")

    assert "+60d\n" == (tmp_path / "fleet/intake-0.clock").read_text()
    assert [] == list((tmp_path / "fleet").glob("*.partial"))


def test_a_worker_that_ended_is_started_and_its_end_counted_once(fleet: Any) -> None:
    """One that rests, runs or was never started stays as it is."""
    ended, resting, running, new = (
        _FakeWorker(-signal.SIGKILL),
        _FakeWorker(0),
        _FakeWorker(None),
        _FakeWorker(None, starts=0),
    )
    fleet.workers = [ended, resting, running, new]
    fleet.resting.add(resting)

    fleet.revive()
    fleet.revive()

    assert [2, 0, 0, 0] == [worker.started for worker in fleet.workers]
    assert {"SIGKILL": 1, "left": 1} == fleet.ends
    assert 2 == fleet.restarts


@pytest.mark.parametrize(
    ("status", "how"),
    [(None, "runs"), (-9, "SIGKILL"), (-15, "SIGTERM"), (0, "left"), (os.EX_SOFTWARE, "ended itself"), (3, "exit 3")],
)
def test_an_exit_status_has_a_name(status: int | None, how: str) -> None:
    """The report names how workers ended."""
    assert how == _how(status)


def test_workers_of_another_checkout_are_to_be_upgraded(fleet: Fleet, old: Fleet) -> None:
    """All of them at first, and those that got the code of this one no more."""
    before = len(old.not_upgraded())
    old.workers[0].home = ROOT

    assert ([], 8, 7) == (fleet.not_upgraded(), before, len(old.not_upgraded()))
