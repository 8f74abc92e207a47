"""Input is split into bodies, whatever form it has."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.submission.bodies import Utf8, bodies
from reading.problems import NotReadable, WrongEncoding

LIMIT = 100
JSON = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=5) | st.just('",]}[{\\'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


class Slow(io.BytesIO):
    """A file that gives a few bytes at a time, as a pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to seven bytes after the first 64."""
        return super().read(size if size == 64 else 7)


def split(content: bytes, name: str = "-", limit: int = LIMIT) -> list[tuple[str, bytes | None]]:
    """Return place and content of each body."""
    found = [(each.place, each.content) for each in bodies(Utf8(Slow(content)), Path(name), limit)]
    return [(place, None if body is None else body.strip()) for place, body in found]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", b"{}\n\n{}", [(":1", b"{}"), (":3", b"{}")]),
        ("a.jsonl", b"x\r\n{}\r\n", [(":1", b"x"), (":2", b"{}")]),
        ("a.jsonl", b"[1]\n", [(":1", b"[1]")]),
        ("-", b"{}\n{}\n", [(":1", b"{}"), (":2", b"{}")]),
        ("-", b"{\n}\n", [("", b"{\n}")]),
        ("-", b"{}\n\n", [("", b"{}")]),
        ("-", b"{} {}", [("", b"{} {}")]),
        ("-", b" [ ]", []),
        ("-", b"[1, 2]\n", [("/0", b"1"), ("/1", b"2")]),
        ("-", b"[1,,2,]", [("/0", b"1"), ("/1", b""), ("/2", b"2"), ("/3", b"")]),
        ("-", b'["]", "\\"]", {"a": [1, 2]}]', [("/0", b'"]"'), ("/1", b'"\\"]"'), ("/2", b'{"a": [1, 2]}')]),
        ("a.jsonl", b"1" * LIMIT, [(":1", b"1" * LIMIT)]),
        ("a.jsonl", b"1" * (LIMIT + 1) + b"\n{}", [(":1", None), (":2", b"{}")]),
        ("a.jsonl", b"1" * 1_000 + b"\n{}", [(":1", None), (":2", b"{}")]),
        ("-", b"1" * (LIMIT + 1), [("", None)]),
        ("-", b"[" + b"1" * 1_000 + b", 2]", [("/0", None), ("/1", b"2")]),
        ("-", b"{}\n" * 200, [(f":{line}", b"{}") for line in range(1, 201)]),
    ],
)
def test_the_form_is_told_by_name_or_beginning(name: str, content: bytes, expected: list[tuple[str, bytes | None]]) -> None:
    """A body that is too large is skipped, and the next is read."""
    assert expected == split(content, name)


@given(
    st.lists(JSON, min_size=1, max_size=5), st.sampled_from([None, 1]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"])
)
def test_a_list_is_split_into_its_entries(entries: list[object], indent: int | None, encoding: str) -> None:
    """Whatever they hold, and wherever a chunk ends."""
    content = json.dumps(entries, indent=indent, ensure_ascii=False).encode(encoding, "replace")
    found = split(content, limit=10_000)

    assert [f"/{number}" for number in range(len(entries))] == [place for place, _ in found]
    assert json.loads(content.decode(encoding)) == [json.loads(body or b"null") for _, body in found]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("-", b"", "is empty"),
        ("a.jsonl", b"\n \n", "is empty"),
        ("-", b"[1, 2", "ends within its list, after 1 entries"),
        ("-", b"[1] [2]", "has more after its list"),
    ],
)
def test_a_file_that_is_not_whole_is_told(name: str, content: bytes, told: str) -> None:
    """Nothing is left out without a word."""
    with pytest.raises(NotReadable, match=told):
        split(content, name)


def test_a_line_without_an_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endless file costs neither memory nor time."""
    monkeypatch.setattr("cli.submission.bodies._LINE_BYTES_MAX", 200)
    with pytest.raises(NotReadable, match="line without an end"):
        split(b"0" * 200_000, "a.jsonl")


def test_an_invalid_character_of_utf_16_is_told() -> None:
    """Half a pair, for one."""
    with pytest.raises(WrongEncoding, match="UTF-16"):
        split("{}".encode("utf-16") + b"\x00\xd8\x00\x00")
