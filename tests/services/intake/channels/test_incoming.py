"""The headers and the body of a request that submits an application."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request

from runtime.http.interface import create_interface
from services.intake.channels.channel import APPLICATION_BYTES_MAX
from services.intake.channels.incoming import BODY, client_of, key_of

SOUND = [("Idempotency-Key", "k"), ("Content-Type", "application/json")]


@pytest.fixture
def api() -> FastAPI:
    """An interface that answers with the parts it read."""
    api = create_interface("Test", "A test.", 1)

    @api.post("/")
    async def read(request: Request) -> list[str | int]:
        return [key_of(request), client_of(request), len(await BODY.read(request))]

    return api


async def _post(api: FastAPI, headers: list[tuple[str, str]], body: bytes | AsyncIterator[bytes] = b"{}") -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test") as client:
        return await client.post("/", headers=headers, content=body)


@pytest.mark.parametrize(
    ("more", "read"),
    [
        ([], ["k", "api", 2]),
        ([("IMR-Client", "x" * 200)], ["k", "x" * 200, 2]),
        ([("Content-Encoding", "identity")], ["k", "api", 2]),
    ],
)
async def test_sound_requests_are_read(api: FastAPI, more: list[tuple[str, str]], read: list[str | int]) -> None:
    """Without IMR-Client the client is `api`."""
    assert read == (await _post(api, SOUND + more)).json()


@pytest.mark.parametrize("media", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"', "application/json;v=1"])
async def test_parameters_of_the_media_type_are_taken(api: FastAPI, media: str) -> None:
    """Parameters are taken, unless they name another character set."""
    assert 200 == (await _post(api, [("Idempotency-Key", "k"), ("Content-Type", media)])).status_code


@pytest.mark.parametrize(
    ("headers", "status", "name"),
    [
        (SOUND[1:], 400, "no-idempotency-key"),
        ([*SOUND, ("Idempotency-Key", "other")], 400, "bad-idempotency-key"),
        ([("Idempotency-Key", "x" * 201), *SOUND[1:]], 400, "bad-idempotency-key"),
        ([*SOUND, ("IMR-Client", "x" * 201)], 400, "bad-client"),
        ([*SOUND, ("IMR-Client", "")], 400, "bad-client"),
        ([*SOUND, ("IMR-Client", "a"), ("IMR-Client", "b")], 400, "bad-client"),
        (SOUND[:1], 415, "not-json"),
        ([*SOUND[:1], ("Content-Type", "application/json; charset=utf-16")], 415, "not-json"),
        ([*SOUND[:1], ("Content-Type", "application/jsonl")], 415, "not-json"),
        ([*SOUND, ("Content-Encoding", "br")], 415, "not-json"),
    ],
)
async def test_other_headers_are_refused(api: FastAPI, headers: list[tuple[str, str]], status: int, name: str) -> None:
    """A header that could be read in two ways is refused: no one knows which key counts."""
    answer = await _post(api, headers)

    assert (status, f"urn:imr:problem:{name}") == (answer.status_code, answer.json()["type"])


@pytest.mark.parametrize(("size", "status"), [(APPLICATION_BYTES_MAX, 200), (APPLICATION_BYTES_MAX + 1, 413)])
@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_is_bounded(api: FastAPI, size: int, status: int, *, declared: bool) -> None:
    """The same bound holds for a body of declared size and for one in pieces."""

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, size, 100_000):
            yield b" " * min(100_000, size - start)

    assert status == (await _post(api, SOUND, b" " * size if declared else pieces())).status_code


async def test_a_body_is_refused_while_it_is_read(api: FastAPI) -> None:
    """Reading stops once a body is too large, and does not begin if its declared size is."""
    asked = 0

    async def receive() -> dict[str, object]:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": b" " * 600_000, "more_body": True}

    async def send(_message: object) -> None:
        pass

    head = [(name.lower().encode(), value.encode()) for name, value in SOUND]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": head}
    await api(scope, receive, send)
    assert 2 == asked
    await api({**scope, "headers": [*head, (b"content-length", b"9999999")]}, receive, send)
    assert 2 == asked
