"""A connection is never open longer than its limits allow, and says why it ends."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from runtime.http.connection import TARGET_AND_HEADERS_BYTES_MAX, Limits
from runtime.http.problems import install
from runtime.http.server import serve

pytestmark = pytest.mark.loopback

LONG = Limits(head_seconds=600, body_seconds=600, write_seconds=600, idle_seconds=600, leave_seconds=600)
"""Limits of which each test shortens one: only that one can end the connection."""

SHORT, PATIENCE_SECONDS = 0.05, 20
GET = b"GET /text HTTP/1.1\r\nHost: imr\r\n\r\n"
HALF_POST = b"POST /body HTTP/1.1\r\nHost: imr\r\nContent-Length: 5\r\n\r\nab"


async def _text(request: Request) -> Response:
    return PlainTextResponse("x" * int(request.query_params.get("length", "1")))


async def _body(request: Request) -> Response:
    return PlainTextResponse(await request.body())


async def _early(_request: Request) -> Response:
    return PlainTextResponse("no", 413)


def _app() -> Starlette:
    routes = [Route("/text", _text), Route("/body", _body, methods=["POST"]), Route("/early", _early, methods=["POST"])]
    app = Starlette(routes=routes)
    install(app)
    return app


@contextlib.asynccontextmanager
async def _opened(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@contextlib.asynccontextmanager
async def _connected(limits: Limits) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    async with serve(_app(), "127.0.0.1", 0, limits) as port, _opened(port) as connection:
        yield connection


async def _rest(reader: asyncio.StreamReader) -> bytes:
    """Return all bytes until the server closes; a connection left open fails the test."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await reader.read()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Return the status and problem of the last response before the server closes."""
    head, _, body = (await _rest(reader)).rpartition(b"\r\n\r\n")
    last = head[head.rindex(b"HTTP/1.1 ") :]
    assert b"application/problem+json" in last
    return int(last.split()[1]), json.loads(body)


@pytest.mark.parametrize("sent", [b"G", b"GET /text HTTP/1.1\r\nHost: imr\r\n", GET + b"GET /te"])
async def test_half_a_head_is_given_up(sent: bytes) -> None:
    """408 when the headers do not end in time, for the first request and for later ones."""
    async with _connected(replace(LONG, head_seconds=SHORT)) as (reader, writer):
        writer.write(sent)

        status, problem = await _answer(reader)

    assert (408, "urn:imr:problem:too-slow") == (status, problem["type"])


async def test_half_a_body_is_given_up() -> None:
    """408 when the body does not end in time."""
    async with _connected(replace(LONG, body_seconds=SHORT)) as (reader, writer):
        writer.write(HALF_POST)

        status, problem = await _answer(reader)

    assert (408, "urn:imr:problem:too-slow") == (status, problem["type"])


async def test_bytes_that_drip_do_not_prolong_a_deadline() -> None:
    """The time for the headers runs from their first byte, not from the last."""
    async with _connected(replace(LONG, head_seconds=SHORT)) as (reader, writer):

        async def drip() -> None:
            with contextlib.suppress(ConnectionError):
                while not reader.at_eof():
                    writer.write(b"G")
                    await writer.drain()
                    await asyncio.sleep(SHORT / 5)

        dripping = asyncio.create_task(drip())
        answered = await _answer(reader)
        await dripping

    assert answered[0] == 408


@pytest.mark.parametrize(
    ("limits", "sent", "answers"),
    [
        (replace(LONG, head_seconds=SHORT), b"", 0),
        (replace(LONG, idle_seconds=SHORT), GET, 1),
        (replace(LONG, idle_seconds=SHORT), GET * 3, 3),
        (replace(LONG, leave_seconds=SHORT), b"POST /early HTTP/1.1\r\nHost: imr\r\nContent-Length: 5\r\n\r\nab", 1),
    ],
)
async def test_an_idle_connection_is_closed(limits: Limits, sent: bytes, answers: int) -> None:
    """Before a request, between requests, and when the rest of a refused body stays away."""
    async with _connected(limits) as (reader, writer):
        writer.write(sent)

        assert answers == (await _rest(reader)).count(b"HTTP/1.1 ")


async def test_a_client_that_does_not_read_is_closed() -> None:
    """A response that stays unread does not keep its connection."""
    limits = replace(LONG, connections=1, write_seconds=SHORT)
    async with serve(_app(), "127.0.0.1", 0, limits) as port, _opened(port) as (_, writer):
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(b"GET /text?length=50000000 HTTP/1.1\r\nHost: imr\r\n\r\n")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await _is_served(port):
                await asyncio.sleep(0.01)

        assert await _is_served(port)


@pytest.mark.parametrize(
    ("sent", "status", "name"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00", 400, "malformed-http"),
        (b"GET /text HTTP/1.1\r\n\r\n", 400, "malformed-http"),
        (b"GET /te\x00xt HTTP/1.1\r\nHost: imr\r\n\r\n", 400, "malformed-http"),
        (b"POST /body HTTP/1.1\r\nHost: imr\r\nContent-Length: -1\r\n\r\n", 400, "malformed-http"),
        (b"POST /body HTTP/1.1\r\nHost: imr\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400, "malformed-http"),
        (b"POST /body HTTP/1.1\r\nHost: imr\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "malformed-http"),
        (b"POST /body HTTP/1.1\r\nHost: imr\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "unknown-transfer-coding"),
        (b"GET /text HTTP/1.1\r\nX: " + b"x" * 200_000, 431, "headers-too-large"),
    ],
)
async def test_what_is_no_http_gets_a_problem(sent: bytes, status: int, name: str) -> None:
    """The parser's refusals have the form of all others, and end the connection."""
    async with _connected(LONG) as (reader, writer):
        writer.write(sent)
        writer.write_eof()

        answered, problem = await _answer(reader)

    assert (status, f"urn:imr:problem:{name}") == (answered, problem["type"])


@pytest.mark.parametrize(("bytes_more", "status"), [(0, 200), (1, 431)])
async def test_the_head_has_a_largest_size(bytes_more: int, status: int) -> None:
    """The bound holds exactly, also for headers that come in one piece."""
    empty = b"GET /text HTTP/1.1\r\nHost: imr\r\nConnection: close\r\nX: %s\r\n\r\n"
    counted = len(empty % b"") - len(b"GET  HTTP/1.1\r\n") - len(b"\r\n")
    async with _connected(LONG) as (reader, writer):
        writer.write(empty % (b"x" * (TARGET_AND_HEADERS_BYTES_MAX - counted + bytes_more)))
        writer.write_eof()

        assert status == int((await _rest(reader)).split()[1])


async def test_connections_are_counted() -> None:
    """Those beyond the limit are told so, later ones are closed, until one leaves."""
    limits = replace(LONG, connections=1, refused_connections=1)
    async with serve(_app(), "127.0.0.1", 0, limits) as port:
        async with _opened(port) as (first, writer), _opened(port) as (second, _), _opened(port) as (third, _):
            writer.write(GET)
            assert b"200 OK" in await first.readline()
            status, problem = await _answer(second)
            assert (503, "urn:imr:problem:too-many-connections") == (status, problem["type"])
            with contextlib.suppress(ConnectionError):
                assert b"" == await _rest(third)

        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await _is_served(port):
                await asyncio.sleep(0.01)


async def _is_served(port: int) -> bool:
    with contextlib.suppress(ConnectionError):
        async with _opened(port) as (reader, writer):
            writer.write(GET)
            return b"200" in await reader.readline()
    return False


async def test_a_stop_does_not_wait_for_a_body() -> None:
    """A half-sent request is refused when the server stops, though its time is not over."""
    async with contextlib.AsyncExitStack() as later:
        async with serve(_app(), "127.0.0.1", 0, LONG) as port:
            reader, writer = await later.enter_async_context(_opened(port))
            writer.write(HALF_POST.replace(b"Content-Length: 5", b"Content-Length: 5\r\nExpect: 100-continue"))
            assert b"100 Continue" in await reader.readline()  # the application waits for the body
            await reader.readline()

            async def leave() -> tuple[int, dict[str, str]]:
                answered = await _answer(reader)
                writer.close()
                return answered

            leaving = asyncio.create_task(leave())
        status, problem = await leaving

    assert (503, "urn:imr:problem:stopping") == (status, problem["type"])
