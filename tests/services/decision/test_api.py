"""Decision over HTTP: assessments without a case, and refusals."""

import json
import re
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import jsonschema
import pytest
from structlog.testing import capture_logs

from runtime.settings import Settings
from schemas.message import NAME_MAX
from schemas.messages.application import ITEMS_MAX
from services.decision.analysis.assessment_request import assess_file
from services.decision.api import BODY, EXAMPLE, create_api, serve_api

HEADERS = {"Content-Type": "application/json"}
ITEM = EXAMPLE["items"][0]


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The interface, in this process."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_api()), base_url="http://decision") as client:
        yield client


def item(**changes: Any) -> dict[str, Any]:
    """Return the example with *changes* of its item."""
    return {**EXAMPLE, "items": [{**ITEM, **changes}]}


async def test_it_answers_as_the_command_prints(client: httpx.AsyncClient) -> None:
    """The same input has the same assessment; the same again has it again."""
    expected = [each.model_dump(mode="json") for each in assess_file(EXAMPLE)]
    for _ in range(2):
        answer = await client.post("/v1/assess", json=EXAMPLE)
        assert (200, expected) == (answer.status_code, answer.json())


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        (b"[" * 100_000, "", "is nested more than 32 levels deep"),
        (b'{"requested_on": "2015-03-20", "requested_on": "2015-03-20"}', "/requested_on", "this key is there more than once"),
        (b"", "", "is empty"),
        (b"{", "", "is not JSON: expecting property name enclosed in double quotes (column 2)"),
        (b"[]", "", "is not an object"),
        ({**EXAMPLE, "requested_on": "2199-01-01"}, "/requested_on", "the year 2199 is too far ahead"),
        ({**EXAMPLE, "injured_on": "2015-03-21"}, "/injured_on", "the injury (2015-03-21) lies after the request (2015-03-20)"),
        ({**EXAMPLE, "decided_on": "2015-03-19"}, "/decided_on", "the decision (2015-03-19) lies before the request (2015-03-20)"),
        (
            {**EXAMPLE, "documents": [{"id": "rfa", "kind": "form"}]},
            "/items/0/facts/previous_visits",
            "the document 'progress-note' is not among the documents of the file",
        ),
        (item(body_side="middle"), "/items/0/body_side", "is not 'left', 'right' or 'both'"),
        (item(facts={"previous_visits": {"value": 1, "page": 2}}), "/items/0/facts/previous_visits/page", "is not a known field"),
        ({**EXAMPLE, "jurisdiction": "atlantis"}, "/jurisdiction", "there is no jurisdiction 'atlantis'"),
    ],
    ids=range(12),
)
async def test_bad_input_is_named_with_its_place(client: httpx.AsyncClient, body: Any, pointer: str, detail: str) -> None:
    """As a problem with a pointer and plain words, none of them the validator's."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = await client.post("/v1/assess", content=content, headers=HEADERS)

    assert (422, "urn:imr:problem:not-assessable") == (answer.status_code, answer.json()["type"])
    assert "application/problem+json" == answer.headers["content-type"]
    (told,) = [each["detail"] for each in answer.json()["errors"] if each["pointer"] == pointer]
    assert told.startswith(detail)
    assert not re.search("pydantic|Input should|validation", answer.text)


@pytest.mark.parametrize(
    ("headers", "content", "status", "name"),
    [
        (HEADERS, b" " * (BODY.bytes_max + 1), 413, "too-large"),
        ({"Content-Type": "text/plain"}, b"{}", 415, "not-json"),
        (HEADERS, b"\x1f\x8b\x08", 415, "not-json"),
    ],
    ids=["larger", "text", "gzip"],
)
async def test_other_bodies_are_refused(
    client: httpx.AsyncClient, headers: dict[str, str], content: bytes, status: int, name: str
) -> None:
    """Too large, not declared as JSON, or compressed."""
    answer = await client.post("/v1/assess", content=content, headers=headers)

    assert (status, f"urn:imr:problem:{name}") == (answer.status_code, answer.json()["type"])


async def test_the_most_items_are_assessed(client: httpx.AsyncClient) -> None:
    """As many as a case may have, with requests as long as they may be."""
    long = f"{'chiropractic, massage to the low back and neck, ' * 10}"[:NAME_MAX].strip()
    items = [{**ITEM, "request": f"{number} {long}"[:NAME_MAX].strip()} for number in range(ITEMS_MAX)]
    answer = await client.post("/v1/assess", json={**EXAMPLE, "items": items})
    assert (200, ITEMS_MAX) == (answer.status_code, len(answer.json()))

    answer = await client.post("/v1/assess", json={**EXAMPLE, "items": [*items, ITEM]})
    assert 422 == answer.status_code


async def test_the_description_is_that_of_the_reader(client: httpx.AsyncClient) -> None:
    """Its example has its schema, each status is there, and both refuse unknown fields."""
    described = (await client.get("/openapi.json")).json()
    operation = described["paths"]["/v1/assess"]["post"]
    schema = {"$ref": "#/components/schemas/AssessmentFile", "components": described["components"]}
    validator = jsonschema.Draft202012Validator(schema)

    assert {200, 400, 408, 413, 415, 422, 431, 500, 501, 503} == {int(status) for status in operation["responses"]}
    assert validator.is_valid(EXAMPLE)
    assert validator.is_valid(item(facts={"previous_visits": [6, {"value": 6}], "flare_up": None, "acquisition": "rental"}))
    assert not validator.is_valid({**EXAMPLE, "requested": "2015-03-20"})
    assert not validator.is_valid({**EXAMPLE, "jurisdiction": "atlantis"})


@pytest.mark.loopback
async def test_it_listens_beside_the_worker() -> None:
    """On its port, while the worker runs."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    async with serve_api(Settings(assess_port=port)), httpx.AsyncClient() as client:
        answer = await client.post(f"http://127.0.0.1:{port}/v1/assess", json=EXAMPLE)

    assert 200 == answer.status_code


@pytest.mark.loopback
async def test_a_taken_port_does_not_end_the_worker() -> None:
    """A second worker on one machine decides without it; with port 0 none is served."""
    with socket.create_server(("127.0.0.1", 0)) as other, capture_logs() as logs:
        port = other.getsockname()[1]
        async with serve_api(Settings(assess_port=port)), serve_api(Settings(assess_port=0)):
            pass

    assert [("api_not_listening", port)] == [(each["event"], each["port"]) for each in logs]
