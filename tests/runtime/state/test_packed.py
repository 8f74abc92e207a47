"""State is packed into fewer bytes, and is the same state after."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.state.packed import SHORT_BYTES, UnknownPacking, packed, unpacked

ID, DIGEST = "5d9631f5-5024-57a5-8e7d-50653793075d", "9d64780fc177ba6674da73f950f7ae442c9dcb4310b4d9534743b8abfbc28625"
FIRST = "0183339862a7197e0d50095fda571b906a3e993d1614d5f0f4c03c37a582ff60f9aeb4925bc53f03beaf73d1997bda5960cbcd6077e71dab7f1f6a5355aa0500"
HANDLED = json.dumps({"ids": [ID], "digest": DIGEST}, separators=(",", ":")).encode()

WORDS = (
    st.text()
    | st.uuids().map(str)
    | st.uuids().map(lambda each: each.hex)
    | st.binary(min_size=32, max_size=32).map(bytes.hex)
    | st.binary(min_size=30, max_size=100).map(bytes.hex)
    | st.sampled_from(["\x02", "\x03", "\x04", "\x02" * 40, f"{ID}{DIGEST}", f"0{ID}", f"{DIGEST}{DIGEST}0", ID.upper()])
)
VALUES = st.recursive(WORDS | st.none() | st.integers(), lambda each: st.lists(each) | st.dictionaries(WORDS, each), max_leaves=30)


@given(st.dictionaries(WORDS, VALUES), st.integers(0, 40), st.booleans())
def test_what_is_packed_is_the_same_after(data: dict[str, Any], times: int, as_ascii: bool) -> None:  # noqa: FBT001 - drawn
    """Short or long, with digits, control characters and any other text."""
    for content in (data, {**data, "again": [data] * times}):
        plain = json.dumps(content, ensure_ascii=as_ascii, separators=(",", ":")).encode(errors="surrogatepass")

        assert plain == unpacked(packed(plain))


def test_ids_and_digests_take_their_bytes() -> None:
    """An id of 36 digits takes 16 bytes, a digest of 64 takes 32; all else here takes 16."""
    assert len(packed(HANDLED)) <= 16 + 32 + 16


def test_short_objects_are_left_as_they_are() -> None:
    """There is nothing to gain, and they are written most often."""
    short = json.dumps({"n": "x" * (SHORT_BYTES - 10)}).encode()

    assert len(short) < SHORT_BYTES
    assert short == packed(short)


def test_state_of_before_is_read_as_it_is() -> None:
    """JSON begins with a brace; nothing packed does."""
    assert HANDLED == unpacked(HANDLED)
    assert b"{"[0] != packed(HANDLED)[0]


def test_state_packed_once_is_read_for_ever() -> None:
    """The bytes that the first version wrote: a change of its dictionary would lose all state."""
    first = bytes.fromhex(FIRST)

    assert HANDLED == unpacked(first)


@pytest.mark.parametrize("content", [b"", b"\x00", b"\x02" + packed(HANDLED)[1:], packed(HANDLED)[:-1], packed(HANDLED)[:1]])
def test_other_bytes_are_refused(content: bytes) -> None:
    """Bytes of a later version, or cut off: part of an object is no object."""
    with pytest.raises(UnknownPacking):
        unpacked(content)
