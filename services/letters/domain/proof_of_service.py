"""What proves that a party was served: by some methods the sending itself, by others only somebody's confirmation.

A presumption can be rebutted: a letter that comes back served nobody (service_life.py).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True)
class Way:
    """How a method of service is proven; where sending proves it, the party counts as served *presumed_after_days* later."""

    proven_by: Literal["sending", "confirmation"]
    presumed_after_days: int


def served_on(sent_on: date, way: Way) -> date | None:
    """The day of service that sending on *sent_on* proves; None where somebody has to confirm it."""
    return sent_on + timedelta(days=way.presumed_after_days) if way.proven_by == "sending" else None
