"""A table's three layers: the handler's writes, the batch's, and the committed state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.state.table import Table
from schemas.message import Part


class Counted(Part):
    """An object of the table."""

    number: int


ONE, TWO = Counted(number=1), Counted(number=2)


def table(**committed: Counted | bytes) -> Table[Counted]:
    """Return a table with committed objects."""
    return Table("counted", Counted, dict(committed), lambda _table: None)


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
    found.keep()

    found.abandon()

    assert (ONE, {}) == (found["a"], found.changes())


def test_only_a_commit_makes_the_batch_the_state() -> None:
    """A commit turns the batch's writes into state; no changes are left to write."""
    found = table(a=ONE)
    found["b"] = TWO
    del found["a"]
    found.keep()
    assert {"a": None, "b": TWO} == found.changes()

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


def test_restored_bytes_are_read_once() -> None:
    """Restored bytes are parsed at the first read and kept as an object."""
    found = table(a=ONE.model_dump_json().encode())

    assert found["a"] is found["a"]


def test_a_restored_deletion_removes_the_key() -> None:
    """A restored None removes the key."""
    found = table(a=ONE)

    found.restore("a", None)
    found.restore("b", TWO.model_dump_json().encode())

    assert ["b"] == list(found)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 9)), st.booleans())))
def test_it_behaves_as_a_dictionary_with_a_way_back(writes: list[tuple[str, int | None, bool]]) -> None:
    """Only writes that were kept remain, in any order of writes, keeps and drops."""
    found, expected = table(), dict[str, Counted]()
    for key, number, keep in writes:
        after = dict(expected)
        if number is None:
            found.pop(key, None)
            after.pop(key, None)
        else:
            found[key] = after[key] = Counted(number=number)
        if keep:
            found.keep()
            expected = after
        else:
            found.drop()

    assert expected == dict(found)
