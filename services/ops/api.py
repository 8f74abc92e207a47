"""The HTTP interface of the live view."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import FastAPI, Response
from mode import Service
from pydantic import BaseModel, Field

from runtime.http.interface import complete, create_interface, refusals
from runtime.http.server import serve
from services.ops.live.live import Live


class Liveness(BaseModel):
    """The loop turns."""

    status: Literal["live"]


class Readiness(BaseModel):
    """Whether the view is current."""

    status: Literal["ready", "not ready"]
    service: Literal["ops"]
    lag: Annotated[int | None, Field(ge=0, description="messages not counted yet, null if unknown")]


def create_api(view: Callable[[], Live], is_current: Callable[[], bool], lag: Callable[[], int | None]) -> FastAPI:
    """Return the interface over *view* and its lag.

    Its functions are asynchronous so that they run in the loop that writes the tables.
    """
    api = create_interface("IMR live view", "Cases by stage, outcomes and times, counted from all events.", 8091)

    @api.get("/v1/live", operation_id="getLive", responses=refusals())
    async def live() -> Live:
        """The state of the flow now."""
        return view()

    @api.get("/livez", operation_id="isLive", responses=refusals())
    async def livez() -> Liveness:
        """The loop turns, or it could not answer."""
        return Liveness(status="live")

    not_ready = {**refusals()[503], "model": Readiness, "description": "tables are being recovered, or reading does not go on"}

    @api.get("/readyz", operation_id="isReady", responses={**refusals(), 503: not_ready})
    async def readyz(response: Response) -> Readiness:
        """Answer whether /v1/live is current, with the messages not counted yet, null if unknown."""
        current = is_current()
        response.status_code = 200 if current else 503
        return Readiness(status="ready" if current else "not ready", service="ops", lag=lag())

    complete(api)
    return api


class HttpServer(Service):
    """*api* served as a part of faust's worker, in its loop."""

    def __init__(self, api: FastAPI, host: str, port: int) -> None:
        super().__init__()
        self._api, self._host, self._port = api, host, port

    async def on_start(self) -> None:
        """Serve until the worker stops."""
        await self.add_async_context(serve(self._api, self._host, self._port))
