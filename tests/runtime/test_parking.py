"""Keeping a message as it was found."""

from hypothesis import given
from hypothesis import strategies as st

from runtime import parking
from runtime.record import Found

HEADERS = st.lists(
    st.tuples(st.text(max_size=20).map(lambda text: text.encode("ascii", "ignore").decode()), st.binary(max_size=50)), max_size=5
)


@given(
    st.one_of(st.none(), st.binary(max_size=200)), st.one_of(st.none(), st.binary(max_size=50)), HEADERS, st.text(max_size=3_000)
)
def test_a_parked_message_comes_back_byte_for_byte(
    value: bytes | None, key: bytes | None, headers: list[tuple[str, bytes]], error: str
) -> None:
    """Whatever the bytes are, and whatever the error says, the message can be parked and is handled again as it was."""
    record = Found("imr.intake.events", 1, 42, 1_429_290_000_000, key, value, headers)

    again = parking.as_found(parking.parked_message("triage", record, "unreadable", error))

    assert (value, key, headers, 2) == (again.value, again.key, list(again.headers), again.attempt)


def test_a_value_too_large_is_kept_by_reference() -> None:
    """Its place is kept; the value is not written again."""
    record = Found("imr.intake.events", 1, 42, 0, b"key", b"x" * (parking.VALUE_BYTES_MAX + 1), [])

    parked = parking.parked_message("triage", record, "unreadable", "not JSON")

    assert (None, "imr.intake.events/1/42") == (parked.value, parked.id)
