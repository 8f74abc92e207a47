"""A count that knows its last offset, so that a message delivered twice is counted once."""

from typing import NamedTuple


class Count(NamedTuple):
    """The *number* counted in one partition up to *last_offset*."""

    number: int
    last_offset: int


def count_on(count: Count | None, offset: int, by: int = 1) -> Count:
    """Return *count* after the message at *offset*, which adds *by*.

    Earlier offsets are known.

    A partition is read in order, so a repeat lies at or below the last offset. Each count carries
    its own offset because counts are saved one by one: after a crash some include a message that
    others do not, and each takes exactly the messages it lacks.
    """
    if count is None:
        return Count(by, offset)
    return Count(count.number + by, offset) if offset > count.last_offset else count
