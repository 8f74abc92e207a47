"""A count that knows up to where it counts, so that a message delivered twice is counted once."""

from typing import NamedTuple


class Count(NamedTuple):
    """*number* of what the messages of one partition hold, up to *last_offset*."""

    number: int
    last_offset: int


def count_on(count: Count | None, offset: int, by: int = 1) -> Count:
    """*count* after the message at *offset*, which adds *by*; one at or below the last offset was counted before.

    A partition is read in order, so what comes again lies at or below what was counted. Each count carries its own offset because
    counts are saved one by one: after a crash some include a message that others do not, and each takes exactly what it lacks.
    """
    if count is None:
        return Count(by, offset)
    return Count(count.number + by, offset) if offset > count.last_offset else count
