"""The network between clients and three brokers: a test cuts, slows or half-opens it.

It is toxiproxy (github.com/Shopify/toxiproxy), a program in Go. It is built once, through Go's
module proxy, and kept in the user's cache.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from runtime.broker.process import tether
from runtime.broker.process.ports import HOST, free_port

MODULE, VERSION = "github.com/Shopify/toxiproxy/v2", "v2.12.0"
_BUILD_SECONDS_MAX = 300
_CONNECTS_MAX = 7
_ANSWER_SECONDS_MAX = 10.0


class NoToxiproxy(RuntimeError):
    """Toxiproxy cannot be built on this machine; it says why."""


def toxiproxy(cache: Path | None = None) -> Path:
    """Return the program, built if need be; raise NoToxiproxy."""
    cache = cache or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    program = cache / "imr" / f"toxiproxy-{VERSION}"
    if not program.exists():
        go = shutil.which("go")
        if go is None:
            raise NoToxiproxy("Go is not installed")
        unfinished = program.with_name(f"{program.name}-{os.getpid()}")
        try:
            subprocess.run(
                (go, "install", f"{MODULE}/cmd/server@{VERSION}"),
                env={**os.environ, "GOBIN": str(unfinished), "GOFLAGS": ""},
                capture_output=True,
                text=True,
                timeout=_BUILD_SECONDS_MAX,
                check=True,
            )
        except subprocess.SubprocessError as error:
            raise NoToxiproxy(f"Go could not build {MODULE}@{VERSION}: {getattr(error, 'stderr', '') or error}") from None
        (unfinished / "server").rename(program)
        unfinished.rmdir()
    return program


class Network:
    """Proxies on this machine, each from a port to another by *routes*; a context manager."""

    def __init__(self, program: Path, routes: Mapping[int, int], log: Path) -> None:
        self._program, self._routes, self._log = program, routes, log
        patient = httpx.HTTPTransport(retries=_CONNECTS_MAX)  # it takes a moment to start
        self._client = httpx.Client(base_url=f"http://{HOST}:{free_port()}", timeout=_ANSWER_SECONDS_MAX, transport=patient)
        self._process: subprocess.Popen[bytes] | None = None

    def cut(self) -> None:
        """End all connections and refuse new ones."""
        for port in self._routes:
            self._post(f"/proxies/{port}", {"enabled": False})

    def slow(self, milliseconds: int) -> None:
        """Delay the traffic in either direction, by half as much more or less."""
        for stream in ("upstream", "downstream"):
            self._add(stream, "latency", {"latency": milliseconds, "jitter": milliseconds // 2})

    def half_open(self) -> None:
        """Let requests through and drop the answers; connections stay open."""
        self._add("downstream", "timeout", {"timeout": 0})

    def silent(self) -> None:
        """Drop all that is sent, in both directions; connections stay open."""
        for stream in ("upstream", "downstream"):
            self._add(stream, "timeout", {"timeout": 0})

    def heal(self) -> None:
        """Let everything through again."""
        self._post("/reset", {})

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=log)
        for listens, leads_to in self._routes.items():
            self._post("/proxies", {"name": str(listens), "listen": f"{HOST}:{listens}", "upstream": f"{HOST}:{leads_to}"})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._client.close()

    def _command(self) -> Sequence[str]:
        ours = (sys.executable, "-I", "-S", tether.__file__, str(os.getpid()))
        return (*ours, str(self._program), "-host", HOST, "-port", str(self._client.base_url.port))

    def _add(self, stream: str, kind: str, attributes: Mapping[str, int]) -> None:
        for port in self._routes:
            self._post(f"/proxies/{port}/toxics", {"type": kind, "stream": stream, "attributes": attributes})

    def _post(self, path: str, data: Mapping[str, Any]) -> None:
        self._client.post(path, content=json.dumps(data), headers={"User-Agent": "bench"}).raise_for_status()
