"""Intake over HTTP: requests that are taken in, and refusals."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from runtime.outside.publish import BrokerUnavailable
from schemas.message import Message
from schemas.messages.duplicates import DuplicateFound
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    Reason,
    SubmissionRefused,
    SubmitApplication,
)
from services.intake.channels.api import create_api
from services.intake.channels.channel import APPLICATION_BYTES_MAX
from services.intake.channels.submissions import Submissions
from tests.examples import CASE_NUMBER, RECEIVED_AT, application, submission

BODY = application().model_dump_json()
HEADERS = {"Idempotency-Key": "key-1", "Content-Type": "application/json", "IMR-Client": "example"}


class Recording:
    """A publisher that remembers, or a broker that is down; *views* follow its stream."""

    def __init__(self) -> None:
        self.published: list[tuple[Message, str]] = []
        self.views: list[Submissions] = []
        self.down = False

    async def publish(self, message: Message, message_id: str) -> None:
        """Remember *message*, and show it to the views, as the stream does."""
        await asyncio.sleep(0)
        if self.down:
            raise BrokerUnavailable("KafkaTimeoutError")
        self.published.append((message, message_id))
        for view in self.views:
            view.note(message)


@pytest.fixture
def publisher() -> Recording:
    """Return a publisher that keeps its messages."""
    return Recording()


@pytest.fixture
def submissions(publisher: Recording) -> Submissions:
    """The view of the stream."""
    publisher.views.append(Submissions())
    return publisher.views[0]


@pytest.fixture
async def client(publisher: Recording, submissions: Submissions) -> AsyncIterator[httpx.AsyncClient]:
    """The interface, in this process."""
    api = create_api(publisher, submissions, now=lambda: RECEIVED_AT)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://intake") as client:
        yield client


async def test_an_application_is_taken_in(client: httpx.AsyncClient, publisher: Recording) -> None:
    """202 with the submission's id and where to ask for it, once the broker has confirmed."""
    response = await client.post("/v1/applications", content=BODY, headers=HEADERS)

    ((command, _),) = publisher.published
    assert isinstance(command, SubmitApplication)
    assert (202, command.submission_id) == (response.status_code, response.json()["submission_id"])
    assert (application(), RECEIVED_AT, "api") == (command.application, command.received_at, command.channel)
    assert "pending" == (await client.get(response.headers["Location"])).json()["status"]


async def test_a_retry_is_the_same_submission(client: httpx.AsyncClient, publisher: Recording) -> None:
    """The same key and application, with any spacing, are the same submission and message."""
    first = await client.post("/v1/applications", content=BODY, headers=HEADERS)
    second = await client.post("/v1/applications", content=json.dumps(json.loads(BODY), indent=3), headers=HEADERS)

    assert first.json() == second.json()
    assert 1 == len({message_id for _, message_id in publisher.published})


async def test_the_same_key_with_another_body_is_refused(client: httpx.AsyncClient, publisher: Recording) -> None:
    """Nothing is published for it; another client's key of the same name is another key."""
    other = application(employer="Another Example Employer").model_dump_json()
    await client.post("/v1/applications", content=BODY, headers=HEADERS)

    refused = await client.post("/v1/applications", content=other, headers=HEADERS)
    taken = await client.post("/v1/applications", content=other, headers={**HEADERS, "IMR-Client": "other"})

    assert (422, "urn:imr:problem:idempotency-key-reused", 202) == (refused.status_code, refused.json()["type"], taken.status_code)
    assert 2 == len(publisher.published)


async def test_of_many_bodies_at_once_under_one_key_one_is_taken_in(client: httpx.AsyncClient, publisher: Recording) -> None:
    """Of several bodies under one key the first is published, and the others are refused."""
    bodies = [application(employer=f"Example Employer {number}").model_dump_json() for number in range(20)]

    answers = await asyncio.gather(*(client.post("/v1/applications", content=body, headers=HEADERS) for body in bodies))

    assert [202] + 19 * [422] == sorted(answer.status_code for answer in answers)
    assert 1 == len(publisher.published)


async def test_of_two_processes_the_first_on_the_stream_counts(publisher: Recording, submissions: Submissions) -> None:
    """Neither knows the other's key; each waits for the stream before it answers."""
    publisher.views.append(Submissions())
    bodies = [application(employer=f"Example Employer {number}").model_dump_json() for number in range(2)]
    apis = [create_api(publisher, view, now=lambda: RECEIVED_AT) for view in publisher.views]
    clients = [httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://intake") for api in apis]

    answers = await asyncio.gather(
        *(each.post("/v1/applications", content=body, headers=HEADERS) for each, body in zip(clients, bodies, strict=True))
    )

    assert [202, 422] == sorted(answer.status_code for answer in answers)
    assert 2 == len(publisher.published)


async def test_a_view_that_is_behind_does_not_hold_up_the_answer(publisher: Recording) -> None:
    """The broker has the application, so the answer is 202; its status is pending."""
    api = create_api(publisher, Submissions(), now=lambda: RECEIVED_AT, settle_seconds=0)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://intake") as client:
        taken = await client.post("/v1/applications", content=BODY, headers=HEADERS)

        assert (202, "pending") == (taken.status_code, (await client.get(taken.headers["Location"])).json()["status"])


async def test_a_key_without_an_answer_stays_with_its_body(client: httpx.AsyncClient, publisher: Recording) -> None:
    """A key stays taken after an unconfirmed write, because the broker may have the body."""
    publisher.down = True
    await client.post("/v1/applications", content=BODY, headers=HEADERS)
    publisher.down = False
    other = application(employer="Another Example Employer").model_dump_json()

    refused = await client.post("/v1/applications", content=other, headers=HEADERS)
    taken = await client.post("/v1/applications", content=BODY, headers=HEADERS)

    assert (422, 202) == (refused.status_code, taken.status_code)


async def test_each_wrong_field_has_an_entry(client: httpx.AsyncClient, publisher: Recording) -> None:
    """Problem details point to every wrong field without its value; nothing is published."""
    wrong: dict[str, Any] = json.loads(BODY)
    wrong["employee"]["name"] = ["Pat Exampleworker"]
    wrong["items"][0]["quantity"]["requested"] = "six"
    del wrong["employer"]

    response = await client.post("/v1/applications", content=json.dumps(wrong), headers=HEADERS)

    assert (422, "application/problem+json") == (response.status_code, response.headers["content-type"])
    assert {"/employee/name", "/items/0/quantity/requested", "/employer"} == {
        error["pointer"] for error in response.json()["errors"]
    }
    assert "Exampleworker" not in response.text
    assert [] == publisher.published


@pytest.mark.parametrize(
    ("content", "headers", "status", "name"),
    [
        (BODY, {"Idempotency-Key": None}, 400, "no-idempotency-key"),
        (BODY, {"Idempotency-Key": ""}, 400, "bad-idempotency-key"),
        (BODY, {"Idempotency-Key": "x" * 201}, 400, "bad-idempotency-key"),
        (BODY, {"IMR-Client": "with space"}, 400, "bad-client"),
        (BODY, {"Content-Type": "text/plain"}, 415, "not-json"),
        (BODY, {"Content-Encoding": "gzip"}, 415, "not-json"),
        (BODY.replace("Pat", "Peña").encode("cp1252"), {}, 415, "not-json"),
        (b"\x1f\x8b\x08", {}, 415, "not-json"),
        (BODY.replace('"priority":', '"priority":"standard","priority":'), {}, 422, "not-an-application"),
        ("not json", {}, 422, "not-an-application"),
        ("", {}, 422, "not-an-application"),
        ("[]", {}, 422, "not-an-application"),
        ("[" * 200_000, {}, 422, "not-an-application"),
        ('{"employee": {"name": "\\ud800"}}', {}, 422, "not-an-application"),
        (" " * (APPLICATION_BYTES_MAX + 1), {}, 413, "too-large"),
        (BODY.replace('"decided_on":"2015-03-27"', '"decided_on":"2015-03-01"'), {}, 422, "contradictory-application"),
        (BODY.replace('"jurisdiction":"ca-workers-comp"', '"jurisdiction":"atlantis"'), {}, 422, "not-an-application"),
    ],
)
async def test_bad_requests_are_refused(
    client: httpx.AsyncClient, publisher: Recording, content: str | bytes, headers: dict[str, str | None], status: int, name: str
) -> None:
    """Each refusal has problem details that name the fault; nothing is published."""
    sent = {header: value for header, value in {**HEADERS, **headers}.items() if value is not None}

    response = await client.post("/v1/applications", content=content, headers=sent)

    assert (status, f"urn:imr:problem:{name}") == (response.status_code, response.json()["type"])
    assert [] == publisher.published


async def test_without_a_broker_nothing_is_acknowledged(client: httpx.AsyncClient, publisher: Recording) -> None:
    """503, and when to try again; the same key is free for the retry."""
    publisher.down = True
    refused = await client.post("/v1/applications", content=BODY, headers=HEADERS)
    publisher.down = False
    taken = await client.post("/v1/applications", content=BODY, headers=HEADERS)

    assert (503, "5", 202) == (refused.status_code, refused.headers["Retry-After"], taken.status_code)


@pytest.mark.parametrize("path", ["/v1/submissions/unknown", "/v1/nothing"])
async def test_what_is_not_there_is_said_in_the_same_shape(client: httpx.AsyncClient, path: str) -> None:
    """404 with problem details, the framework's own refusals included."""
    response = await client.get(path)

    assert (404, "application/problem+json") == (response.status_code, response.headers["content-type"])


async def test_what_became_of_a_submission(client: httpx.AsyncClient, submissions: Submissions) -> None:
    """The answer has the case number, the reasons, the case it duplicates or the refusals."""
    taken = (await client.post("/v1/applications", content=BODY, headers=HEADERS)).json()
    submission_id, url = taken["submission_id"], taken["status_url"]

    submissions.note(
        ApplicationFoundEligible(
            case_number=CASE_NUMBER,
            submission_id=submission_id,
            assigned_on=RECEIVED_AT.date(),
            priority="standard",
            not_under_review=(),
        )
    )
    submissions.note(SubmissionRefused(submission_id=submission_id, body_digest="b" * 64, accepted_digest="a" * 64))

    answer = (await client.get(url)).json()
    assert ("eligible", CASE_NUMBER, ["b" * 64]) == (answer["status"], answer["case_number"], answer["refused_bodies"])


def test_later_news_is_not_undone_by_earlier() -> None:
    """A command read again after its answers changes nothing."""
    submissions, command = Submissions(), submission()
    reason = Reason(code="LATE", text="It came late.")
    submissions.note(ApplicationFoundIneligible(case_number=CASE_NUMBER, submission_id=command.submission_id, reasons=(reason,)))
    submissions.note(command)

    known = submissions.find(command.submission_id)
    assert known is not None
    assert ("ineligible", (reason,), command.body_digest) == (known.status, known.reasons, known.body_digest)


def test_a_duplicate_names_its_case() -> None:
    """The sender finds the existing case."""
    submissions, command = Submissions(), submission()
    submissions.note(command)
    submissions.note(DuplicateFound(submission_id=command.submission_id, duplicate_of=CASE_NUMBER, items=(), submission=None))

    known = submissions.find(command.submission_id)
    assert known is not None
    assert ("duplicate", CASE_NUMBER) == (known.status, known.duplicate_of)


async def test_the_description_is_whole(client: httpx.AsyncClient) -> None:
    """OpenAPI describes the application, and every reference in it leads somewhere."""
    description = (await client.get("/openapi.json")).json()
    names = set(description["components"]["schemas"])
    references = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(description)))

    assert "Application" in names
    assert references <= names
