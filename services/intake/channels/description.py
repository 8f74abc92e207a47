"""Intake's interface in OpenAPI: headers, body, refusals and examples.

We read headers and body ourselves, so the framework cannot describe them.
"""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jurisdictions.files import load_jurisdiction, names
from runtime.http.interface import Refusal, schemas_of
from runtime.http.problems import WrongHeader
from schemas.messages.application import Application
from services.intake.channels.channel import CLIENT_PATTERN
from services.intake.channels.incoming import CLIENT_DEFAULT, KEY_PATTERN

SUBMISSION_ID = {"pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}

EXAMPLE: dict[str, Any] = json.loads((Path(__file__).parent / "application.json").read_text())
"""A small application."""

SUBMIT_REFUSALS = (
    Refusal(HTTPStatus.BAD_REQUEST, "no-idempotency-key", "the header Idempotency-Key is missing: name the application"),
    Refusal(HTTPStatus.BAD_REQUEST, "bad-idempotency-key", "the header Idempotency-Key has 1 to 200 printable ASCII characters"),
    Refusal(HTTPStatus.BAD_REQUEST, "bad-client", "the header IMR-Client has 1 to 200 printable ASCII characters without spaces"),
    Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "an application has at most 1048576 bytes"),
    Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "send the application as application/json"),
    Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "not-an-application",
        "the application was not taken in; each entry of errors names a field and its problem",
        (WrongHeader("/employee/name", "is missing"),),
    ),
    Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "contradictory-application",
        "the application was not taken in; its statements cannot all be true, as errors tells",
        (WrongHeader("/utilization_review/decided_on", "utilization_review.decided_on is before utilization_review.requested_on"),),
    ),
    Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "facts-missing",
        "the application was not taken in; its eligibility rests on facts that are missing, which errors asks for",
        (WrongHeader("/signature/designated_on", "is missing: on which day did the employee name the designee?"),),
    ),
    Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused", "this Idempotency-Key was used before for another application"
    ),
    Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE, "broker-unavailable", "the broker did not confirm the message; try again under the same key"
    ),
    Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "disk-almost-full", "the disk of the system is almost full, so nothing was taken in"),
)
STATUS_REFUSALS = (Refusal(HTTPStatus.NOT_FOUND, "unknown-submission", "no submission has this id"),)

_ACCEPTED = {
    "description": "The broker has the application.",
    "headers": {
        "Location": {
            "description": "the path of the submission's status",
            "required": True,
            "schema": {"type": "string", "format": "uri-reference", "pattern": "^/v1/submissions/"},
        }
    },
    "links": {
        "status": {
            "operationId": "getSubmission",
            "parameters": {"submission_id": "$response.body#/submission_id"},
            "description": "ask for the submission's status",
        }
    },
}

_BODY_RULES = """An application as a party files it, in UTF-8.

Beyond the schema: the numbers of items, the ids of documents and the parties of service addresses
are each unique; a parent is the number of another item without a parent; the source of a fact is
one of the documents. Dates follow one another as the events do. A code has the form of its system,
`diagnosis_codes` are of ICD-9 or ICD-10, `injured_from_on` is not after `injured_on`, and
`extensions` have at most 16384 bytes as JSON."""


def describe_submit() -> dict[str, Any]:
    """Return the headers, the body and the accepting response of a submission."""
    return {
        "parameters": [
            _header("Idempotency-Key", KEY_PATTERN, "Your name for this application; a retry carries the same one.", "example-1"),
            _header("IMR-Client", CLIENT_PATTERN, "The sender. Keys belong to a client: two may use the same key.", CLIENT_DEFAULT),
        ],
        "requestBody": {
            "required": True,
            "description": _BODY_RULES,
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/Application"},
                    "examples": {"one-item": {"summary": "one item in dispute", "value": EXAMPLE}},
                }
            },
        },
        "responses": {"202": _ACCEPTED},
    }


def application_schemas() -> dict[str, Any]:
    """Return the schema of an application and its parts, with the jurisdictions there are.

    Joined disputes are left out, which are written here alone.
    """
    schemas = schemas_of(Application)
    del schemas["Application"]["properties"]["joined"], schemas["JoinedDispute"]
    known = {name: load_jurisdiction(name).title for name in names()}
    told = "".join(f"\n- `{name}`: {title}" for name, title in known.items())
    schemas["Application"]["properties"]["jurisdiction"] |= {"enum": list(known), "description": f"The law of the review:\n{told}"}
    return schemas


def _header(name: str, pattern: str, description: str, example: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": pattern}
    if required := name == "Idempotency-Key":
        return {
            "name": name,
            "in": "header",
            "required": required,
            "description": description,
            "schema": schema,
            "example": example,
        }
    schema["default"] = example
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}
