"""Whether a worker lives and is ready, for supervisors: `/livez` and `/readyz`. Neither waits for anything, least of all a broker."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Generator

import uvicorn
from fastapi import FastAPI, Response

from runtime.report import Health


def create_health(health: Callable[[], Health]) -> FastAPI:
    """The health interface of a worker that says *health* of itself: live once it answers."""
    api = FastAPI(title="IMR worker health", docs_url=None, redoc_url=None, openapi_url=None)

    @api.get("/livez")
    async def livez() -> dict[str, str]:
        """The loop turns, or it could not answer."""
        return {"status": "live"}

    @api.get("/readyz")
    async def readyz(response: Response) -> Health:
        """Assignment, lag, and what waits for a person."""
        said = health()
        response.status_code = 200 if said.status == "ready" else 503
        return said

    return api


@contextlib.asynccontextmanager
async def serve(app: FastAPI, host: str, port: int) -> AsyncIterator[None]:
    """Serve *app* in this loop for as long as the block lasts; signals stay with the worker."""
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
        """Capture none."""
        yield
