"""Answer supervisors at `/livez` and `/readyz` without waiting for anything."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Generator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from runtime.watching.report import Health


def create_health(health: Callable[[], Health]) -> Starlette:
    """Return the health interface of a worker; *health* gives its answers.

    It is built on Starlette alone: importing FastAPI would delay every restart by a sixth.
    """

    async def livez(_request: Request) -> Response:
        """Answer that the loop turns."""
        return JSONResponse({"status": "live"})

    async def readyz(_request: Request) -> Response:
        """Answer with assignment, lag and the items that wait for a person."""
        said = health()
        return Response(said.model_dump_json(), 200 if said.status == "ready" else 503, media_type="application/json")

    return Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz)])


@contextlib.asynccontextmanager
async def serve(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Serve *app* in this loop for the duration of the block; signals stay with the worker."""
    server = _Server(uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, lifespan="on"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            task.result()
            raise OSError(f"nothing could listen on {host}:{port}")
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """A server that leaves SIGTERM and SIGINT to the worker."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture no signal."""
        yield
