"""Differences between two values of plain data."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.comparison.value_diff import ABSENT, Difference, differences

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN)
def test_the_same_has_no_differences(record: Any) -> None:
    """A value has no differences from itself."""
    assert [] == list(differences(record, record))


@given(PLAIN, PLAIN)
def test_what_differs_is_found(recorded: Any, derived: Any) -> None:
    """Two values without differences are equal."""
    assert list(differences(recorded, derived)) or repr(recorded) == repr(derived) or recorded == derived


def test_places_are_named() -> None:
    """BodySites have names and indices, and include those on one side only."""
    recorded: Any = {"items": [{"a": 1, "b": 2}, {"a": 1}], "gone": True}
    derived: Any = {"items": [{"a": 1, "b": 3}], "new": None}

    assert [
        Difference("items[0].b", 2, 3),
        Difference("items[1]", {"a": 1}, ABSENT),
        Difference("gone", True, ABSENT),
        Difference("new", ABSENT, None),
    ] == list(differences(recorded, derived))


def test_true_is_not_one() -> None:
    """True and 1 differ, as in JSON."""
    assert [Difference("", True, 1)] == list(differences(True, 1))
