"""Processes of a service that tests kill, stop and pause."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx

from runtime.broker.process.ports import free_port

PATIENCE_SECONDS = 60.0


class Process:
    """One worker of *service*, restarted by its tests; its log is in *folder*.

    *program* is another module than the service's own, with its arguments.
    """

    def __init__(self, service: str, bootstrap: str, folder: Path, *program: str, **settings: object) -> None:
        self.settings: dict[str, object] = settings
        self._service = service
        self._program = program or (f"services.{service}",)
        self._bootstrap = bootstrap
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._health_port = 0
        self.starts = 0

    def start(self) -> None:
        """Start the worker; its last process must have ended."""
        self._health_port = free_port()
        settings = {
            "health_port": self._health_port,
            "kafka_bootstrap": self._bootstrap,
            "data_dir": self._folder,
            "api_port": free_port(),
            "log_format": "json",
            **self.settings,
        }
        environment = {**os.environ, **{f"IMR_{name.upper()}": str(value) for name, value in settings.items() if value is not None}}
        with (self._folder / f"{self._service}.log").open("ab") as log:
            self._process = subprocess.Popen([sys.executable, "-m", *self._program], env=environment, stdout=log, stderr=log)
        self.starts += 1

    async def is_live(self) -> bool:
        """Return whether the worker is at work and handles signals."""
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{self._health_port}/livez")).is_success
        except httpx.TransportError:
            return False

    async def health(self) -> dict[str, Any]:
        """Return the worker's report of its health; empty while it does not answer."""
        try:
            async with httpx.AsyncClient() as client:
                return dict((await client.get(f"http://127.0.0.1:{self._health_port}/readyz")).json())
        except httpx.TransportError:
            return {}

    @property
    def ended(self) -> int | None:
        """Return the exit status, or None while the worker runs."""
        return self._process.poll() if self._process else 0

    def send(self, number: signal.Signals) -> None:
        """Send a signal if the worker still runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    async def end(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; a paused worker is killed after the bound."""
        self.send(number)
        try:
            await eventually(lambda: _as_coroutine(self.ended is not None))
        except TimeoutError:
            self.send(signal.SIGKILL)
            raise
        return self.ended or 0


async def _as_coroutine(value: object) -> object:
    return value


async def eventually(condition: Callable[[], Coroutine[Any, Any, object]], seconds: float = PATIENCE_SECONDS) -> Any:
    """Return the result of *condition* once it is true.

    Raises TimeoutError if that takes longer than *seconds*.
    """
    async with asyncio.timeout(seconds):
        while not (value := await condition()):
            await asyncio.sleep(0.05)
    return value
