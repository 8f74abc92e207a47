"""The clocks of two cases that go on as one: of two ends, the earlier counts."""

from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.messages.ledgers.clocks import ClockChanged
from services.intake.clocks.running import (
    DETERMINATION_CLOCKS,
    FURTHER_RECORDS_DUE,
    adopt,
    convert,
    due_at,
    enter_again,
    stop,
)
from services.intake.state import OpenCase, RunningClock, Tables

JOINED = "another case is consolidated into this one"
EXPEDITED = "the review of the other case is expedited"


def hand_over(
    number: str, other: str, file: OpenCase, items: dict[int, int], at: datetime, tables: Tables, rules: Jurisdiction
) -> list[ClockChanged]:
    """Stop the clocks of *other*, and let its decision clocks count in the case *number*.

    *file* is the merged one, *items* maps the numbers of the other's items to those in it. A clock
    of the other case goes on here, with its ledger, if it ends first. The time for records stays
    that of the notice of the case that goes on.
    """
    events = [*adopt(number, tables, rules), *adopt(other, tables, rules)]
    theirs = _decision_clocks(other, tables)
    ends = {name: due_at(other, name, tables, rules) for name in theirs}
    events += stop(other, at, f"consolidated into {number}", tables)
    if file.application.priority == "expedited" and _is_standard(number, tables):
        events += convert(number, "expedited", at, EXPEDITED, tables, rules, [*DETERMINATION_CLOCKS, FURTHER_RECORDS_DUE])
    own = _decision_clocks(number, tables)
    counted = _counted(own, theirs, items)
    for name in DETERMINATION_CLOCKS:
        mine, their = own.get(name), theirs.get(name)
        if mine is None and their is None:
            continue
        ends_here, ends_there = due_at(number, name, tables, rules), ends.get(name)
        if their is not None and (mine is None or (ends_there is not None and (ends_here is None or ends_there < ends_here))):
            chosen = their.model_copy(update={"warned_at": None, "missed_at": None})
        else:
            assert mine is not None
            chosen = mine
        if chosen is mine and counted[name] == chosen.items:
            continue
        events += stop(number, at, JOINED, tables, [name])
        events += enter_again(number, name, chosen, counted[name], tables, rules)
    return events


def _counted(own: dict[str, RunningClock], theirs: dict[str, RunningClock], items: dict[int, int]) -> dict[str, tuple[int, ...]]:
    """Return the items that each clock counts for, by their numbers in the case that goes on."""
    counted = {name: set(own[name].items) if name in own else set() for name in {*own, *theirs}}
    for name, clock in theirs.items():
        counted[name] |= {items[each] for each in clock.items if each in items}
    return {name: tuple(sorted(numbers)) for name, numbers in counted.items()}


def _decision_clocks(number: str, tables: Tables) -> dict[str, RunningClock]:
    running = tables.clocks[number].running if number in tables.clocks else {}
    return {name: clock for name, clock in running.items() if name in DETERMINATION_CLOCKS}


def _is_standard(number: str, tables: Tables) -> bool:
    """Whether the case that goes on runs as a standard one until now."""
    file = tables.cases[number].file
    return file is not None and file.application.priority == "standard"
