"""The HTTP interface of the live view."""

from collections.abc import Callable

from fastapi import FastAPI, Response
from mode import Service

from runtime.http.server import serve
from services.ops.live.live import Live


def create_api(view: Callable[[], Live], is_current: Callable[[], bool], lag: Callable[[], int | None]) -> FastAPI:
    """Return the interface over *view* and its lag.

    Its functions are asynchronous so that they run in the loop that writes the tables.
    """
    api = FastAPI(title="IMR live view", docs_url=None, redoc_url=None)

    @api.get("/v1/live")
    async def live() -> Live:
        """The state of the flow now."""
        return view()

    @api.get("/livez")
    async def livez() -> dict[str, str]:
        """The loop turns, or it could not answer."""
        return {"status": "live"}

    @api.get("/readyz", responses={503: {"description": "tables are being recovered, or reading does not go on"}})
    async def readyz(response: Response) -> dict[str, str | int | None]:
        """Answer whether /v1/live is current, with the messages not counted yet, null if unknown."""
        current = is_current()
        response.status_code = 200 if current else 503
        return {"status": "ready" if current else "not ready", "service": "ops", "lag": lag()}

    return api


class HttpServer(Service):
    """*api* served as a part of faust's worker, in its loop."""

    def __init__(self, api: FastAPI, host: str, port: int) -> None:
        super().__init__()
        self._api, self._host, self._port = api, host, port

    async def on_start(self) -> None:
        """Serve until the worker stops."""
        await self.add_async_context(serve(self._api, self._host, self._port))
