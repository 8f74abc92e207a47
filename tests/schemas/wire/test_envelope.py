"""The envelope: CloudEvents in Kafka's binary mode."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.wire.envelope import Envelope, Unreadable, header_text, open_envelope

ENVELOPE = Envelope(
    id="id-1",
    source="/imr/intake",
    type="imr.intake.records-requested",
    version=1,
    time=datetime(2015, 4, 17, 17, 30, tzinfo=UTC),
    subject="CM15-1330001",
    correlation_id="id-0",
    causation_id="id-0",
    traceparent=None,
)
TEXT = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn", "Zs")), min_size=1, max_size=40)


def _changed(name: str, value: bytes | None) -> list[tuple[str, bytes]]:
    """Return the headers with *name* changed, or removed."""
    return [(header, content) for header, content in ENVELOPE.headers() if header != name] + (
        [] if value is None else [(name, value)]
    )


@given(TEXT, TEXT, TEXT, st.one_of(st.none(), TEXT), st.integers(1, 999_999), st.datetimes(timezones=st.just(UTC)))
def test_an_envelope_comes_back(
    identifier: str, source: str, message_type: str, subject: str | None, version: int, time: datetime
) -> None:
    """An envelope is read back from its headers unchanged."""
    envelope = Envelope(identifier, source, message_type, version, time, subject, identifier, subject, None)

    assert envelope == open_envelope(envelope.headers())


def test_the_attributes_others_see() -> None:
    """Headers follow CloudEvents 1.0, and the schema ends in the version."""
    headers = dict(ENVELOPE.headers())

    assert headers["ce_specversion"] == b"1.0"
    assert headers["ce_time"] == b"2015-04-17T17:30:00Z"
    assert headers["ce_dataschema"] == b"urn:imr:schema:imr.intake.records-requested:1"
    assert headers["content-type"] == b"application/json"


@pytest.mark.parametrize("name", ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_dataschema"])
@pytest.mark.parametrize("value", [None, b"", b"\xff\xfe", b"a\nb", b"x" * 1_001])
def test_a_header_that_is_missing_or_no_text_is_named(name: str, value: bytes | None) -> None:
    """A missing or malformed header is named; its content is not quoted."""
    with pytest.raises(Unreadable, match=name):
        open_envelope(_changed(name, value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce_specversion", b"0.3"),
        ("ce_time", b"yesterday"),
        ("ce_time", b"2015-04-17T17:30:00"),
        ("ce_dataschema", b"urn:imr:schema:imr.intake.records-requested:0"),
        ("ce_dataschema", b"urn:imr:schema:imr.intake.records-requested:one"),
        ("ce_dataschema", b"urn:imr:schema:imr.intake.records-requested:9999999"),
        ("ce_dataschema", b"urn:imr:schema:another-type:1"),
    ],
)
def test_a_header_with_a_wrong_value_is_named(name: str, value: bytes) -> None:
    """A header with an invalid value is named."""
    with pytest.raises(Unreadable, match=name):
        open_envelope(_changed(name, value))


def test_ids_of_others_are_unique_only_within_their_source() -> None:
    """Ids of other producers are unique only within their source; ours stand alone.

    Our ids are derived, so they need no source.
    """
    one, other = (Envelope("1", source, "t", 1, ENVELOPE.time, None, "1") for source in ("urn:one", "urn:other"))

    assert one.identity != other.identity
    assert ENVELOPE.identity == "id-1"


def test_a_header_is_found_by_name() -> None:
    """A header that is absent or repeated reads as None.

    Otherwise two readers could see two types.
    """
    assert header_text([("a", b"1"), ("b", b"2")], "a") == "1"
    assert header_text([("a", b"1"), ("a", b"2")], "a") is None
    assert header_text([], "a") is None


@pytest.mark.parametrize("name", ["ce_type", "ce_id", "ce_subject", "ce_other"])
def test_a_header_that_is_there_twice_is_refused(name: str) -> None:
    """A repeated header is refused by name, even if its values agree."""
    with pytest.raises(Unreadable, match=f"{name}.*twice"):
        open_envelope([*ENVELOPE.headers(), (name, b"1"), (name, b"1")])


@given(
    st.lists(
        st.tuples(st.sampled_from(["ce_id", "ce_type", "ce_time", "x"]), st.one_of(st.none(), st.binary(max_size=8))), max_size=12
    )
)
def test_noise_is_unreadable_and_nothing_else(headers: list[tuple[str, bytes | None]]) -> None:
    """Any bytes in headers are refused as unreadable, with no other error."""
    with pytest.raises(Unreadable):
        open_envelope(headers)  # type: ignore[arg-type]
