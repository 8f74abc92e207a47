"""Refusals over HTTP are problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Annotated

import httpx
import pytest
from fastapi import Header

from runtime.http.interface import create_interface
from runtime.http.problems import MEDIA_TYPE, RefusedRequest, WrongHeader


@pytest.fixture
def client() -> httpx.AsyncClient:
    """An interface that refuses in several ways."""
    api = create_interface("Test", "A test.", 1)

    @api.get("/refused")
    async def refused() -> None:
        raise RefusedRequest(
            HTTPStatus.UNPROCESSABLE_ENTITY, "not-an-application", "a field is wrong", [WrongHeader("/items/0", "is missing")]
        )

    @api.get("/away")
    async def away() -> None:
        raise RefusedRequest(HTTPStatus.SERVICE_UNAVAILABLE, "broker-unavailable", "try again")

    @api.get("/broken")
    async def broken() -> None:
        raise RuntimeError("the inside of the service")

    @api.get("/strict")
    async def strict(count: Annotated[int, Header()]) -> int:
        return count

    return httpx.AsyncClient(transport=httpx.ASGITransport(api, raise_app_exceptions=False), base_url="http://test")


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


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/nowhere", 404, "not-found"),
        ("/refused/", 404, "not-found"),
        ("/strict", 400, "malformed-request"),
        ("/broken", 500, "internal-error"),
    ],
)
async def test_the_frameworks_own_errors_have_the_same_form(client: httpx.AsyncClient, path: str, status: int, kind: str) -> None:
    """A client needs one way to read errors."""
    answer = await client.get(path)

    assert (status, f"urn:imr:problem:{kind}") == (answer.status_code, answer.json()["type"])
    assert MEDIA_TYPE == answer.headers["content-type"]
    assert "inside" not in answer.text


async def test_a_wrong_method_names_the_right_ones(client: httpx.AsyncClient) -> None:
    """405 with the header Allow, and its problem says so."""
    answer = await client.put("/refused")

    assert (405, "GET", MEDIA_TYPE) == (answer.status_code, answer.headers["allow"], answer.headers["content-type"])
    assert "Allow" in answer.json()["detail"]
