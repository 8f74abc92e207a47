"""Intake's HTTP interface: submit applications, ask for the status of submissions."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal, Protocol

from fastapi import FastAPI, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from runtime import clock
from runtime.broker.topics.topics import cluster_id
from runtime.http.interface import complete, create_interface, refusals
from runtime.http.problems import RefusedRequest
from runtime.http.server import serve
from runtime.logs import logger
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.case import CaseNumber
from schemas.message import Message
from schemas.messages.intake import Reason, SubmitApplication
from services.intake.channels.channel import (
    Contradictory,
    FactsMissing,
    NotAnApplication,
    NotText,
    read_application,
    submit_application,
)
from services.intake.channels.description import (
    STATUS_REFUSALS,
    SUBMISSION_ID,
    SUBMIT_REFUSALS,
    application_schemas,
    describe_submit,
)
from services.intake.channels.incoming import BODY, client_of, key_of
from services.intake.channels.submissions import Submissions, keep_up

log = logger("intake.api")

_SETTLE_SECONDS = 5.0
"""The longest wait for the stream to show which body under a key was first."""


class Publishes(Protocol):
    """The publisher that the interface needs."""

    async def publish(self, message: Message, message_id: str) -> None:
        """Write *message*; raises BrokerUnavailable."""


class Accepted(BaseModel):
    """The application is on the stream; its status is at *status_url*."""

    model_config = ConfigDict(extra="forbid")

    submission_id: Annotated[str, Field(**SUBMISSION_ID)]
    status_url: Annotated[
        str, Field(description="the path of its status", examples=["/v1/submissions/5d576aad-0b35-5130-8a06-42c710a367ee"])
    ]


class SubmissionStatus(BaseModel):
    """The status of a submission."""

    model_config = ConfigDict(extra="forbid")

    submission_id: Annotated[str, Field(**SUBMISSION_ID)]
    status: Literal["pending", "received", "deferred", "eligible", "ineligible", "duplicate"]
    case_number: Annotated[CaseNumber | None, Field(description="null while pending, and for a duplicate")]
    duplicate_of: Annotated[CaseNumber | None, Field(description="the case that decides the same dispute")]
    reasons: Annotated[tuple[Reason, ...], Field(description="why the application, or items of it, are not reviewed")]
    refused_bodies: Annotated[
        tuple[Annotated[str, Field(pattern="^[0-9a-f]{64}$")], ...],
        Field(description="SHA-256 of other bodies that came under the same key and were refused"),
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

    @api.post(
        "/v1/applications",
        status_code=HTTPStatus.ACCEPTED,
        operation_id="submitApplication",
        responses=refusals(*SUBMIT_REFUSALS),
        openapi_extra=describe_submit(),
    )
    async def submit(request: Request, response: Response) -> Accepted:
        """Take in an application. 202 means that the broker has it.

        The case number is given later.
        """
        key, client = key_of(request), client_of(request)
        command = await door.take_in(await BODY.read(request), key, client)
        status_url = f"/v1/submissions/{command.submission_id}"
        response.headers["Location"] = status_url
        return Accepted(submission_id=command.submission_id, status_url=status_url)

    @api.get("/v1/submissions/{submission_id}", operation_id="getSubmission", responses=refusals(*STATUS_REFUSALS))
    async def status(submission_id: Annotated[str, Path(json_schema_extra=SUBMISSION_ID)]) -> SubmissionStatus:
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

    complete(api, application_schemas())
    return api


@contextlib.asynccontextmanager
async def serve_api(settings: Settings) -> AsyncIterator[None]:
    """Serve the interface beside the worker.

    If its view breaks, the process ends and restarts.
    """
    async with (
        _submissions(settings) as submissions,
        Publisher(settings, "/imr/intake-api") as publisher,
        asyncio.TaskGroup() as tasks,
    ):
        view = tasks.create_task(keep_up(submissions, settings))
        async with serve(create_api(publisher, submissions), settings.api_host, settings.api_port) as port:
            log.info("api_listening", port=port)
            yield
        view.cancel()


@contextlib.asynccontextmanager
async def _submissions(settings: Settings) -> AsyncIterator[Submissions]:
    """Open the view: in a file if the worker has a slot, by which the file is its own."""
    if settings.slot is None:
        submissions = Submissions()
    else:
        path = settings.data_dir / "state" / f"submissions-{settings.slot}.sqlite"
        submissions = Submissions(path, f"{await cluster_id(settings.kafka_bootstrap)}/{settings.partitions}")
    try:
        yield submissions
    finally:
        submissions.close()


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
        except Contradictory as error:
            detail = "the application was not taken in; its statements cannot all be true, as errors tells"
            raise RefusedRequest(HTTPStatus.UNPROCESSABLE_ENTITY, "contradictory-application", detail, error.problems) from error
        except FactsMissing as error:
            detail = "the application was not taken in; its eligibility rests on facts that are missing, which errors asks for"
            raise RefusedRequest(HTTPStatus.UNPROCESSABLE_ENTITY, "facts-missing", detail, error.problems) from error
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
