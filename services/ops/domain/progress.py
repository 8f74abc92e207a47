"""Whether reading goes on: a reader that is behind and does not move is stuck and is better restarted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far reading is (*position*) and how much is left (*lag*), summed over partitions; *is_well* if nothing is or it moved."""

    position: int
    lag: int
    is_well: bool


def observe(before: Progress | None, position: int, lag: int) -> Progress:
    """What an observation says after the one *before*."""
    return Progress(position, lag, is_well=lag == 0 or before is None or position != before.position)
