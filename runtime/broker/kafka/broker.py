"""The interface of a broker on this machine: start, stop, restart, kill."""

import asyncio
import contextlib
import secrets
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from runtime.broker.errors import BrokerDidNotStart
from runtime.broker.process.folder import DataFolder
from runtime.broker.process.ports import HOST, choose_port, free_port, port_is_free
from runtime.broker.process.process import TetheredProcess
from runtime.broker.process.ready import answers

_POLL_SECONDS = 0.05
_STOP_SECONDS_MAX = 30.0
_PORTS_TRIED_MAX = 4
_PORT_TAKEN = "Address already in use"


class Broker(ABC):
    """One broker on this machine; an async context manager.

    *data_dir* keeps its data, port and log from one start to the next. Without a *port* it takes
    the port it had, else a free one. Start it from a thread that lives on, such as the main
    thread: the broker ends with its thread.
    """

    start_seconds_max: ClassVar[float] = 30.0

    def __init__(self, data_dir: Path, port: int | None = None) -> None:
        self.folder = DataFolder(data_dir)
        self.rack = ""
        """The rack of this start, which no other broker has; a copy of its data is one cluster."""
        self._port = port
        self._process: TetheredProcess | None = None

    @abstractmethod
    def prepare(self, port: int) -> None:
        """Do all that must precede listening on *port*, in the rack of this start.

        May block. Raises a BrokerError that names the missing part.
        """

    @abstractmethod
    def command(self, port: int) -> list[str]:
        """Return the program and its arguments; it runs in the foreground without children."""

    @property
    def bootstrap(self) -> str:
        """The address for clients, as host:port."""
        if self._port is None:
            raise RuntimeError("the broker has no port before it is started")
        return f"{HOST}:{self._port}"

    async def start(self) -> None:
        """Start it and wait until it answers; raise a BrokerError."""
        self.folder.claim()
        with contextlib.ExitStack() as given_up:
            given_up.callback(self.kill)
            self.folder.check_space()
            port = choose_port(self._port, self.folder.kept_port, is_free=port_is_free, any_free=free_port)
            tried = 1
            while not await self._starts_on(port):
                if self._port is not None or tried == _PORTS_TRIED_MAX:
                    raise self._did_not_start(f"found port {port} taken by another program")
                port, tried = free_port(), tried + 1
            self._port = port
            self.folder.keep_port(port)
            given_up.pop_all()

    async def stop(self) -> None:
        """Stop it; its data stays."""
        if self._process is not None:
            await self._process.stop(_STOP_SECONDS_MAX)
            self._process = None
        self.folder.release()

    async def restart(self) -> None:
        """Stop it and start it on the same port."""
        await self.stop()
        await self.start()

    def kill(self) -> None:
        """End it without warning, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process = None
        self.folder.release()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    async def _starts_on(self, port: int) -> bool:
        """Start it and wait until it answers; return False if another program took a port of it."""
        self.rack = secrets.token_hex(8)
        await asyncio.to_thread(self.prepare, port)
        self.folder.begin_log()
        self._process = TetheredProcess(self.command(port), self.folder.log, self.folder.lock)
        self.folder.name_user(self._process.pid)
        try:
            await self._wait_until_ready(self._process, port)
        except BrokerDidNotStart:
            if self._process.exit_code is None or not self.folder.log_says(_PORT_TAKEN):
                raise
            return False
        return True

    async def _wait_until_ready(self, process: TetheredProcess, port: int) -> None:
        try:
            async with asyncio.timeout(self.start_seconds_max):
                while True:
                    ready = await answers(HOST, port, rack=self.rack)
                    # Asked afterwards: who answered was a stranger if ours has ended.
                    if process.exit_code is not None:
                        raise self._did_not_start(f"ended with code {process.exit_code}")
                    if ready:
                        return
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            raise self._did_not_start(f"did not answer within {self.start_seconds_max:.0f} seconds") from None

    def _did_not_start(self, what: str) -> BrokerDidNotStart:
        return BrokerDidNotStart(what, self.folder.log, self.folder.log_tail())
