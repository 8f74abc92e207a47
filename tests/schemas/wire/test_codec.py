"""Messages to bytes and back, across versions."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from schemas.case import OfACase
from schemas.message import Event, Upcaster
from schemas.messages.application import Fact
from schemas.messages.intake import RecordsRequested, SubmitApplication
from schemas.topics import INTAKE_EVENTS
from schemas.wire.codec import NotFinite, read, read_part, seal
from schemas.wire.envelope import Envelope, Unreadable, open_envelope
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, submission

REQUESTED = RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 5))


def _v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Add the reason, which version 1 lacked."""
    return {**data, "reason": "not said"}


def _v2_to_v3(data: dict[str, Any]) -> dict[str, Any]:
    """Turn the single reason of version 2 into a list."""
    return {"case_number": data["case_number"], "reasons": [data["reason"]]}


class ThirdVersion(OfACase, Event):
    """A message at its third version."""

    type = "imr.intake.third-version"
    version = 3
    topic = INTAKE_EVENTS
    upcasters: ClassVar[Mapping[int, Upcaster]] = {1: _v1_to_v2, 2: _v2_to_v3}

    reasons: tuple[str, ...]


@pytest.mark.parametrize(
    ("version", "data", "reasons"),
    [
        (1, {"case_number": CASE_NUMBER}, ("not said",)),
        (2, {"case_number": CASE_NUMBER, "reason": "late"}, ("late",)),
        (3, {"case_number": CASE_NUMBER, "reasons": ["late", "unsigned"]}, ("late", "unsigned")),
        (4, {"case_number": CASE_NUMBER, "reasons": [], "added_later": 1}, ()),
    ],
)
def test_every_version_reads_as_the_newest(version: int, data: dict[str, Any], reasons: tuple[str, ...]) -> None:
    """Older versions are upcast step by step; of a newer one the known fields are read."""
    assert reasons == read(ThirdVersion, version, json.dumps(data).encode()).reasons


@pytest.mark.parametrize(
    ("version", "value"),
    [
        (1, b"not json"),
        (1, b"[]"),
        (2, b"{}"),
        (3, b""),
        (3, None),
        (3, b'{"case_number": "CM15-1330001", "reasons": [], "typo": 1}'),
        (4, b'{"case_number": "CM15-1330001", "renamed_reasons": []}'),
        (3, b'{"case_number": "CM15-1330001", "reasons": "' + b"[" * 100_000),
        (3, b"[" * 100_000),
        (1, b"[" * 100_000),
        (3, b'{"case_number": "\xff"}'),
    ],
)
def test_what_cannot_be_read_is_unreadable(version: int, value: bytes | None) -> None:
    """Any invalid value raises the same error, Unreadable."""
    with pytest.raises(Unreadable):
        read(ThirdVersion, version, value)


@pytest.mark.parametrize("example", sorted((ROOT / "schemas/examples/imr.intake.submit-application").glob("*.json")))
def test_a_part_of_every_version_is_read(example: Path) -> None:
    """The other fields are not looked at; those of the part are."""

    class Part(BaseModel):
        submission_id: str

    value = json.loads(example.read_text())
    whole = read(SubmitApplication, int(example.stem), json.dumps(value).encode())

    spoilt = json.dumps({**value, "channel": 7}).encode()
    assert whole.submission_id == read_part(SubmitApplication, Part, int(example.stem), spoilt).submission_id
    with pytest.raises(Unreadable):
        read_part(SubmitApplication, Part, int(example.stem), json.dumps({**value, "submission_id": 7}).encode())


def test_an_error_names_the_field_and_not_what_it_held() -> None:
    """The error names the field and does not quote the data, which may be personal."""
    data = submission().model_dump(mode="json")
    data["application"]["employee"]["name"] = ["Pat Exampleworker"]

    with pytest.raises(Unreadable) as caught:
        read(type(submission()), 1, json.dumps(data).encode())

    assert "application.employee.name" in caught.value.reason
    assert "Exampleworker" not in caught.value.reason


def test_sealing_puts_a_message_where_it_belongs() -> None:
    """Sealing gives the message its topic, partition, key, headers and data."""
    envelope = Envelope("id-1", "/imr/intake", REQUESTED.type, 1, RECEIVED_AT, REQUESTED.subject, "id-1")

    sealed = seal(REQUESTED, envelope, partitions=4)

    assert ("imr.intake.events", 133 % 4, CASE_NUMBER.encode()) == (sealed.topic, sealed.partition, sealed.key)
    assert envelope == open_envelope(sealed.headers)
    assert REQUESTED == read(RecordsRequested, 1, sealed.value)


def _with_fact(value: Any) -> SubmitApplication:
    """Return a submission with a fact of *value*, made without validation."""
    message = submission()
    item = message.application.items[0].model_copy(update={"facts": (Fact.model_construct(name="visits", value=value),)})
    return message.model_copy(update={"application": message.application.model_copy(update={"items": (item,)})})


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_number_that_json_cannot_write_is_not_sealed(value: float) -> None:
    """No other reader could read the event."""
    envelope = Envelope("id-1", "/imr/intake", SubmitApplication.type, 1, RECEIVED_AT, None, "id-1")

    with pytest.raises(NotFinite):
        seal(_with_fact(value), envelope, partitions=4)


@pytest.mark.parametrize("value", ["Infinity", "-Infinity and NaN", 1e308])
def test_a_text_may_hold_the_words(value: object) -> None:
    """A company may be called so."""
    envelope = Envelope("id-1", "/imr/intake", SubmitApplication.type, 1, RECEIVED_AT, None, "id-1")

    assert _with_fact(value) == read(SubmitApplication, SubmitApplication.version, seal(_with_fact(value), envelope, 4).value)


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e400"])
def test_a_number_that_is_not_finite_is_unreadable(number: str) -> None:
    """A foreign producer may have written it."""
    value = _with_fact(7).model_dump_json().replace('"value":7', f'"value":{number}')

    with pytest.raises(Unreadable, match="finite"):
        read(SubmitApplication, SubmitApplication.version, value.encode())
