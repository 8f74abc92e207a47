"""An interface's description says what happens, and nothing else."""

from http import HTTPStatus
from typing import Any

import pytest
from pydantic import BaseModel

from runtime.http.interface import ANYWHERE, Refusal, complete, create_interface, refusals


class Extra(BaseModel):
    """A schema that no operation names."""

    number: int


@pytest.fixture
def described() -> dict[str, Any]:
    """Return the description of an interface with one operation."""
    api = create_interface("Test", "A test.", 8099)

    @api.get("/things/{thing}", responses=refusals(Refusal(HTTPStatus.NOT_FOUND, "unknown-thing", "no thing has this name")))
    async def thing(thing: int) -> int:
        return thing

    complete(api, {"Extra": Extra.model_json_schema()})
    return api.openapi()


def test_each_refusal_has_its_status_and_an_example(described: dict[str, Any]) -> None:
    """Two refusals of one status share a response; the connection's are on every operation."""
    responses = described["paths"]["/things/{thing}"]["get"]["responses"]

    assert {"200", "404", *(str(int(each.status)) for each in ANYWHERE)} == responses.keys()
    problem = responses["404"]["content"]["application/problem+json"]
    assert "#/components/schemas/ProblemDetails" == problem["schema"]["$ref"]
    assert "urn:imr:problem:unknown-thing" == problem["examples"]["unknown-thing"]["value"]["type"]
    assert {"too-many-connections", "stopping"} == responses["503"]["content"]["application/problem+json"]["examples"].keys()
    assert "Retry-After" in responses["503"]["headers"]


def test_the_frameworks_unused_shapes_are_gone(described: dict[str, Any]) -> None:
    """No 422 in the framework's form, which is never sent; the schemas given are there."""
    assert {"ProblemDetails", "WrongField", "Extra"} == described["components"]["schemas"].keys()


def test_it_says_where_it_is_served(described: dict[str, Any]) -> None:
    """OpenAPI 3.1, and the description's own place is first: it is right behind a gateway."""
    assert described["openapi"].startswith("3.1")
    assert ["/", "http://127.0.0.1:8099"] == [server["url"] for server in described["servers"]]
