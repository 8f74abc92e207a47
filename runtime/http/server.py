"""Serve an interface in the worker's loop, within limits."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Generator
from http import HTTPStatus

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from runtime.http.connection import REFUSALS, TARGET_AND_HEADERS_BYTES_MAX, Connection, Limits
from runtime.http.problems import RefusedRequest, respond

_HEADERS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
"""On every response: none may be kept by a cache or read as another type."""

_STOP_SECONDS = 15
"""For requests under way when the server stops; longer than the broker's time to confirm."""


@contextlib.asynccontextmanager
async def serve(app: ASGIApp, host: str, port: int, limits: Limits | None = None) -> AsyncIterator[int]:
    """Serve *app* in this loop for the duration of the block, and give the port.

    Signals stay with the worker. Raises OSError if nothing can listen there; the server itself
    would end the process.
    """
    limits = limits or Limits()
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    server = _Server(_configuration(app, host, port, limits))
    task = asyncio.create_task(server.serve([listener]))
    while not server.started:
        if task.done():
            task.result()
            raise OSError(f"nothing could listen on {host}:{port}")
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


def _configuration(app: ASGIApp, host: str, port: int, limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        _HeadLimit(app),
        host=host,
        port=port,
        http=type("Connection", (Connection,), {"limits": limits}),
        ws="none",
        log_config=None,
        access_log=False,
        lifespan="on",
        headers=_HEADERS,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=TARGET_AND_HEADERS_BYTES_MAX,
        timeout_keep_alive=limits.idle_seconds,  # type: ignore[arg-type]  # any number of seconds
        timeout_graceful_shutdown=_STOP_SECONDS,
    )


class _HeadLimit:
    """Refuse too large headers that came in one piece, which the parser takes whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _head_bytes(scope) > TARGET_AND_HEADERS_BYTES_MAX:
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            await respond(RefusedRequest(status, *REFUSALS[status]), {"Connection": "close"})(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _head_bytes(scope: Scope) -> int:
    separators = len(": \r\n")
    headers = sum(len(name) + len(value) + separators for name, value in scope["headers"])
    return headers + len(scope["raw_path"]) + len(scope["query_string"])


class _Server(uvicorn.Server):
    """A server that leaves SIGTERM and SIGINT to the worker."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture no signal."""
        yield
