"""A bad statement about facts is named alike at every door: files, HTTP, trying out."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from cli.main import app
from runtime.settings import Settings
from schemas.message import Message
from services.decision.api import EXAMPLE as REQUEST
from services.decision.api import create_api as create_assessing
from services.intake.channels.api import create_api as create_intake
from services.intake.channels.submissions import Submissions
from tests.cli.stream import FakeStream
from tests.examples import RECEIVED_AT, application

APPLICATION: dict[str, Any] = application().model_dump(mode="json")
STRANGER = {"document": "ghost", "page": 9}


class _Nowhere:
    async def publish(self, message: Message, message_id: str) -> None:
        raise AssertionError(message)


def _changed(data: dict[str, Any], path: str, value: Any) -> bytes:
    changed = json.loads(json.dumps(data))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place = changed
    for step in steps:
        place = place[step]
    place[last] = value
    return json.dumps(changed).encode()


def _twice(data: dict[str, Any], key: str) -> bytes:
    return json.dumps(data).replace(f'"{key}":', f'"{key}": null, "{key}":', 1).encode()


Case = tuple[bytes, str, str]
"""A document, the pointer to its mistake, and words of the reason."""

AS_APPLICATIONS: dict[str, Case] = {
    "unknown paper": (
        _changed(APPLICATION, "items/0/facts/0/source", STRANGER),
        "/items/0/facts/0/source/document",
        "not among the documents",
    ),
    "no such page": (
        _changed(APPLICATION, "items/0/facts/0/source/page", 99),
        "/items/0/facts/0/source/page",
        "is 99, and the document has 14 pages",
    ),
    "injury after the request": (
        _changed(APPLICATION, "injured_on", "2015-04-01"),
        "/utilization_review/requested_on",
        "requested_on is before injured_on",
    ),
    "decision before the request": (
        _changed(APPLICATION, "utilization_review/decided_on", "2010-01-01"),
        "/utilization_review/decided_on",
        "decided_on is before utilization_review.requested_on",
    ),
    "request in 2199": (
        _changed(APPLICATION, "utilization_review/requested_on", "2199-01-01"),
        "/utilization_review/requested_on",
        "is in the future",
    ),
    "injury in 2199": (_changed(APPLICATION, "injured_on", "2199-01-01"), "/injured_on", "is in the future"),
    "denial served in 2199": (
        _changed(APPLICATION, "utilization_review/denial_served_on", "2199-01-01"),
        "/utilization_review/denial_served_on",
        "is more than a year in the future",
    ),
    "the year 2200": (_changed(APPLICATION, "injured_on", "2200-01-01"), "/injured_on", "is after 2199-12-31"),
    "repeated key": (_twice(APPLICATION, "injured_on"), "/injured_on", "this key is there more than once"),
    "repeated paper": (
        _changed(APPLICATION, "documents/1/id", "application"),
        "/documents/1/id",
        "two documents carry the same id",
    ),
    "nested": (b"[" * 100_000, "", "is nested more than 32 levels deep"),
    "region that is no name": (_changed(APPLICATION, "items/0/body_region", 7), "/items/0/body_region", "is not text"),
    "side": (_changed(APPLICATION, "items/0/body_side", "middle"), "/items/0/body_side", "is not 'left', 'right' or 'both'"),
    "value": (
        _changed(APPLICATION, "items/0/facts/0/value", [1]),
        "/items/0/facts/0/value",
        "is not true or false, a whole number, a number or text",
    ),
}
AS_REQUESTS: dict[str, Case] = {
    "unknown paper": (
        _changed(REQUEST, "items/0/facts/previous_visits/source", STRANGER),
        "/items/0/facts/previous_visits",
        "the document 'ghost' is not among the documents of the file",
    ),
    "injury after the request": (_changed(REQUEST, "injured_on", "2015-04-01"), "/injured_on", "lies after the request"),
    "decision before the request": (_changed(REQUEST, "decided_on", "2010-01-01"), "/decided_on", "lies before the request"),
    "request in 2199": (_changed(REQUEST, "requested_on", "2199-01-01"), "/requested_on", "the year 2199 is too far ahead"),
    "the year 2200": (_changed(REQUEST, "requested_on", "2200-01-01"), "/requested_on", "is after 2199-12-31"),
    "repeated key": (_twice(REQUEST, "injured_on"), "/injured_on", "this key is there more than once"),
    "nested": (b"[" * 100_000, "", "is nested more than 32 levels deep"),
    "region": (_changed(REQUEST, "items/0/body_region", "moon"), "/items/0/body_region", "is not one of the body regions"),
    "side": (_changed(REQUEST, "items/0/body_side", "middle"), "/items/0/body_side", "is not 'left', 'right' or 'both'"),
    "value": (
        _changed(REQUEST, "items/0/facts/previous_visits/value", {}),
        "/items/0/facts/previous_visits/value",
        "is not true or false, a whole number, a number or text",
    ),
}
VALIDATOR = ("pydantic", "Input should", "validation error", "type=", "Traceback", "https://errors")


@pytest.fixture
def stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeStream:
    """A stream for the command that submits files."""
    monkeypatch.chdir(tmp_path)
    fake = FakeStream(Settings(data_dir=tmp_path))
    fake.install(monkeypatch)
    return fake


@pytest.fixture(params=AS_APPLICATIONS)
def as_application(request: pytest.FixtureRequest) -> Case:
    """A bad application."""
    return AS_APPLICATIONS[request.param]


@pytest.fixture(params=AS_REQUESTS)
def as_request(request: pytest.FixtureRequest) -> Case:
    """A bad request for an assessment."""
    return AS_REQUESTS[request.param]


def _of_command(arguments: list[str], file: Path, content: bytes) -> str:
    file.write_bytes(content)
    done = CliRunner().invoke(app, [*arguments, str(file)])
    assert 1 == done.exit_code, done.output
    return " ".join(done.stderr.split())


async def _of_http(api: Any, path: str, content: bytes) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": "key-1"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test") as client:
        answer = await client.post(path, content=content, headers=headers)
    assert (422, "application/problem+json") == (answer.status_code, answer.headers["content-type"])
    assert not [each for each in VALIDATOR if each in answer.text]
    return {each["pointer"]: each["detail"] for each in answer.json()["errors"]}


async def test_an_application_over_http(as_application: Case) -> None:
    """Problem details name the field; nothing is published."""
    content, pointer, reason = as_application
    api = create_intake(_Nowhere(), Submissions(), now=lambda: RECEIVED_AT)

    assert reason in (await _of_http(api, "/v1/applications", content))[pointer]


def test_an_application_in_a_file(as_application: Case, stream: FakeStream, tmp_path: Path) -> None:
    """The file, the field and the reason are on standard error; nothing is published."""
    content, pointer, reason = as_application
    told = _of_command(["submit"], tmp_path / "bad.json", content)

    assert (reason if content[:1] == b"{" else "ends within its list") in told  # a file may hold a list of applications
    assert pointer in told
    assert "bad.json" in told
    assert not [each for each in VALIDATOR if each in told]
    assert [] == stream.commands


async def test_a_request_over_http(as_request: Case) -> None:
    """As for applications."""
    content, pointer, reason = as_request

    assert reason in (await _of_http(create_assessing(), "/v1/assess", content))[pointer]


def test_a_request_in_a_file(as_request: Case, tmp_path: Path) -> None:
    """`imr guideline assess` names the file, the field and the reason."""
    content, pointer, reason = as_request
    told = _of_command(["guideline", "assess"], tmp_path / "bad.json", content)

    assert reason in told
    assert pointer in told
    assert "bad.json" in told
    assert not [each for each in VALIDATOR if each in told]
