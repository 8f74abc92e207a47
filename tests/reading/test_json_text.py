"""JSON from outside, strictly."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.json_text import parse_json, read_json
from reading.limits import WHOLE_MAX, Limits
from reading.problems import NotReadable

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-WHOLE_MAX, WHOLE_MAX) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_sound_json_is_read_as_the_standard_library_reads_it(data: Any) -> None:
    """Nothing that every reader agrees about is refused."""
    assert data == read_json(json.dumps(data).encode())
    assert data == read_json(json.dumps(data, ensure_ascii=False).encode("utf-16"))


@pytest.mark.parametrize(
    ("text", "pointer", "told"),
    [
        ('{"a": {"b": 1, "b": 1}}', "/a/b", "more than once"),
        ('[{"a": 1}, {"a": 1, "a": 2, "a": 3}]', "/1/a", "more than once"),
        ('{"a": 1, "\\u0061": 2}', "/a", "more than once"),
        ('{"": 1, "": 2}', "/", "more than once"),
        ('{"a": 1e400}', "/a", "not a finite number"),
        ('{"a": [-1e999]}', "/a/0", "not a finite number"),
        ('{"a": NaN}', "/a", "NaN is no number"),
        ('{"a": -Infinity}', "/a", "-Infinity is no number"),
        ('{"a": 1e-400}', "/a", "too near to zero"),
        ('{"a": 9007199254740992}', "/a", "whole number beyond"),
        (f'{{"a": -{"9" * 5_000}}}', "/a", "whole number beyond"),
        ('{"a": "\\ud800"}', "/a", "surrogate"),
        ('{"a": "\\udc00\\ud800"}', "/a", "surrogate"),
        ('{"\\udfff": 1}', "/\\udfff", "surrogate"),
    ],
)
def test_a_value_that_readers_disagree_about_is_named(text: str, pointer: str, told: str) -> None:
    """With its pointer; the value is not quoted."""
    with pytest.raises(NotReadable) as caught:
        parse_json(text)

    ((where, detail),) = [(each.pointer, each.detail) for each in caught.value.problems]
    assert pointer == where
    assert told in detail


@pytest.mark.parametrize(
    "text",
    ["1e308", "-0.0", "0e999", "0.0e-999", "5e-324", "9007199254740991", '"\\ud83d\\ude00"', '"NaN"', '{"a": {"a": {"a": 1}}}'],
)
def test_a_value_at_the_bound_is_read(text: str) -> None:
    """A pair of surrogates is a character, and a key may come again one level down."""
    assert json.loads(text) == parse_json(text)


def test_every_problem_is_named_at_once() -> None:
    """Who corrects a file wants to do it once."""
    with pytest.raises(NotReadable) as caught:
        parse_json('{"a": NaN, "b": [1e400, {"c": 1, "c": 2}]}')

    assert {"/a", "/b/0", "/b/1/c"} == {each.pointer for each in caught.value.problems}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"{", "(column 2)"),
        (b'{"a": 1}\n{"a": 2}', "something follows after the end of the value (line 2, column 1)"),
        (b'["a\tb"]', "invalid control character"),
        (b'[1, "Secret Name]', "unterminated string"),
        (b"[" * 100_000, "nested more than 8 levels"),
        (b"[" * 9 + b"]" * 9, "nested more than 8 levels"),
        (b'{"a":' * 100_000, "nested more than 8 levels"),
        (b"[" + b"0," * 100 + b"0]", "more than 100 values"),
        (json.dumps({str(number): 0 for number in range(11)}).encode(), "has 11 keys"),
        (b" " * 1_001 + b"[]", "larger than 1,000 bytes"),
    ],
)
def test_a_document_beyond_a_bound_is_refused(content: bytes, told: str) -> None:
    """In one sentence, which does not quote the document."""
    limits = Limits(size=1_000 if content.startswith(b" ") else 1_000_000, depth=8, values=100, keys=10)

    with pytest.raises(NotReadable) as caught:
        read_json(content, limits)

    assert told in str(caught.value)
    assert "Secret" not in str(caught.value)


def test_a_document_within_its_bounds_is_read() -> None:
    """The bound itself is within."""
    assert 8 == str(read_json(b"[" * 8 + b"]" * 8, Limits(size=16, depth=8))).count("[")
    assert 99 == len(parse_json(json.dumps([0] * 99), Limits(size=1_000, values=100)))
