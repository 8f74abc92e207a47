"""Parked messages on the wire: their queues, and upcasting of version 1."""

import json
from typing import Any

import pytest

from schemas.topics import dead_letters, desk
from schemas.wire.codec import read
from schemas.wire.dead_letters import MessageParked, Origin, ParkedMessage
from tests.examples import ROOT


def parked(**changes: Any) -> ParkedMessage:
    """Return a parked message with *changes*."""
    values: dict[str, Any] = {
        "consumer": "triage",
        "origin": Origin(topic="imr.intake.events", partition=2, offset=42, timestamp_ms=1),
        "reason": "unhandled",
        "error": "KeyError",
        "attempt": 1,
        "message_id": "id",
        "message_type": "imr.intake.case-ready-for-review",
        "message_subject": "CM26-4170023",
        "message_key": "Q00yNi00MTcwMDIz",
        "headers": (),
        "value": "e30=",
        "value_bytes": 2,
    }
    return ParkedMessage(**{**values, **changes})


def test_it_waits_with_its_subject() -> None:
    """Parked messages of one case share a queue, in the partition they came from."""
    message = MessageParked(parked=parked())

    assert ("imr.intake.events/2/42", "CM26-4170023") == (message.parked.id, message.key)
    assert 2 == message.partition(4)
    assert dead_letters("triage") == message.destination


@pytest.mark.parametrize(
    "changes",
    [
        {"message_subject": None},
        {"origin": Origin(topic=desk("triage").name, partition=0, offset=7, timestamp_ms=1)},
    ],
)
def test_without_a_subject_and_from_the_desk_it_waits_alone(changes: dict[str, Any]) -> None:
    """A parked message without a subject, or from the desk, has a queue of its own."""
    found = parked(**changes)

    assert found.id == found.queue


@pytest.mark.parametrize(
    ("changes", "by_reference"),
    [
        ({}, False),
        ({"value": None, "value_bytes": 3_000_000}, True),
        ({"value": None, "value_bytes": None}, True),
        ({"value": None, "value_bytes": 0, "headers": (("ce_id", "id"),)}, False),
    ],
)
def test_a_message_without_its_value_is_read_at_its_origin(changes: dict[str, Any], *, by_reference: bool) -> None:
    """A value that was left out is read at its origin; an empty one was kept."""
    assert by_reference == parked(**changes).by_reference


@pytest.mark.parametrize(("value", "size"), [(None, None), ("", 0), ("e30=", 2)])
def test_version_1_tells_the_size_of_a_kept_value(value: str | None, size: int | None) -> None:
    """From version 1, the size is that of the kept value; without a value it is unknown."""
    data = json.loads((ROOT / "schemas/examples/imr.runtime.message-parked/1.json").read_bytes())
    data["parked"]["value"] = value

    assert size == read(MessageParked, 1, json.dumps(data).encode()).parked.value_bytes
