"""Counting messages that may come twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ops.domain.count import Count, count_on


def test_the_first_message_is_counted() -> None:
    """A count begins with the message it first meets, wherever that lies."""
    assert Count(1, 7) == count_on(None, 7)


@pytest.mark.parametrize(("offset", "expected"), [(6, Count(3, 7)), (7, Count(3, 7)), (8, Count(4, 8)), (20, Count(4, 20))])
def test_a_message_at_or_below_the_last_offset_is_a_repeat(offset: int, expected: Count) -> None:
    """Offsets up to 7 were counted; 8 and 20 are new: transaction markers leave gaps."""
    assert expected == count_on(Count(3, 7), offset)


def test_a_message_may_add_several() -> None:
    """A determination with three items of one outcome adds three."""
    assert Count(5, 9) == count_on(Count(2, 7), 9, by=3)


@given(st.lists(st.integers(0, 1_000), unique=True).map(sorted), st.integers(0, 50), st.integers(0, 50))
def test_reading_a_part_again_changes_nothing(offsets: list[int], start: int, length: int) -> None:
    """Offsets that are delivered again, in any stretch, are counted once."""
    seen = offsets[: start + length]
    count = None
    for offset in [*seen, *offsets[start:]]:
        count = count_on(count, offset)

    assert len(offsets) == (count.number if count else 0)
