"""Whether a worker lives and is ready, for supervisors: `/livez` and `/readyz`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Generator

import uvicorn
from fastapi import FastAPI, Response

from runtime.worker import Worker


def create_health(worker: Worker) -> FastAPI:
    """The health interface of *worker*: live once it answers, ready once every assigned partition is open."""
    health = FastAPI(title="IMR worker health", docs_url=None, redoc_url=None, openapi_url=None)

    @health.get("/livez")
    async def livez() -> dict[str, str]:
        """The loop turns, or it could not answer."""
        return {"status": "live"}

    @health.get("/readyz")
    async def readyz(response: Response) -> dict[str, object]:
        """The partitions that are open."""
        if not worker.ready:
            response.status_code = 503
        return {"status": "ready" if worker.ready else "not ready", "partitions": sorted(worker.partitions)}

    return health


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
