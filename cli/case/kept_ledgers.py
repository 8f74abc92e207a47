"""The ledgers of a case's clocks as plain values, from its events in any order.

They are kept with the summary of a case, so that each end is counted when it is asked for: one that
an event told is wrong after a pause, a conversion or a change of the rules. Of a clock that has
stopped only that instant is kept.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, get_args

from cli.case.clocks import entry_of
from jurisdictions.ledger import EntryRefused, Ledger, count
from jurisdictions.model import Jurisdiction
from schemas.messages.ledgers.clocks import ChangeOfClock, ClockChanged

Kept = Mapping[str, Any]
"""The entries of a clock, each with its place in the order, and the place of its stop."""

_ORDER = {change: number for number, change in enumerate(get_args(get_args(ChangeOfClock)[0]))}
"""Entries of one instant in their usual order, where no offset tells another."""


class NextClock(NamedTuple):
    """A clock of a case by its name, and when it runs out."""

    name: str
    at: datetime


def with_change(kept: Kept | None, changed: ClockChanged, when: float, offset: int = 0) -> Kept:
    """Return the ledger with an event that happened *when*, in seconds since 1970.

    Of events of one instant the *offset* in their topic tells the order: a clock that stops and
    starts again in one act runs. A repeated event, or one from before the last stop, changes
    nothing.
    """
    entries, stopped = (list(kept["entries"]), kept["stopped"]) if kept else ([], [-1.0, 0, 0])
    place = [when, offset, _ORDER[changed.change]]
    if changed.change == "stop":
        stopped = max(stopped, place)
    else:
        entry = changed.model_dump(mode="json", exclude_none=True, exclude={"case_number", "name", "due_at"})
        entries = sorted((*(each for each in entries if each[0] != place), [place, entry]), key=lambda each: each[0])
    return {"entries": [each for each in entries if each[0] > stopped], "stopped": stopped}


def next_clock(ledgers: Mapping[str, Kept], rules_of: Callable[[str], Jurisdiction]) -> NextClock | None:
    """Return the clock that runs out first, None if none runs; *ledgers* are by its name."""
    ends = [NextClock(name, end) for name, kept in ledgers.items() if (end := _end(name, kept, rules_of)) is not None]
    return min(ends, key=lambda each: each.at, default=None)


def _end(name: str, kept: Kept, rules_of: Callable[[str], Jurisdiction]) -> datetime | None:
    changes = [_change(name, entry) for _, entry in kept["entries"]]
    begun = max((number for number, each in enumerate(changes) if each.change == "start"), default=None)
    if begun is None:
        return None
    ledger = Ledger(clock=changes[begun].clock, entries=tuple(entry_of(each) for each in changes[begun:]))
    try:
        due = count(ledger, rules_of(changes[begun].jurisdiction))
    except EntryRefused:  # by rules that were changed since; `imr case clocks` says which
        return None
    return due.at if due else None


def _change(name: str, entry: Mapping[str, Any]) -> ClockChanged:
    absent = dict.fromkeys(("variant", "days", "served", "reason", "due_at"))
    return ClockChanged.model_validate_json(json.dumps({**absent, **entry, "case_number": _ANY_CASE, "name": name}))


_ANY_CASE = "CM15-0000001"
"""A number of the right form: an end does not depend on the case."""
