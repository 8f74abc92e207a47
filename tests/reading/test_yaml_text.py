"""YAML from outside, bounded and strict."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reading.limits import WHOLE_MAX, Limits
from reading.problems import NotReadable
from reading.yaml_text import LineNumbers, parse_yaml, read_yaml

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-WHOLE_MAX, WHOLE_MAX) | st.text(st.characters(min_codepoint=32, max_codepoint=0x7E)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="ascii", categories=["L"])), inner, max_size=4)
    ),
    max_leaves=20,
)
BOMB = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10) if n else 'x'}]\n" for n in range(10))
LIMITS = Limits(size=1_000_000, depth=8, aliases=200, expanded=100_000)


@given(PLAIN)
def test_plain_data_comes_back(data: Any) -> None:
    """As PyYAML writes it."""
    assert data == parse_yaml(yaml.safe_dump(data)).data


@pytest.mark.parametrize(
    ("text", "line", "pointer", "told"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, "/b/c", "more than once"),
        ("a: 1\n'a': 2\n", 2, "/a", "more than once"),
        ("- .inf", 1, "/0", "not a finite number"),
        ("a: .nan", 1, "/a", "not a finite number"),
        ("a: 1.0e+999", 1, "/a", "not a finite number"),
        ("a: 1.0e-999", 1, "/a", "too near to zero"),
        (f"a: {2**53}", 1, "/a", "whole number beyond"),
        (f"a: 0x{'f' * 4_000}", 1, "/a", "too many digits"),
        (f"a: {'9' * 5_000}", 1, "/a", "too many digits"),
        ("a: !!int abc", 1, "/a", "not a whole number"),
        ("a: !!binary aGk=", 1, "/a", "has a tag"),
        ("a: !!python/object/apply:os.system [x]", 1, "/a", "has a tag"),
        ("a: !own x", 1, "/a", "has a tag"),
        ("1: x", 1, "", "a key that is not text"),
        ("on: x", 1, "", "a key that is not text"),
        ("? [a]\n: b", 1, "", "a key that is not text"),
        ("a: {<<: 1}", 1, "/a", "`<<` takes a mapping"),
        ("a: 1\nb: }\n", 2, "", "is not YAML"),
        ("a: b\n--- \nc: d", 2, "", "a second document"),
        ("a: *b", 1, "", "an alias (*) names an anchor (&) that is not defined above it"),
        ("a: &b 1\nc: &b 2\n", 2, "", "an anchor (&) of this name was defined above; was a part of the file pasted twice?"),
        ("a: b: c", 1, "", "a colon stands where it cannot"),
        ("a:\n  - 1\n  b: 2\n", 3, "", "lacks its dash"),
        ("a: |x\n b\n", 1, "", "text follows | or >"),
        ("a: 'b", 1, "", "a text in quotes does not end"),
        ("a: @b", 1, "", "begins with a character that it cannot"),
        ("a: &a [*a]", 1, "", "inside its own anchor"),
        ("[" * 100_000, 1, "", "nested more than 8 levels"),
        ("a: &a x\nb: [" + "*a, " * 201 + "]", 2, "", "more than 200 aliases"),
        (BOMB, 6, "", "aliases make it too large"),
        (f"a: &a {'x' * 1_000}\nb: [{'*a, ' * 150}]", 2, "", "aliases make it too large"),
    ],
)
def test_a_problem_has_its_line_and_pointer(text: str, line: int, pointer: str, told: str) -> None:
    """Nothing is built from a document beyond a bound."""
    with pytest.raises(NotReadable) as caught:
        parse_yaml(text, LIMITS)

    (problem,) = caught.value.problems
    assert (line, pointer) == (problem.line, problem.pointer)
    assert told in problem.detail


def test_a_control_character_is_refused() -> None:
    """YAML has no place for it."""
    with pytest.raises(NotReadable, match="control characters"):
        parse_yaml("a: \x00")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", None),
        ("a: 2015-02-30", {"a": "2015-02-30"}),
        ("a: &a {b: 1}\nc: {<<: *a, d: 2}", {"a": {"b": 1}, "c": {"b": 1, "d": 2}}),
        ("a: {<<: [{b: 1}, {b: 2, c: 3}], c: 4}", {"a": {"b": 1, "c": 4}}),
        ("a: &a [x]\nb: [*a, *a]", {"a": ["x"], "b": [["x"], ["x"]]}),
    ],
)
def test_dates_are_text_and_aliases_are_filled_in(text: str, data: Any) -> None:
    """A wrong date is an error of its field; `<<` gives way to the mapping's own keys."""
    assert data == parse_yaml(text).data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_are_those_of_json(encoding: str) -> None:
    """One reader of bytes."""
    assert {"name": "Zoë"} == read_yaml("name: Zoë\r\n".encode(encoding)).data


def test_a_path_leads_to_its_line() -> None:
    """By key, by number, by id or name; else to the last known step."""
    lines = parse_yaml("a: 1\nb:\n- id: first\n  c: 1\n- second\n").lines

    assert [2, 3, 4, 5, 5] == [
        lines.line(path) for path in [("b",), ("b", "first"), ("b", 0, "c"), ("b", "second"), ("b", 1, "gone")]
    ]
    assert 1 == LineNumbers().line(("b",))
