"""A worker process under a test's control: start, kill, pause, fail at a step."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from runtime.broker.process.ports import free_port

ROOT = Path(__file__).parents[2]


class WorkerProcess:
    """One worker of *service*.

    Its log and files are in *folder*; their names begin with `service-name`.
    """

    def __init__(self, service: str, name: str, bootstrap: str, folder: Path, **settings: object) -> None:
        self.service, self.name = service, name
        self.settings: dict[str, object] = settings
        self.plant: str | None = None
        self.home = ROOT  # the checkout whose code it runs from its next start
        self.extra_environment: dict[str, str] = {}
        self.starts = 0
        self.api_port, self.health_port = free_port(), free_port()
        self._bootstrap = bootstrap
        self._folder = folder
        self._fault = folder / f"{service}-{name}.fault"
        self._states = folder / f"{service}-{name}-states"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """The log file."""
        return self._folder / f"{self.service}-{self.name}.log"

    @property
    def pid(self) -> int:
        """The process id; 0 before the first start."""
        return self._process.pid if self._process else 0

    @property
    def runs(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_status(self) -> int | None:
        """The exit status; None while it runs and before the first start."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """Start the process; raises RuntimeError while it runs."""
        if self.runs:
            raise RuntimeError(f"{self.service}-{self.name} is already running")
        self.api_port, self.health_port = free_port(), free_port()
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [python_of(self.home), "-m", "bench.faults", f"services.{self.service}"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self.home, env=self._environment(), stdout=log, stderr=log)
        self.starts += 1

    def fail_at(self, step: str, act: str = "kill", passes: int = 1) -> None:
        """Do *act* when this process, or the next, reaches *step* for the *passes*-th time."""
        for suffix in (".reached", ".go"):
            self._fault.with_suffix(suffix).unlink(missing_ok=True)
        unfinished = self._fault.with_suffix(".partial")
        unfinished.write_text(json.dumps({"step": step, "act": act, "pass": passes}))
        unfinished.rename(self._fault)

    @property
    def is_armed(self) -> bool:
        """Whether a fault has been left and has not happened."""
        return self._fault.exists()

    def disarm(self) -> None:
        """Remove a fault that has not happened."""
        self._fault.unlink(missing_ok=True)

    @property
    def has_reached(self) -> bool:
        """Whether the worker reached the step of its fault."""
        return self._fault.with_suffix(".reached").exists()

    def let_go(self) -> None:
        """Let the worker go on from its step."""
        self._fault.with_suffix(".go").touch()

    def send(self, number: signal.Signals) -> None:
        """Send a signal if the process runs."""
        if self._process is not None and self.runs:
            self._process.send_signal(number)

    def terminate(self) -> None:
        """Send SIGTERM: end the batch and leave the group."""
        self.send(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the process, even a paused one, and wait until it is gone."""
        self.send(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(20)

    def is_ready(self) -> bool:
        """Whether /readyz says that every assigned partition is open."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.health_port}/readyz", timeout=2).is_success
        except httpx.TransportError:
            return False

    def ask_what_it_holds(self) -> None:
        """Request the state by SIGUSR1; `held` returns it once it is written."""
        for old in self._states.glob("*.json"):
            old.unlink()
        self.send(signal.SIGUSR1)

    def held(self) -> dict[int, dict[str, Any]] | None:
        """Return the requested state by partition; None until it is written."""
        answer = self._states / f"{self.pid}.json"
        if not answer.exists():
            return None
        return {int(number): records for number, records in json.loads(answer.read_text()).items()}

    @property
    def _data(self) -> Path:
        """The data folder; letters' workers have one, because one reads the letters of the other."""
        return self._folder / ("letters-data" if self.service == "letters" else f"{self.service}-{self.name}-data")

    def _environment(self) -> dict[str, str]:
        settings = {
            "kafka_bootstrap": self._bootstrap,
            "data_dir": self._data,
            "api_port": self.api_port,
            "assess_port": 0,  # one for all workers of this machine
            "health_port": self.health_port,
            "log_format": "json",
            "fault_file": self._fault,
            "plant": self.plant,
            "state_folder": self._states,
            **self.settings,
        }
        ours = {f"IMR_{name.upper()}": str(value) for name, value in settings.items() if value is not None}
        if not _knows_assess_port(self.home):
            del ours["IMR_ASSESS_PORT"]
        return {**os.environ, **self.extra_environment, **ours}


def python_of(checkout: Path) -> str:
    """Return the Python of the *checkout*, else ours, which finds its code first."""
    own = checkout / ".venv/bin/python"
    return sys.executable if checkout == ROOT or not own.exists() else str(own)


def _knows_assess_port(checkout: Path) -> bool:
    """Return whether the code of *checkout* has this setting; code before it refuses it."""
    return "assess_port" in (checkout / "runtime/settings.py").read_text()
