"""Detect a reader that is behind and does not move: a restart helps it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """The *position* and *lag* of reading, summed over partitions.

    *is_well* holds if there is no lag or the position moved.
    """

    position: int
    lag: int
    is_well: bool


def observe(before: Progress | None, position: int, lag: int) -> Progress:
    """Return the progress by a new observation after the one *before*."""
    return Progress(position, lag, is_well=lag == 0 or before is None or position != before.position)
