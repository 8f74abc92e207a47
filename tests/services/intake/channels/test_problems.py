"""Refusals over HTTP are problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI, Header

from reading.problems import Problem
from services.intake.channels.problems import MEDIA_TYPE, RefusedRequest, install


@pytest.fixture
def client() -> httpx.AsyncClient:
    """An interface that refuses in several ways."""
    api = FastAPI()
    install(api)

    @api.get("/refused")
    async def refused() -> None:
        raise RefusedRequest(
            HTTPStatus.UNPROCESSABLE_ENTITY, "not-an-application", "a field is wrong", [Problem("/items/0", "is missing")]
        )

    @api.get("/away")
    async def away() -> None:
        raise RefusedRequest(HTTPStatus.SERVICE_UNAVAILABLE, "broker-unavailable", "try again")

    @api.get("/strict")
    async def strict(count: Annotated[int, Header()]) -> int:
        return count

    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test")


async def test_a_refusal_names_its_kind_and_each_field(client: httpx.AsyncClient) -> None:
    """Type, title, status, detail, and a pointer with its reason."""
    answer = await client.get("/refused")

    assert (422, MEDIA_TYPE) == (answer.status_code, answer.headers["content-type"])
    assert {
        "type": "urn:imr:problem:not-an-application",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "a field is wrong",
        "errors": [{"pointer": "/items/0", "detail": "is missing"}],
    } == answer.json()


async def test_an_outage_says_when_to_try_again(client: httpx.AsyncClient) -> None:
    """503 has a Retry-After header; other refusals have none."""
    assert "5" == (await client.get("/away")).headers["retry-after"]
    assert "retry-after" not in (await client.get("/refused")).headers


@pytest.mark.parametrize(("path", "status", "kind"), [("/nowhere", 404, "not-found"), ("/strict", 400, "malformed-request")])
async def test_the_frameworks_own_errors_have_the_same_form(client: httpx.AsyncClient, path: str, status: int, kind: str) -> None:
    """A client needs one way to read errors."""
    answer = await client.get(path)

    assert (status, f"urn:imr:problem:{kind}") == (answer.status_code, answer.json()["type"])
