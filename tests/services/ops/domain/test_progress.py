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
    """A reader is well if it moves or nothing is left; it is not if messages are left.

    A rebalance may move a position back, which counts as a move.
    """
    assert Progress(position, lag, is_well=expected) == observe(before, position, lag)
