"""A table's three layers: the handler's writes, the batch's, and the committed state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.state import table as table_module
from runtime.state.table import ObjectTooLarge, Table
from schemas.message import Part


class Counted(Part):
    """An object of the table."""

    number: int


ONE, TWO = Counted(number=1), Counted(number=2)


def table(**committed: Counted) -> Table[Counted]:
    """Return a table with committed objects."""
    content = {key: each.model_dump_json().encode() for key, each in committed.items()}
    return Table("counted", Counted, content, lambda _table: None)


def keep(found: Table[Counted]) -> None:
    """Keep the writes of a handler that returned."""
    found.keep(found.encoded())


def test_a_handlers_write_is_seen_at_once_and_dropped_with_it() -> None:
    """A handler sees its own writes; if it raises, they are dropped."""
    found = table(a=ONE)

    found["a"] = TWO
    assert TWO == found["a"]
    found.drop()

    assert ONE == found["a"]


def test_a_batch_is_abandoned_whole() -> None:
    """When a transaction fails, the writes of its whole batch are dropped."""
    found = table(a=ONE)
    found["a"] = TWO
    keep(found)

    found.abandon()

    assert (ONE, {}) == (found["a"], found.changes())


def test_only_a_commit_makes_the_batch_the_state() -> None:
    """A commit turns the batch's writes into state; no changes are left to write."""
    found = table(a=ONE)
    found["b"] = TWO
    del found["a"]
    keep(found)
    assert {"a": None, "b": b'{"number":2}'} == found.changes()

    found.commit()

    assert (["b"], {}) == (list(found), found.changes())


def test_a_deleted_key_is_gone_for_the_same_handler() -> None:
    """A deleted key is gone for the same handler.

    It cannot be read, listed or deleted again.
    """
    found = table(a=ONE)
    del found["a"]

    assert "a" not in found
    assert 0 == len(found)
    with pytest.raises(KeyError):
        del found["a"]


def test_the_objects_used_last_are_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects are kept up to a bound of their bytes; the others are decoded again."""
    found = table(**{str(number): Counted(number=number) for number in range(10)})
    size = len(ONE.model_dump_json())
    monkeypatch.setattr(table_module, "OBJECTS_BYTES_MAX", 3 * size)

    first = [found[str(number)] for number in range(10)]

    assert [True, True, True, False] == [found[key] is first[int(key)] for key in ("7", "8", "9", "6")]
    assert [Counted(number=number) for number in range(10)] == list(found.values())


def test_an_object_the_changelog_cannot_take_is_refused_before_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says how large it is, and the table is as it was once the write is dropped."""
    found = table(a=ONE)
    monkeypatch.setattr(table_module, "STATE_BYTES_MAX", len(ONE.model_dump_json()))
    found["a"] = Counted(number=10)

    with pytest.raises(ObjectTooLarge, match="the table counted came to 13 bytes; the changelog takes 12"):
        found.encoded()
    found.drop()

    assert ONE == found["a"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 9)), st.booleans())))
def test_it_behaves_as_a_dictionary_with_a_way_back(writes: list[tuple[str, int | None, bool]]) -> None:
    """Only writes that were kept remain, in any order of writes, keeps and drops."""
    found, expected = table(), dict[str, Counted]()
    for key, number, is_kept in writes:
        after = dict(expected)
        if number is None:
            found.pop(key, None)
            after.pop(key, None)
        else:
            found[key] = after[key] = Counted(number=number)
        if is_kept:
            keep(found)
            expected = after
        else:
            found.drop()

    assert expected == dict(found)
