"""Who may appeal, and from which way of service the time is counted (LC 4610.6(h)).

The last day is that of the jurisdiction's clock `appeal`: thirty days after service, the days that
the way of service adds, and the carrying over of a last day on a weekend or holiday.
"""

from collections.abc import Collection
from datetime import date
from typing import Literal

from services.letters.domain.parties import Method

APPEAL = "appeal"
"""The clock of the window."""

WayCounted = Literal["personal", "mail", "fax", "electronic"]

_WAYS: dict[Method, WayCounted] = {"mail": "mail", "electronic": "electronic", "fax": "fax", "hand": "personal"}


def way_counted(method: Method) -> WayCounted:
    """Return the law's name for a method of service: handing over is service in person."""
    return _WAYS[method]


def appeal_until(party: str, entitled: Collection[str], last_day: date) -> date | None:
    """Return the last day on which *party* may appeal, None where it has no appeal."""
    return last_day if party in entitled else None


def is_known_when_sent(method: Method) -> bool:
    """Return whether the day of service is the day of sending, so that the last day is known."""
    return method != "hand"
