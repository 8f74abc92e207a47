"""The workers of a chaos run, two for each deciding service, and their supervisor."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.chaos.parts.traffic import RECEIVED_AT
from bench.chaos.plan import PARTITIONS
from bench.chaos.watch.waiting import until
from bench.checker.facts import SERVICES
from bench.checker.reading.states import Holdings
from bench.faults.brokers import FAKETIME
from bench.faults.worker import ROOT, WorkerProcess

SLOTS = ("0", "1")


class Fleet:
    """Two workers of each service in slots of their own.

    `revive` restarts workers that ended, apart from those in *resting*. They run the code of the
    checkout *home*, or of this one once they are upgraded.
    """

    def __init__(self, bootstrap: str, folder: Path, home: Path = ROOT) -> None:
        self.restarts = 0
        self.ends: Counter[str] = Counter()
        self.resting: set[WorkerProcess] = set()
        self._bootstrap, self._folder = bootstrap, folder
        folder.mkdir(parents=True, exist_ok=True)
        self._shift = RECEIVED_AT.timestamp() - time.time()
        self._ended: set[tuple[WorkerProcess, int]] = set()
        self._home = home
        self.workers = [self.worker(service, slot, slot=slot) for service in SERVICES for slot in SLOTS]

    def worker(self, service: str, name: str, slot: str | None) -> WorkerProcess:
        """Return a worker whose clock is in April 2015.

        In the second slot, `set_clock` can move its wall clock, if faketime is installed.
        """
        worker = WorkerProcess(
            service,
            name,
            self._bootstrap,
            self._folder,
            partitions=PARTITIONS,
            slot=slot,
            auto_sign=True,
            clock_shift_seconds=self._shift,
            batch_messages_max=40,  # small transactions, so that more kills hit one
        )
        worker.home = self._home
        if name == SLOTS[1] and FAKETIME.exists():
            self.set_clock(worker, "+0")
            worker.extra_environment = {
                "LD_PRELOAD": str(FAKETIME),
                "FAKETIME_TIMESTAMP_FILE": str(self._clock(worker)),
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "DONT_FAKE_MONOTONIC": "1",
                "FAKETIME_CACHE_DURATION": "1",
            }
        return worker

    def set_clock(self, worker: WorkerProcess, offset: str) -> None:
        """Move the wall clock of *worker* by *offset*, such as +60d; its monotonic clock stays."""
        clock = self._clock(worker)
        unfinished = clock.with_suffix(".partial")
        unfinished.write_text(f"{offset}\n")
        unfinished.rename(clock)

    def not_upgraded(self) -> list[WorkerProcess]:
        """Return the workers that run the code of another checkout."""
        return [worker for worker in self.workers if worker.home != ROOT]

    def revive(self) -> None:
        """Restart workers that ended, as a supervisor does, and count how they ended."""
        for worker in self.workers:
            if worker.runs or worker.starts == 0:
                continue
            if (worker, worker.starts) not in self._ended:
                self._ended.add((worker, worker.starts))
                self.ends[_how(worker.exit_status)] += 1
            if worker not in self.resting:
                worker.start()
                self.restarts += 1

    def of(self, service: str) -> Iterator[WorkerProcess]:
        """Return the workers of *service*."""
        return (worker for worker in self.workers if worker.service == service)

    def held(self, seconds: float) -> Holdings:
        """Return the state that the workers hold, by service and partition.

        Raises NeverCame if one does not say within *seconds*.
        """
        for worker in self.workers:
            worker.ask_what_it_holds()
        held: dict[tuple[str, int], dict[str, object]] = {}
        for worker in self.workers:
            answer = until(partial(_answer, worker), seconds, f"{worker.service}-{worker.name} to say what it holds")
            held.update({(worker.service, number): records for number, records in answer[0].items()})
        return held

    def close(self) -> None:
        """Kill all workers, also paused ones."""
        for worker in self.workers:
            worker.send(signal.SIGCONT)
            worker.kill()

    def _clock(self, worker: WorkerProcess) -> Path:
        return self._folder / f"{worker.service}-{worker.name}.clock"


def _how(status: int | None) -> str:
    if status is None:
        return "runs"
    return signal.Signals(-status).name if status < 0 else {0: "left", os.EX_SOFTWARE: "ended itself"}.get(status, f"exit {status}")


def _answer(worker: WorkerProcess) -> tuple[dict[int, dict[str, object]]] | None:
    """Return the worker's answer, which may be empty, in a tuple; None until it is there."""
    held = worker.held()
    return None if held is None else (held,)
