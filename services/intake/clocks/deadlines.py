"""The end of a clock: near, and passed. Each is told once for each end.

A timer that fires is counted again from the ledger: where the rule was put right meanwhile, or the
clock has other entries, it is set to the new end.
"""

from datetime import datetime

from jurisdictions.ledger import count
from schemas.message import Message
from schemas.messages.ledgers.clocks import DeadlineApproaching, DeadlineMissed
from services.intake.clocks.running import JurisdictionOf, keep, set_timers, warned_at
from services.intake.state import RunningClock, Tables


def on_approaching(
    subject: str, fired_at: datetime, *, name: str, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Tell that the clock *name* of a case runs out soon."""
    clock = _running(subject, name, tables)
    if clock is None:
        return []
    rules = jurisdiction_of(tables.clocks[subject].jurisdiction)
    due = count(clock.ledger, rules)
    if due is None:
        return []
    warned = warned_at(clock, due.at, rules)
    if warned is None or warned > fired_at:
        set_timers(subject, name, clock, due.at, tables, rules)
        return []
    keep(subject, name, clock.model_copy(update={"warned_at": due.at}), tables)
    return [DeadlineApproaching(case_number=subject, name=name, items=clock.items, due_at=due.at)]


def missed(subject: str, fired_at: datetime, name: str, tables: Tables, jurisdiction_of: JurisdictionOf) -> DeadlineMissed | None:
    """Return that the clock *name* ran out, or None if it has time left.

    A case of an earlier version has a timer without a ledger.
    """
    clock = _running(subject, name, tables)
    if clock is None:
        return DeadlineMissed(case_number=subject, name=name, items=(), due_at=fired_at)
    rules = jurisdiction_of(tables.clocks[subject].jurisdiction)
    due = count(clock.ledger, rules)
    if due is None or due.at > fired_at:
        set_timers(subject, name, clock, due.at if due else None, tables, rules)
        return None
    keep(subject, name, clock.model_copy(update={"missed_at": due.at}), tables)
    return DeadlineMissed(case_number=subject, name=name, items=clock.items, due_at=due.at)


def _running(number: str, name: str, tables: Tables) -> RunningClock | None:
    clocks = tables.clocks.get(number)
    return clocks.running.get(name) if clocks else None
