"""Run the processes of `imr up`: a broker and a worker of each service.

Processes that end are restarted, and all are stopped cleanly.
"""

import asyncio
import errno
import os
import shutil
import socket
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import SecretStr

from cli.session.connection import Running, announce, announce_start, withdraw
from cli.system.fork_server import end_fork_server, start_fork_server
from cli.system.forked_process import SERVICE_MODULES, SERVICES, ForkedProcess
from cli.system.kept_clock import keep_shift
from runtime.broker.errors import DiskFull
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.topics.topics import ensure_topics
from runtime.files import private_folder
from runtime.outside.deployment import refuse_closed
from runtime.outside.disk_space import MIB, low_disk
from runtime.settings import Settings
from schemas.topics import TOPICS

_RESTART_PAUSES_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0)
_STOP_SECONDS = 15.0
_SETTLED_SECONDS = 30.0
_FREE_BYTES_MIN = 200 * 1024 * 1024
_DISK_LOOK_SECONDS = 2.0


class CannotListen(OSError):
    """An address on which one of our processes should listen cannot be had; a line for each."""


@dataclass
class Child:
    """One service's process."""

    service: str
    process: ForkedProcess | None = None
    starts: int = 0

    @property
    def state(self) -> str:
        """The state of the process, for people."""
        if self.process is None or self.process.returncode is not None:
            return "starting"
        return "running" if self.starts == 1 else f"running, started {self.starts} times"


class Supervisor:
    """Runs all processes in *settings.data_dir* for the duration of the block.

    An async context manager. A *clock_shift* is kept for the next start once the broker answers.
    """

    def __init__(self, settings: Settings, clock_shift: float | None = None) -> None:
        self.settings = settings
        self._clock_shift = clock_shift
        shadow = ("decision.shadow",) if settings.shadow_guidelines_dir else ()
        self.children = [Child(service) for service in (*SERVICES, *shadow)]
        self._broker: Broker | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    @property
    def logs(self) -> Path:
        """Where each process logs."""
        return self.settings.data_dir / "logs"

    async def __aenter__(self) -> Self:
        self.choose_ports()
        private_folder(self.settings.data_dir)
        private_folder(self.logs)
        announce_start(self.settings.data_dir)
        try:
            await self._start()
        except BaseException:
            await self._stop()
            raise
        return self

    def choose_ports(self) -> None:
        """Choose ports for intake, ops and decision; raise CannotListen.

        Settings may leave those of intake and ops open. The port of decision's interface is another
        one if a program listens on it, for nothing in the system depends on it.
        """
        wanted = {"IMR_API_PORT": self.settings.api_port, "IMR_OPS_PORT": self.settings.ops_port}
        api_port, ops_port = _free_ports(self.settings.api_host, wanted)
        ports = {"api_port": api_port, "ops_port": ops_port}
        if wanted_port := self.settings.assess_port:
            ports["assess_port"] = _this_or_another_port(self.settings.api_host, wanted_port, {api_port, ops_port})
        self.settings = self.settings.model_copy(update=ports)

    async def __aexit__(self, *_: object) -> None:
        await self._stop()

    async def _start(self) -> None:
        start_fork_server(SERVICE_MODULES)  # it imports while the broker starts
        if not self.settings.kafka_bootstrap:
            self._broker = ApacheBroker(self.settings.data_dir / "broker", java=self.settings.java)
            await self._broker.start()
            self.settings = self.settings.model_copy(update={"kafka_bootstrap": self._broker.bootstrap})
        if self._clock_shift is not None:
            keep_shift(self.settings.data_dir, self._clock_shift)
        await ensure_topics(self.settings.kafka_bootstrap, TOPICS, self.settings.partitions, self.settings.replication)
        await refuse_closed(self.settings)  # its reason is seen here, and the workers would go on refusing
        self._tasks = [asyncio.create_task(self._keep_running(child)) for child in self.children]
        host = self.settings.api_host
        running = Running(
            pid=os.getpid(),
            kafka_bootstrap=self.settings.kafka_bootstrap,
            partitions=self.settings.partitions,
            api_url=f"http://{host}:{self.settings.api_port}",
            live_url=f"http://{host}:{self.settings.ops_port}/v1/live",
            clock_shift_seconds=self.settings.clock_shift_seconds,
            jurisdiction=self.settings.jurisdiction,
            prefix=self.settings.prefix,
        )
        announce(self.settings.data_dir, running)

    async def watch_disk(self, say: Callable[[str], None]) -> None:
        """Say when the disk begins or ceases to be almost full; raise DiskFull before it is."""
        was_low = False
        while (free := shutil.disk_usage(self.settings.data_dir).free) >= _FREE_BYTES_MIN:
            disk = low_disk(self.settings)
            if disk is not None and not was_low:
                say(f"{disk}; below {_FREE_BYTES_MIN // MIB} MiB the system stops")
            if disk is None and was_low:
                say(f"the disk of {self.settings.data_dir} has room again; submissions and signatures are taken in")
            was_low = disk is not None
            await asyncio.sleep(_DISK_LOOK_SECONDS)
        raise DiskFull(self.settings.data_dir, free, _FREE_BYTES_MIN)

    async def _stop(self) -> None:
        self._stopping = True
        withdraw(self.settings.data_dir)
        running = [child.process for child in self.children if child.process and child.process.returncode is None]
        for process in running:
            process.end()
        await asyncio.gather(*(_end(process) for process in running))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        end_fork_server()
        if self._broker is not None:
            await self._broker.stop()

    async def _keep_running(self, child: Child) -> None:
        """Restart *child* whenever it ends, after a pause that grows with early ends."""
        failures = 0
        while not self._stopping:
            began = asyncio.get_running_loop().time()
            child.process = await ForkedProcess.start(
                _module(child.service), self._environment(), self.logs / f"{child.service}.log"
            )
            child.starts += 1
            await child.process.wait()
            failures = 0 if asyncio.get_running_loop().time() - began > _SETTLED_SECONDS else failures + 1
            if not self._stopping:
                await asyncio.sleep(_RESTART_PAUSES_SECONDS[min(failures, len(_RESTART_PAUSES_SECONDS)) - 1])

    def _environment(self) -> dict[str, str]:
        """Return every setting as the environment of a child process."""
        settings = {f"IMR_{name.upper()}": _plain(value) for name, value in self.settings if value is not None}
        return {**os.environ, **settings, "IMR_SLOT": self.settings.slot or "0", "IMR_HEALTH_PORT": "0", "IMR_LOG_FORMAT": "json"}


def _module(service: str) -> str:
    """Return the module with the function `main` of *service*, or of its shadow."""
    return f"services.{service}" if "." in service else f"services.{service}.__main__"


def _plain(setting: object) -> str:
    """Return *setting* as the environment has it; a secret is itself there, and nowhere else."""
    return setting.get_secret_value() if isinstance(setting, SecretStr) else str(setting)


def _free_ports(host: str, wanted: Mapping[str, int]) -> list[int]:
    """Return the port for each setting, a free one for 0.

    Raise CannotListen with every reason why not.
    """
    reasons: list[str] = []
    with ExitStack() as open_ones:
        probes = []
        for setting, port in wanted.items():
            probe = open_ones.enter_context(socket.socket())
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, UnicodeError) as error:
                reasons.append(_why_not(error, host, port, setting))
            probes.append(probe)
        if reasons:
            raise CannotListen("\n".join(dict.fromkeys(reasons)))
        return [probe.getsockname()[1] for probe in probes]


def _this_or_another_port(host: str, port: int, taken: Collection[int]) -> int:
    """Return *port*, or a free one if something listens there or it is among those *taken*."""
    if port not in taken:
        with suppress(CannotListen):
            return _free_ports(host, {"": port})[0]
    return _free_ports(host, {"": 0})[0]


def _why_not(error: OSError | UnicodeError, host: str, port: int, setting: str) -> str:
    """Return a sentence about the *error* of listening on *port*, with the setting to change."""
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            return f"another program listens on {host}:{port}; choose another port with {setting}"
        case errno.EACCES | errno.EPERM:
            return f"you may not listen on {host}:{port}; choose a port from 1024 up with {setting}"
        case _:
            return f"IMR_API_HOST={host} is no IPv4 address of this machine; 127.0.0.1 is always one, 0.0.0.0 stands for all"


async def _end(process: ForkedProcess) -> None:
    """Wait for *process* to end by itself, and end it if it does not."""
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
