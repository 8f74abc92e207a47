"""Whether reading goes on."""

import pytest

from services.ops.domain.progress import Progress, observe


@pytest.mark.parametrize(
    ("before", "position", "lag", "expected"),
    [
        (None, 5, 9, True),
        (Progress(5, 9, is_well=True), 5, 9, False),
        (Progress(5, 9, is_well=False), 5, 12, False),
        (Progress(5, 9, is_well=False), 6, 9, True),
        (Progress(5, 0, is_well=True), 5, 0, True),
        (Progress(9, 9, is_well=True), 4, 9, True),
    ],
)
def test_behind_and_not_moving_is_not_well(before: Progress | None, position: int, lag: int, *, expected: bool) -> None:
    """Nothing left, or any move (a rebalance may take it back), is well; standing still with messages left is not."""
    assert Progress(position, lag, is_well=expected) == observe(before, position, lag)
