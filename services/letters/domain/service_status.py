"""The status of one service of one letter on one party, and its proof.

intended → attempted → served, sent, failed or unsure; a sent or unsure service can be confirmed; a
served or sent letter can come back. Without an address it goes nowhere: intended → unaddressed. A
party is served again under another id, so that no statement about the first service applies to the
second.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Status = Literal["intended", "attempted", "sent", "served", "failed", "unsure", "returned", "unaddressed"]

_CONFIRMED_FROM: frozenset[Status] = frozenset({"attempted", "sent", "unsure"})
_RETURNED_FROM: frozenset[Status] = frozenset({"attempted", "sent", "served", "unsure"})
_OPEN: frozenset[Status] = frozenset({"intended", "attempted"})


def may_be_confirmed(status: Status) -> bool:
    """Return whether a person can prove the service.

    It was or may have been sent, without proof.
    """
    return status in _CONFIRMED_FROM


def may_come_back(status: Status) -> bool:
    """Return whether the letter can have come back: it was or may have been sent."""
    return status in _RETURNED_FROM


def day_cannot_be(day: date, decided_on: date | None, today: date, *, of: str = "determination") -> str | None:
    """Return why nothing can have happened to the letter on *day*, or None if it can have.

    *decided_on* is the day of its determination or of the notice, where it is known.
    """
    if day > today:
        return f"{day} is in the future; today is {today}"
    if decided_on is not None and day < decided_on:
        return f"{day} is before the {of} of {decided_on}"
    return None


def may_be_settled(status: Status) -> bool:
    """Return whether the channel's outcome counts: no person has reported another."""
    return status in _OPEN


@dataclass(frozen=True)
class Way:
    """The proof of a method of service.

    Where sending proves it, the party counts as served *presumed_after_days* later.
    """

    proven_by: Literal["sending", "confirmation"]
    presumed_after_days: int


def served_on(sent_on: date, way: Way) -> date | None:
    """Return the day of service proven by sending, or None if a person has to confirm it."""
    return sent_on + timedelta(days=way.presumed_after_days) if way.proven_by == "sending" else None
