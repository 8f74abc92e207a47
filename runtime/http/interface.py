"""An HTTP interface with our refusals, and its description in OpenAPI 3.1."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from reading.wording import in_words
from runtime.http.connection import REFUSALS, STOPPING, TOO_MANY
from runtime.http.problems import (
    MEDIA_TYPE,
    RETRY_SECONDS,
    TYPE_PREFIX,
    RefusedRequest,
    WrongHeader,
    install,
    problem,
    respond,
)


class WrongField(BaseModel):
    """A field or header that is wrong."""

    model_config = ConfigDict(extra="forbid")

    pointer: Annotated[str, Field(description="JSON Pointer (RFC 6901) into the body; empty for the whole body")]
    detail: Annotated[str, Field(description="the reason, without the value")]


class ProblemDetails(BaseModel):
    """The reason why a request was refused (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(pattern=rf"^{TYPE_PREFIX}[a-z0-9-]+$", description="the kind of problem; decide by it")]
    title: Annotated[str, Field(description="the phrase of the status")]
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Annotated[str, Field(description="the cause and the way out, for people")]
    errors: Annotated[tuple[WrongField, ...], Field(min_length=1, description="an entry for each wrong field")] = ()


@dataclass(frozen=True)
class Refusal:
    """A refusal that an operation can give, with an example of its detail."""

    status: HTTPStatus
    name: str
    detail: str
    errors: tuple[WrongHeader, ...] = ()


ANYWHERE = (
    *(Refusal(status, name, detail) for status, (name, detail) in REFUSALS.items()),
    Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", "the service failed at this request, and its log has the error"),
    Refusal(HTTPStatus.SERVICE_UNAVAILABLE, *TOO_MANY),
    Refusal(HTTPStatus.SERVICE_UNAVAILABLE, *STOPPING),
)
"""Refusals of the connection, possible for every operation."""


def create_interface(title: str, description: str, port: int) -> FastAPI:
    """Return an interface without operations; *port* is its port unless a setting changes it."""
    api = FastAPI(
        title=title,
        version="1",
        description=description,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[
            {"url": "/", "description": "where this description came from"},
            {"url": f"http://127.0.0.1:{port}", "description": "imr up, with its default port"},
        ],
    )
    install(api)
    api.add_exception_handler(RequestValidationError, _malformed)
    return api


def refusals(*refused: Refusal) -> dict[int | str, dict[str, Any]]:
    """Return the responses of an operation that can be refused so, or as any can."""
    by_status: dict[HTTPStatus, list[Refusal]] = {}
    for each in (*refused, *ANYWHERE):
        by_status.setdefault(each.status, []).append(each)
    return {int(status): _response(status, by_status[status]) for status in sorted(by_status)}


def complete(api: FastAPI, schemas: Mapping[str, Any] | None = None) -> None:
    """Add *schemas* and problems to the description of *api*; drop what never happens."""
    described = api.openapi()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    for operation in operations:
        if "HTTPValidationError" in str(operation["responses"].get("422", "")):
            del operation["responses"]["422"]  # the framework's own; such requests get a problem with status 400
        operation["responses"] = dict(sorted(operation["responses"].items()))
    components = described.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        components.pop(name, None)
    components |= schemas_of(ProblemDetails) | dict(schemas or {})


def schemas_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of *model* and of its parts by name, as components."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _response(status: HTTPStatus, refused: Iterable[Refusal]) -> dict[str, Any]:
    examples = {
        each.name: {"summary": each.name, "value": problem(each.status, each.name, each.detail, each.errors)} for each in refused
    }
    content = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}, "examples": examples}
    response: dict[str, Any] = {"description": f"{status.phrase}: {', '.join(examples)}", "content": {MEDIA_TYPE: content}}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        seconds = {"type": "integer", "minimum": 1, "example": RETRY_SECONDS}
        response["headers"] = {"Retry-After": {"description": "seconds until the next attempt", "schema": seconds}}
    return response


async def _malformed(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [WrongHeader("/".join(map(str, each["loc"])), in_words(each)) for each in error.errors()]
    return respond(RefusedRequest(HTTPStatus.BAD_REQUEST, "malformed-request", "a header or parameter is wrong", wrong))
