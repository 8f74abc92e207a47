"""The door every channel goes through."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.case import CaseNumber
from schemas.lots import NotACaseNumber, lot_of_case
from schemas.messages.intake import SubmitApplication
from schemas.messages.letters import ServiceId
from schemas.wire.codec import read
from services.intake.channels.channel import (
    APPLICATION_BYTES_MAX,
    Contradictory,
    NotAnApplication,
    NotText,
    read_application,
    submit_application,
)
from tests.examples import RECEIVED_AT, application


def _submit(key: str = "key", client: str = "example", employer: str = "Example Warehouse Works") -> tuple[SubmitApplication, str]:
    return submit_application(
        application(employer=employer), client=client, idempotency_key=key, channel="api", received_at=RECEIVED_AT
    )


def test_a_retry_has_the_same_ids() -> None:
    """Client, key and body the same: intake sees a repeat."""
    assert _submit() == _submit()


def test_another_body_under_the_key_reaches_intake() -> None:
    """Another body under a used key is another message of the same submission.

    Intake, which owns the submission, refuses it instead of taking it for a repeat.
    """
    (first, first_id), (second, second_id) = _submit(), _submit(employer="Another Example Employer")

    assert first.submission_id == second.submission_id
    assert first_id != second_id


def test_digits_of_other_scripts_are_refused_but_stored_ones_are_read() -> None:
    """An application from outside is written in 0 to 9; one on a topic was taken in before."""
    message, _ = _submit()
    sent = json.loads(application().model_dump_json())
    sent["requesting_physician"]["npi"] = "\u0661234567890"
    sent["items"][0]["quantity"]["requested"] = "\u0666"
    with pytest.raises(NotAnApplication) as refused:
        read_application(json.dumps(sent).encode(), RECEIVED_AT)

    pointers = {"/requesting_physician/npi", "/items/0/quantity/requested"}
    assert pointers == {each.pointer for each in refused.value.problems}
    assert {"is not written in the digits 0 to 9"} == {each.detail for each in refused.value.problems}

    stored = {**json.loads(message.model_dump_json()), "application": sent}
    kept = read(SubmitApplication, SubmitApplication.version, json.dumps(stored).encode())
    assert "\u0666" == kept.application.items[0].quantity.requested


@pytest.mark.parametrize(("form", "text"), [(CaseNumber, "CM26-417002\u0663"), (ServiceId, "CM26-417002\u0663.1.worker.1")])
def test_identifiers_have_no_digits_of_other_scripts(form: Any, text: str) -> None:
    """No id of ours has them."""
    with pytest.raises(ValidationError):
        TypeAdapter(form).validate_python(text)
    with pytest.raises(NotACaseNumber):
        lot_of_case("CM26-417002\u0663")


@pytest.mark.parametrize(("dated_on", "reasons"), [("2015-04-14", []), ("2041-06-11", ["is in the future"])])
def test_a_paper_may_be_newer_than_the_receipt_but_not_than_today(dated_on: str, reasons: list[str]) -> None:
    """Staff take in what came in the mail days ago, with papers that came since."""
    sent = json.loads(application().model_dump_json())
    sent["utilization_review"] |= {"requested_on": "2015-03-05", "decided_on": "2015-03-12", "denial_served_on": "2015-03-12"}
    sent["signature"] |= {"signed_on": "2015-04-10"}
    sent["documents"][0] |= {"from_on": dated_on, "to_on": None}
    found: list[str] = []
    try:
        read_application(json.dumps(sent).encode(), datetime(2015, 4, 13, 16, tzinfo=UTC))
    except NotAnApplication as refused:
        found = [each.detail for each in refused.problems]

    assert reasons == found


def test_keys_belong_to_a_client() -> None:
    """Another client's key of the same name is another submission, and so is another key."""
    submissions = {_submit()[0].submission_id, _submit(client="other")[0].submission_id, _submit(key="other")[0].submission_id}

    assert len(submissions) == 3


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"not json", ""),
        (b'{"a/b~c": 1}', "/a~1b~0c"),
        (application(jurisdiction="atlantis").model_dump_json().encode(), "/jurisdiction"),
    ],
)
def test_what_is_wrong_has_a_pointer(body: bytes, pointer: str) -> None:
    """RFC 6901, with its escapes."""
    with pytest.raises(NotAnApplication) as caught:
        read_application(body, RECEIVED_AT)

    assert pointer in {problem.pointer for problem in caught.value.problems}


def changed(path: str, value: Any) -> bytes:
    """Return the example's application with another *value* at *path*, a JSON Pointer."""
    whole = json.loads(application().model_dump_json())
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")[1:]]
    part = whole
    for step in steps:
        part = part[step]
    part[last] = value
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        ("/employee/born_on", "2041-01-01", "/employee/born_on"),
        ("/employee/born_on", "2014-03-13", "/employee/born_on"),
        ("/injured_on", "2041-01-01", "/injured_on"),
        ("/injured_on", "2015-03-21", "/utilization_review/requested_on"),
        ("/utilization_review/requested_on", "2015-03-28", "/utilization_review/decided_on"),
        ("/signature/signed_on", "2015-04-18", "/signature/signed_on"),
        ("/documents/0/from_on", "2041-06-11", "/documents/0/from_on"),
        ("/items/0/quantity", {"requested": "0"}, "/items/0/quantity/requested"),
        ("/items/0/quantity", {"requested": "6", "in_dispute": "600"}, "/items/0/quantity/in_dispute"),
        ("/items/0/facts", [{"name": "visits", "value": float("inf")}], "/items/0/facts/0/value"),
        ("/items/0/facts", [{"name": "visits", "value": [1]}], "/items/0/facts/0/value"),
        ("/items/0/facts", [{"name": "visits", "value": 2**53}], "/items/0/facts/0/value"),
        ("/items/0/request", "\ud800", "/items/0/request"),
    ],
)
def test_a_statement_that_cannot_be_meant_has_a_pointer(path: str, value: Any, pointer: str) -> None:
    """One place for all channels; the sender corrects it and sends it again."""
    with pytest.raises(NotAnApplication) as caught:
        read_application(changed(path, value), RECEIVED_AT)

    assert [pointer] == [problem.pointer for problem in caught.value.problems]


def test_the_same_treatment_twice_is_named() -> None:
    """Spelling, spacing, the number and the writing of a quantity make no other request."""
    (first, *_) = json.loads(application().model_dump_json())["items"]
    spelt = {**first, "number": 2, "request": f" {first['request'].upper()}  "}
    with pytest.raises(NotAnApplication) as caught:
        read_application(changed("/items", [first, spelt]), RECEIVED_AT)

    assert ["/items/1"] == [problem.pointer for problem in caught.value.problems]
    assert read_application(changed("/items", [first, {**spelt, "body_side": "left"}]), RECEIVED_AT)


def test_a_repeated_key_is_named() -> None:
    """Readers differ about which of two counts."""
    body = application().model_dump_json().replace('"employer":', '"employer":"Another","employer":')
    with pytest.raises(NotAnApplication) as caught:
        read_application(body.encode(), RECEIVED_AT)

    assert ["/employer"] == [problem.pointer for problem in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_the_encodings_of_real_files_are_read(encoding: str) -> None:
    """A byte order mark is no part of the application."""
    assert application() == read_application(application().model_dump_json().encode(encoding), RECEIVED_AT)


@pytest.mark.parametrize(
    ("body", "told"),
    [('{"employer": "Peña"}'.encode("cp1252"), "Windows-1252"), (b"\x1f\x8b\x08", "gzip"), (b"\xff" * 10, "UTF-8")],
)
def test_other_bytes_are_no_text(body: bytes, told: str) -> None:
    """The likely encoding is named."""
    with pytest.raises(NotText, match=told):
        read_application(body, RECEIVED_AT)


def test_line_ends_of_windows_become_line_feeds() -> None:
    """A letter prints them as lines."""
    body = changed("/service_addresses", [{"party": "worker", "method": "mail", "address": "1 Example St\r\nExampletown"}])

    assert "1 Example St\nExampletown" == read_application(body, RECEIVED_AT).service_addresses[0].address


def test_a_body_beyond_the_bound_is_not_parsed() -> None:
    """Its size is told."""
    with pytest.raises(NotAnApplication, match="larger than"):
        read_application(b" " * (APPLICATION_BYTES_MAX + 1), RECEIVED_AT)


def test_a_fact_is_on_a_page_that_its_document_has() -> None:
    """Nothing is read beyond the last page; a document of unknown length has any page."""
    known = json.loads(application().model_dump_json())
    source = next(fact["source"] for item in known["items"] for fact in item["facts"] if fact["source"])
    document = next(each for each in known["documents"] if each["id"] == source["document"])
    document["pages"], source["page"] = 14, 14
    read_application(json.dumps(known).encode(), RECEIVED_AT)
    source["page"] = 15
    with pytest.raises(Contradictory, match="is 15, and the document has 14 pages"):
        read_application(json.dumps(known).encode(), RECEIVED_AT)
    document["pages"] = None
    read_application(json.dumps(known).encode(), RECEIVED_AT)
