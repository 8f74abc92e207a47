"""Dead letters keep the original message."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.loop import parking
from runtime.record import Found
from schemas.wire.codec import read
from schemas.wire.dead_letters import MessageParked
from tests.examples import ROOT

HEADERS = st.lists(
    st.tuples(st.text(max_size=20).map(lambda text: text.encode("ascii", "ignore").decode()), st.binary(max_size=50)), max_size=5
)


@given(
    st.one_of(st.none(), st.binary(max_size=200)), st.one_of(st.none(), st.binary(max_size=50)), HEADERS, st.text(max_size=3_000)
)
def test_a_parked_message_comes_back_byte_for_byte(
    value: bytes | None, key: bytes | None, headers: list[tuple[str, bytes]], error: str
) -> None:
    """A parked message comes back byte for byte, with any bytes and any error text."""
    record = Found("imr.intake.events", 1, 42, 1_429_290_000_000, key, value, headers)

    again = parking.as_found(parking.parked_message("triage", record, "unreadable", error))

    assert (value, key, headers, 2) == (again.value, again.key, list(again.headers), again.attempt)


@pytest.mark.parametrize("value", [None, b"", b"x"])
def test_headers_too_large_are_left_out_with_the_value(value: bytes | None) -> None:
    """A dead letter fits its topic: large headers are left out and read at their place."""
    headers = [("noise", b"x" * parking.MESSAGE_BYTES_KEPT_MAX), ("ce_id", b"known")]

    parked = parking.parked_message("triage", Found("imr.intake.events", 1, 42, 0, b"key", value, headers), "unreadable", "noise")

    assert ((), None, "known", True) == (parked.headers, parked.message_key, parked.message_id, parked.by_reference)


@pytest.mark.parametrize(
    ("size", "by_reference"),
    [(0, False), (parking.MESSAGE_BYTES_KEPT_MAX - 13, False), (parking.MESSAGE_BYTES_KEPT_MAX - 12, True)],
)
def test_a_message_too_large_is_kept_by_reference(size: int, *, by_reference: bool) -> None:
    """From the size limit on, the dead letter holds place and size but not the value."""
    record = Found("imr.intake.events", 1, 42, 0, b"key", b"x" * size, [("ce_id", b"known")])

    parked = parking.parked_message("triage", record, "unreadable", "not JSON")

    assert (by_reference, size, "imr.intake.events/1/42") == (parked.by_reference, parked.value_bytes, parked.id)
    assert (parked.value is None) == by_reference
    assert [("ce_id", b"known")] == list(parking.as_found(parked).headers)


@pytest.mark.parametrize(("value", "value_bytes"), [(None, None), ("", 0), ("e30=", 2)])
def test_a_dead_letter_of_version_1_says_what_it_knows(value: str | None, value_bytes: int | None) -> None:
    """Version 1 gives the size of a kept value; without one the origin is read."""
    data = json.loads((ROOT / "schemas/examples/imr.runtime.message-parked/1.json").read_bytes())
    data["parked"]["value"] = value

    parked = read(MessageParked, 1, json.dumps(data).encode()).parked

    assert (value_bytes, value is None) == (parked.value_bytes, parked.by_reference)
