"""Answer supervisors at `/livez` and `/readyz` without waiting for anything."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from runtime.http.problems import install
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

    api = Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz)])
    api.router.redirect_slashes = False
    install(api)
    return api
