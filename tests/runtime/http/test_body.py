"""Bodies of requests within bounds; intake tests the media types and the pieces."""

import httpx
import pytest
from fastapi import FastAPI, Request

from runtime.http.body import JsonBody
from runtime.http.interface import create_interface

HEADERS = {"Content-Type": "application/json"}


def _api(body: JsonBody) -> FastAPI:
    api = create_interface("Test", "A test.", 1)

    @api.post("/")
    async def read(request: Request) -> int:
        return len(await body.read(request))

    return api


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (JsonBody("request", 10), "a request has at most 10 bytes"),
        (
            JsonBody("application", 10, "send records by reference"),
            "an application has at most 10 bytes; send records by reference",
        ),
    ],
)
async def test_a_larger_body_is_refused_with_a_way_out(body: JsonBody, detail: str) -> None:
    """The bound itself is taken; the refusal names the body as its operation does."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(_api(body)), base_url="http://test") as client:
        sound = await client.post("/", headers=HEADERS, content=b" " * 10)
        large = await client.post("/", headers=HEADERS, content=b" " * 11)

    assert (200, 10) == (sound.status_code, sound.json())
    assert (413, detail) == (large.status_code, large.json()["detail"])


async def test_another_medium_is_refused_by_the_name_of_the_body() -> None:
    """415, with the way out."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(_api(JsonBody("request", 10))), base_url="http://test") as client:
        answer = await client.post("/", headers={"Content-Type": "text/plain"}, content=b"{}")

    assert (415, "send the request as application/json") == (answer.status_code, answer.json()["detail"])
