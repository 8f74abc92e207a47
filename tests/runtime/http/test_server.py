"""A server in the worker's loop."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from runtime.http.problems import install
from runtime.http.server import serve

pytestmark = pytest.mark.loopback


def _app() -> Starlette:
    async def text(_request: Request) -> Response:
        return PlainTextResponse("here")

    app = Starlette(routes=[Route("/text", text)])
    install(app)
    return app


async def test_it_serves_for_the_duration_of_the_block() -> None:
    """The port is free again afterwards."""
    async with serve(_app(), "127.0.0.1", 0) as port, httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/text")

    assert (200, "here") == (answer.status_code, answer.text)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_a_taken_port_is_an_error_and_not_the_end_of_the_process() -> None:
    """Also where two look for it at the same time."""
    async with serve(_app(), "127.0.0.1", 0) as port:
        with pytest.raises(OSError, match="in use"):
            async with serve(_app(), "127.0.0.1", port):
                pass


async def test_no_response_is_kept_or_guessed_at() -> None:
    """Caches keep nothing, browsers guess no type, and the server does not tell its make."""
    async with serve(_app(), "127.0.0.1", 0) as port, httpx.AsyncClient() as client:
        for path in ("/text", "/nothing"):
            headers = (await client.get(f"http://127.0.0.1:{port}{path}")).headers

            assert ("no-store", "nosniff") == (headers["cache-control"], headers["x-content-type-options"])
            assert "server" not in headers
