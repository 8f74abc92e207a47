"""Decision's HTTP interface: try out facts and requests, without a case or a record."""

import contextlib
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request

from jurisdictions.files import names
from reading.json_text import read_json
from reading.limits import Limits
from reading.problems import NotReadable, WrongEncoding
from runtime.http.body import JsonBody
from runtime.http.interface import Refusal, complete, create_interface, refusals, schemas_of
from runtime.http.problems import RefusedRequest, WrongHeader
from runtime.http.server import serve
from runtime.logs import logger
from runtime.settings import Settings
from schemas.messages.assessment import Assessment
from services.decision.analysis.assessment_request import AssessmentFile, assess_file

log = logger("decision.api")

BODY = JsonBody("request", 1024 * 1024)
"""The body of a request for an assessment."""

LIMITS = Limits(size=BODY.bytes_max, values=100_000, keys=1_000)

EXAMPLE: dict[str, Any] = json.loads((Path(__file__).parent / "analysis/assessment_request.json").read_text())
"""A small request."""

_NOT_ASSESSABLE = "nothing was assessed; each entry of errors names a field and its problem"

_REFUSALS = (
    Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", f"a request has at most {BODY.bytes_max} bytes"),
    Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "send the request as application/json"),
    Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "not-assessable",
        _NOT_ASSESSABLE,
        (WrongHeader("/injured_on", "the injury (2016-01-01) lies after the request (2015-03-20)"),),
    ),
)


def create_api() -> FastAPI:
    """Return the interface; it has no state, and reaches no broker."""
    api = create_interface("IMR decision", "Assessments by the guidelines, to try out; nothing is recorded.", 8093)

    @api.post("/v1/assess", operation_id="assess", responses=refusals(*_REFUSALS), openapi_extra=_described())
    async def assess(request: Request) -> list[Assessment]:
        """Return the assessment of each item, with its trace, as `imr guideline assess` prints it."""
        return assessed(await BODY.read(request))

    complete(api, _schemas())
    return api


def assessed(body: bytes) -> list[Assessment]:
    """Return the assessments of the items in *body*; raises RefusedRequest."""
    try:
        return assess_file(read_json(body, LIMITS))
    except WrongEncoding as error:
        raise BODY.not_json(f"the body {error.problems[0].detail}") from error
    except NotReadable as error:
        raise RefusedRequest(HTTPStatus.UNPROCESSABLE_ENTITY, "not-assessable", _NOT_ASSESSABLE, error.problems) from error


@contextlib.asynccontextmanager
async def serve_api(settings: Settings) -> AsyncIterator[None]:
    """Serve the interface beside the worker, if it has a port.

    The worker decides cases without it. So where another program listens on the port, such as a
    second worker on one machine, it goes on and says so in its log.
    """
    async with contextlib.AsyncExitStack() as stack:
        if settings.assess_port:
            try:
                port = await stack.enter_async_context(serve(create_api(), settings.api_host, settings.assess_port))
            except OSError as error:
                log.warning("api_not_listening", port=settings.assess_port, error_type=type(error).__name__)
            else:
                log.info("api_listening", port=port)
        yield


def _described() -> dict[str, Any]:
    return {
        "requestBody": {
            "required": True,
            "description": "Items with facts, and the day of the request; the file of `imr guideline assess`, in UTF-8.",
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/AssessmentFile"},
                    "examples": {"one-item": {"summary": "one item in dispute", "value": EXAMPLE}},
                }
            },
        },
    }


def _schemas() -> dict[str, Any]:
    schemas = schemas_of(AssessmentFile)
    schemas["AssessmentFile"]["properties"]["jurisdiction"]["enum"] = list(names())
    return schemas
