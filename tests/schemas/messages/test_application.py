"""The shape of an application: accepted and refused values."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.messages.application import Application
from tests.examples import application


def _with(path: str, value: Any) -> bytes:
    """Return the example with the value at *path* changed; dots divide the path."""
    data = application().model_dump(mode="json")
    place: Any = data
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        place = place[step]
    place[last] = value
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("injured_on", "2014-02-30", "injured_on"),
        ("injured_on", "1799-01-01", "injured_on"),
        ("injured_on", 1394582400, "injured_on"),
        ("priority", "urgent", "priority"),
        ("injured_on", "2013-03-01 to 2014-03-12", "injured_from_on"),
        ("injured_from_on", "2014-03-13", "injured_from_on is after injured_on"),
        ("diagnosis_codes", [{"system": "cpt", "code": "97110"}], "diagnosis_codes"),
        ("extensions", {"batch": 1}, "extensions"),
        ("items", [], "items"),
        ("items.1.number", 1, "same number"),
        ("items.1.number", "2", "items.1.number"),
        ("items.1.parent", 7, "item 2 names item 7 as its parent"),
        ("items.1.parent", 2, "item 2 names item 2 as its parent"),
        ("items.0.request", " ", "items.0.request"),
        ("items.0.request", "Chiropractic\u0000", "items.0.request"),
        ("items.0.request", "x" * 301, "items.0.request"),
        ("items.0.quantity.requested", "-6", "items.0.quantity.requested"),
        ("items.0.quantity.requested", "1e3", "items.0.quantity.requested"),
        ("items.0.quantity.requested", 6.0, "items.0.quantity.requested"),
        ("items.0.facts.0.source.document", "elsewhere", "not among the documents"),
        ("documents.1.id", "application", "same id"),
        ("documents.1.pages", 0, "documents.1.pages"),
        ("requesting_physician.npi", "12345", "requesting_physician.npi"),
        ("employee.nickname", "Paddy", "employee.nickname"),
        ("signature.signed_by", "neighbour", "signature.signed_by"),
    ],
)
def test_what_is_wrong_is_named(path: str, value: Any, complaint: str) -> None:
    """An invalid value is refused with its place."""
    with pytest.raises(ValidationError) as caught:
        Application.model_validate_json(_with(path, value))

    assert complaint in "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in caught.value.errors())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("items.1.parent", 1),
        ("items.0.request", "Chiropractic, 6 visits – left & right <side>"),
        ("employee.born_on", None),
        ("documents", []),
        ("injured_from_on", "2013-03-01"),
        ("denied_for_lack_of_information", True),
        ("disputed_for_other_reasons", True),
        ("signature.signed_by", "guardian"),
        ("extensions", {"northwind.batch": [1, None]}),
    ],
)
def test_what_is_unusual_is_taken(path: str, value: Any) -> None:
    """Unusual values are accepted: ancillary items, any punctuation, missing papers."""
    body = _with(path, value)
    if path == "documents":
        data = json.loads(body)
        data["items"] = [{**item, "facts": []} for item in data["items"]]
        body = json.dumps(data).encode()

    assert Application.model_validate_json(body)


def test_an_error_keeps_its_input_to_itself() -> None:
    """The text of an error does not quote the application."""
    with pytest.raises(ValidationError) as caught:
        Application.model_validate_json(_with("employee.name", ["Pat Exampleworker"]))

    assert "Exampleworker" not in str(caught.value)


def test_a_paper_without_a_sender_is_written_as_before() -> None:
    """A retry of an application from before the field is still a retry, with its digest."""
    paper = application().documents[0]

    assert "sent_by" not in paper.model_dump_json()
    assert "employee" == Application.model_validate_json(_with("documents.0.sent_by", "employee")).documents[0].sent_by
