"""Intake's HTTP interface: submit applications, ask for the status of submissions."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Protocol

from fastapi import FastAPI, Header, Request, Response
from pydantic import BaseModel, Field

from runtime import clock
from runtime.http.interface import create_interface
from runtime.http.problems import RefusedRequest
from runtime.http.server import serve
from runtime.logs import logger
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.application import Application
from schemas.messages.intake import Reason, SubmitApplication
from services.intake.channels.channel import APPLICATION_BYTES_MAX, NotAnApplication, NotText, read_application, submit_application
from services.intake.channels.submissions import Submissions, keep_up

log = logger("intake.api")

_SETTLE_SECONDS = 5.0
"""The longest wait for the stream to show which body under a key was first."""

_CLIENT = r"^[\x21-\x7e]{1,200}$"
_KEY = re.compile(r"[\x20-\x7e]{1,200}")

IdempotencyKey = Annotated[str | None, Header(description="Any name of yours for this application; a retry carries the same one.")]
Client = Annotated[
    str, Header(alias="IMR-Client", pattern=_CLIENT, description="Who sends it; keys are yours alone under your name.")
]


class Publishes(Protocol):
    """The publisher that the interface needs."""

    async def publish(self, message: Message, message_id: str) -> None:
        """Write *message*; raises BrokerUnavailable."""


class Accepted(BaseModel):
    """The application is on the stream; its status is at *status_url*."""

    submission_id: str
    status_url: str


class SubmissionStatus(BaseModel):
    """The status of a submission."""

    submission_id: str
    status: Annotated[str, Field(description="pending, received, eligible, ineligible or duplicate")]
    case_number: str | None
    duplicate_of: str | None
    reasons: tuple[Reason, ...]
    refused_bodies: Annotated[
        tuple[str, ...], Field(description="SHA-256 of other bodies that came under the same key and were refused")
    ]


def create_api(
    publisher: Publishes,
    submissions: Submissions,
    now: Callable[[], datetime] = clock.now,
    settle_seconds: float = _SETTLE_SECONDS,
) -> FastAPI:
    """The interface over *publisher* and the view *submissions*."""
    door = _Door(publisher, submissions, now, settle_seconds)
    api = create_interface("IMR intake", "Applications for Independent Medical Review.", 8090)

    @api.post("/v1/applications", status_code=HTTPStatus.ACCEPTED)
    async def submit(
        request: Request, response: Response, idempotency_key: IdempotencyKey = None, client: Client = "api"
    ) -> Accepted:
        """Take in an application. 202 means that the broker has it.

        The case number is given later.
        """
        command = await door.take_in(await _body(request), _usable(idempotency_key), client)
        status_url = f"/v1/submissions/{command.submission_id}"
        response.headers["Location"] = status_url
        return Accepted(submission_id=command.submission_id, status_url=status_url)

    @api.get("/v1/submissions/{submission_id}")
    async def status(submission_id: str) -> SubmissionStatus:
        """Return the status of a submission."""
        known = submissions.find(submission_id)
        if known is None:
            raise RefusedRequest(HTTPStatus.NOT_FOUND, "unknown-submission", "no submission has this id")
        return SubmissionStatus(
            submission_id=submission_id,
            status=known.status,
            case_number=known.case_number,
            duplicate_of=known.duplicate_of,
            reasons=known.reasons,
            refused_bodies=known.refused_bodies,
        )

    _describe_body(api)
    return api


@contextlib.asynccontextmanager
async def serve_api(settings: Settings) -> AsyncIterator[None]:
    """Serve the interface beside the worker.

    If its view breaks, the process ends and restarts.
    """
    submissions = Submissions()
    async with Publisher(settings, "/imr/intake-api") as publisher, asyncio.TaskGroup() as tasks:
        view = tasks.create_task(keep_up(submissions, settings))
        async with serve(create_api(publisher, submissions), settings.api_host, settings.api_port):
            log.info("api_listening", port=settings.api_port)
            yield
        view.cancel()


@dataclass(frozen=True)
class _Door:
    """The steps between a request and the stream."""

    publisher: Publishes
    submissions: Submissions
    now: Callable[[], datetime]
    settle_seconds: float

    async def take_in(self, body: bytes, key: str, client: str) -> SubmitApplication:
        """Put the application in *body* on the stream.

        Raises RefusedRequest for a body that is no application, for a key used before, and without
        a broker.
        """
        received_at = self.now()
        try:
            application = read_application(body, received_at)
        except NotText as error:
            detail = f"the body {error.problems[0].detail}"
            raise RefusedRequest(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", detail) from error
        except NotAnApplication as error:
            detail = "the application was not taken in; each entry of errors names a field and its problem"
            raise RefusedRequest(HTTPStatus.UNPROCESSABLE_ENTITY, "not-an-application", detail, error.problems) from error
        command, message_id = submit_application(
            application, client=client, idempotency_key=key, channel="api", received_at=received_at
        )
        if not self.submissions.reserve(command.submission_id, command.body_digest):
            raise _key_reused()
        try:
            await self.publisher.publish(command, message_id)
        except BrokerUnavailable as error:
            raise RefusedRequest(HTTPStatus.SERVICE_UNAVAILABLE, error.problem, error.detail) from error
        settled = await self.submissions.settled(command.submission_id, self.settle_seconds)
        if settled is None:  # the view is behind; the status will tell
            self.submissions.note(command)
        elif settled.body_digest != command.body_digest:  # another process was first under this key
            raise _key_reused()
        log.info("application_taken_in", event_id=message_id)
        return command


def _key_reused() -> RefusedRequest:
    detail = "this Idempotency-Key was used before for another application; send this one under a key of its own"
    return RefusedRequest(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused", detail)


async def _body(request: Request) -> bytes:
    """Return the body; raise a RefusedRequest if it is too large or not declared as JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedRequest(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "send the application as application/json")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise RefusedRequest(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "send the application without Content-Encoding")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > APPLICATION_BYTES_MAX:
            detail = f"an application has at most {APPLICATION_BYTES_MAX} bytes; send records by reference"
            raise RefusedRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail)
    return bytes(body)


def _usable(idempotency_key: str | None) -> str:
    if idempotency_key is None:
        raise RefusedRequest(
            HTTPStatus.BAD_REQUEST,
            "no-idempotency-key",
            "the header Idempotency-Key is missing: name the application, any text of yours",
        )
    if not _KEY.fullmatch(idempotency_key):
        raise RefusedRequest(
            HTTPStatus.BAD_REQUEST, "bad-idempotency-key", "the header Idempotency-Key has 1 to 200 printable ASCII characters"
        )
    return idempotency_key


def _describe_body(api: FastAPI) -> None:
    """Put the schema of an application into the interface's description.

    We read the body ourselves to digest its bytes.
    """
    described = api.openapi()
    schema = Application.model_json_schema(ref_template="#/components/schemas/{model}")
    described["components"]["schemas"] |= schema.pop("$defs")
    described["components"]["schemas"]["Application"] = schema
    reference = {"$ref": "#/components/schemas/Application"}
    described["paths"]["/v1/applications"]["post"]["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": reference}},
    }
