"""Intake's description of itself agrees with its code."""

import json
from http import HTTPStatus
from typing import Any

import jsonschema
import pytest

from jurisdictions.files import load_jurisdiction, names
from schemas.ids import submission_id
from services.intake.channels.api import create_api
from services.intake.channels.channel import NotAnApplication, read_application
from services.intake.channels.description import EXAMPLE, SUBMISSION_ID, application_schemas
from services.intake.channels.submissions import Submissions
from tests.examples import RECEIVED_AT


class _Nowhere:
    async def publish(self, message: object, message_id: str) -> None:
        raise AssertionError


@pytest.fixture
def description() -> dict[str, Any]:
    """Return the whole description."""
    return create_api(_Nowhere(), Submissions()).openapi()


def test_joined_disputes_are_no_part_of_it() -> None:
    """They are refused from outside, and nothing else refers to them."""
    schemas = application_schemas()

    assert "joined" not in schemas["Application"]["properties"]
    assert "JoinedDispute" not in json.dumps(schemas)


def _validator() -> jsonschema.Draft202012Validator:
    schemas = application_schemas()
    return jsonschema.Draft202012Validator({"$ref": "#/components/schemas/Application", "components": {"schemas": schemas}})


def test_the_example_is_an_application() -> None:
    """It is read without a doubt, and its schema accepts it."""
    read_application(json.dumps(EXAMPLE).encode(), RECEIVED_AT)
    assert [] == [*_validator().iter_errors(EXAMPLE)]


@pytest.mark.parametrize(
    "change",
    [
        {"employer": " "},
        {"employer": "a\x07b"},
        {"employer": "x" * 301},
        {"injured_on": "1899-12-31"},
        {"injured_on": "2200-01-01"},
        {"jurisdiction": "atlantis"},
        {"unknown": 1},
        {"extensions": {"batch": 1}},
        {"injured_on": "2013-03-01 to 2014-03-12"},
        {"signature": {"signed_by": "neighbour", "signed_on": "2015-04-14"}},
        {"documents": [{**EXAMPLE["documents"][0], "pages": 0}]},
        {"documents": [{**EXAMPLE["documents"][0], "pages": 100_001}]},
    ],
)
def test_the_schema_has_the_bounds_of_the_reader(change: dict[str, Any]) -> None:
    """Bounds of texts and days, known jurisdictions, and no other fields."""
    assert not _validator().is_valid({**EXAMPLE, **change})
    with pytest.raises(ValueError, match="/"):
        read_application(json.dumps({**EXAMPLE, **change}).encode(), RECEIVED_AT)


@pytest.mark.parametrize(("number", "sound"), [("1", True), ("1.0", True), ("1.5", False), ('"1"', False), ("true", False)])
def test_whole_numbers_are_those_of_json_schema(number: str, *, sound: bool) -> None:
    """1.0 is an integer to JSON Schema and to the reader; text is not."""
    body = json.dumps(EXAMPLE).replace('"number": 1', f'"number": {number}')

    assert sound == _validator().is_valid(json.loads(body))
    if sound:
        assert 1 == read_application(body.encode(), RECEIVED_AT).items[0].number
    else:
        with pytest.raises(NotAnApplication, match="/items/0/number"):
            read_application(body.encode(), RECEIVED_AT)


def test_the_key_is_required(description: dict[str, Any]) -> None:
    """Both headers are described with bounds; only the key is required."""
    headers = {each["name"]: each for each in description["paths"]["/v1/applications"]["post"]["parameters"]}

    assert {"Idempotency-Key": True, "IMR-Client": False} == {name: each["required"] for name, each in headers.items()}
    assert {200} == {each["schema"]["maxLength"] for each in headers.values()}


@pytest.mark.parametrize(
    ("path", "method", "own"),
    [
        ("/v1/applications", "post", {202, 400, 413, 415, 422, 503}),
        ("/v1/submissions/{submission_id}", "get", {200, 404}),
    ],
)
def test_each_status_is_described(description: dict[str, Any], path: str, method: str, own: set[int]) -> None:
    """The statuses of the operation and of any connection, errors as problem details."""
    responses = description["paths"][path][method]["responses"]

    assert {*own, 400, 408, 431, 500, 501, 503} == {int(status) for status in responses}
    errors = [each["content"] for status, each in responses.items() if int(status) >= HTTPStatus.BAD_REQUEST]
    assert all({"application/problem+json"} == content.keys() for content in errors)


def test_a_submission_leads_to_its_status(description: dict[str, Any]) -> None:
    """The link and the header Location are described, and ids have their pattern."""
    accepted = description["paths"]["/v1/applications"]["post"]["responses"]["202"]

    assert "getSubmission" == accepted["links"]["status"]["operationId"]
    assert "Location" in accepted["headers"]
    jsonschema.validate(submission_id("client", "key"), SUBMISSION_ID)


def test_jurisdictions_are_those_there_are(description: dict[str, Any]) -> None:
    """An enumeration instead of any name, with the title of each."""
    told = description["components"]["schemas"]["Application"]["properties"]["jurisdiction"]

    assert list(names()) == told["enum"]
    assert all(f"`{name}`: {load_jurisdiction(name).title}" in told["description"] for name in names())
