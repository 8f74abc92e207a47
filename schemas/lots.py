"""Lots and case numbers: the partition in which a message belongs.

All applications of one worker and injury meet in one lot, one of 1,000. A case number is `CM`, the
two-digit year received, `-`, the lot, and a running number in that lot and year: `CM26-4170023`.
"""

import hashlib
import re
from datetime import date
from functools import lru_cache

LOTS = 1_000
RUNNING_NUMBER_MAX = 9_999

_CASE_NUMBER = re.compile(r"CM([0-9]{2})-([0-9]{3})([0-9]{4})")


class NotACaseNumber(ValueError):
    """A text that should be a case number and is not."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:40]!r} is no case number; one looks like CM26-4170023")
        self.text = text


class LotFull(ValueError):
    """A lot has given out all its numbers of a year."""

    def __init__(self, lot: int, year: int) -> None:
        super().__init__(f"lot {lot:03d} has given out all its {RUNNING_NUMBER_MAX} case numbers of {year}")
        self.lot, self.year = lot, year


def lot_of_injury(injured_on: date) -> int:
    """Return the lot (0 to 999) of a date of injury.

    Every channel has that date, and its spelling does not vary.
    """
    return _hash(injured_on.isoformat()) % LOTS


@lru_cache(maxsize=10_000)
def lot_of_case(case_number: str) -> int:
    """The lot inside *case_number*; raises NotACaseNumber."""
    match = _CASE_NUMBER.fullmatch(case_number)
    if not match:
        raise NotACaseNumber(case_number)
    return int(match[2])


def case_number(year: int, lot: int, running_number: int) -> str:
    """Return the case number of an application by year received, lot and running number.

    Raises LotFull.
    """
    if not 1 <= running_number <= RUNNING_NUMBER_MAX:
        raise LotFull(lot, year)
    return f"CM{year % 100:02d}-{lot:03d}{running_number:04d}"


def partition_of(key: str, lot: int | None, partitions: int) -> int:
    """The partition a message belongs to: its lot's, or that of the hash of its key."""
    return (_hash(key) if lot is None else lot) % partitions


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
