"""Facts are read from a message's bytes."""

import json
from typing import Any

import pytest

from bench.checker.facts import KEPT, Fact, Position, read_fact
from bench.checker.lifecycle import ONCE

PLACE = Position("imr.intake.events", 1, 7)
HEADERS = {
    "ce_type": b"imr.intake.application-received",
    "ce_id": b"id-1",
    "ce_source": b"/imr/intake",
    "ce_subject": b"CM15-1330001",
    "ce_causationid": b"id-0",
    "ce_correlationid": b"story",
}


def _read(data: Any) -> Fact:
    return read_fact(PLACE, HEADERS, json.dumps(data).encode())


def test_headers_become_fields() -> None:
    """Type, id, source, subject, cause and correlation come from the CloudEvents headers."""
    fact = _read({"case_number": "CM15-1330001"})

    assert ("application-received", "intake", "CM15-1330001") == (fact.name, fact.service, fact.case)
    assert ("id-1", "id-0", "story", "CM15-1330001") == (fact.id, fact.cause, fact.correlation, fact.subject)
    assert "application-received of CM15-1330001 at imr.intake.events/1/7" == str(fact)


def test_the_fields_that_tell_one_event_from_another_are_kept() -> None:
    """Without them two events of a case look alike, and the second is taken for a repeat."""
    needed = {field for fields in ONCE.values() for field in fields.split("/")} | {"from_case", "into", "with_case"}

    assert set() == needed - KEPT


def test_only_fields_that_the_proofs_need_are_kept() -> None:
    """Names and diagnoses do not stay in memory."""
    fact = _read({"pool": "mental-health", "employee": {"name": "Exampleworker"}, "qualifications": {"open_cases_max": 3}})

    assert {"pool": "mental-health", "room": 3} == fact.data


@pytest.mark.parametrize("value", [None, b"\xff", b"{not json", b"[1]", b"5", b"[" * 100_000])
def test_a_value_that_is_no_json_object_leaves_the_headers(value: bytes | None) -> None:
    """Poison is a fact as well."""
    fact = read_fact(PLACE, HEADERS, value)

    assert ({}, "id-1") == (fact.data, fact.id)


def test_a_message_without_headers_has_empty_texts() -> None:
    """It has no service and no name."""
    fact = read_fact(PLACE, {"other": b"x"}, b"{}")

    assert ("", "", None) == (fact.type, fact.id, fact.service)
    assert str(fact).startswith("a message of ")


@pytest.mark.parametrize(
    ("source", "service"),
    [("/imr/letters", "letters"), ("/imr/chaos", None), ("/imr/", None), ("letters", None), ("/other/letters", None)],
)
def test_a_service_is_known_by_its_source(source: str, service: str | None) -> None:
    """Channels and outsiders are no service."""
    assert service == read_fact(PLACE, {"ce_source": source.encode()}, None).service


def test_a_parked_message_keeps_its_origin_and_reason() -> None:
    """The place is where the poison lies, and the bytes are left out."""
    parked = {
        "origin": {"topic": "imr.intake.commands", "partition": 2, "offset": 9, "timestamp_ms": 1},
        "consumer": "intake",
        "reason": "unreadable",
        "error": "no JSON",
        "attempt": 1,
        "message_id": None,
        "message_type": None,
        "message_subject": None,
        "value": "e30=",
    }
    kept = _read({"parked": parked}).data["parked"]

    assert Position("imr.intake.commands", 2, 9) == kept["place"]
    assert ("intake", "unreadable", 1) == (kept["consumer"], kept["reason"], kept["attempt"])
    assert "value" not in kept
