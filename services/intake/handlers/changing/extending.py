"""More time for a decision clock, which the administrative director approved."""

from datetime import datetime

from jurisdictions.ledger import EntryRefused, Extend
from schemas.message import Message
from schemas.messages.acts.extensions import DeadlineExtended, ExtendClock
from services.intake.clocks.running import JurisdictionOf, adopt, due_at, extend
from services.intake.domain.lifecycle.transitions import allows
from services.intake.handlers.clocks import case_of
from services.intake.refusals import not_allowed, refused, unchanged
from services.intake.state import RunningClock, Tables


def on_extend_clock(message: ExtendClock, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Extend a clock once for each approval, up to three days in all (LC 4610.6(d)(3)).

    A clock that ran out is not extended: late is still binding, and the record says late.
    """
    number = message.case_number
    case = case_of(number, tables)
    if not allows(case.stage, "extend-clock") or case.file is None:
        return [not_allowed(message, case.stage)]
    rules = jurisdiction_of(case.file.application.jurisdiction)
    adopted = adopt(number, tables, rules)
    held = tables.clocks.get(number)
    clock = held.running.get(message.name) if held else None
    if clock is None:
        running = ", ".join(held.running) if held else "none"
        return [*adopted, refused(message, case.stage, "no-such-clock", f"No clock {message.name} runs; there is: {running}.")]
    if _told(message) in _reasons(clock):
        return [*adopted, unchanged(message, case.stage, f"The clock has the days of approval {message.approval} already.")]
    end = due_at(number, message.name, tables, rules)
    if end is not None and end < at:
        return [*adopted, refused(message, case.stage, "ran-out", f"The clock ran out at {rules.told(end)}.")]
    try:
        extended = extend(number, message.name, message.days, at, _told(message), tables, rules)
    except EntryRefused as error:
        return [*adopted, refused(message, case.stage, "not-extended", f"{error}.")]
    answer = DeadlineExtended(
        case_number=number,
        due_at=due_at(number, message.name, tables, rules),
        **{field: getattr(message, field) for field in ("name", "days", "approval", "actor", "reason", "acted_at")},
    )
    return [*adopted, *extended, answer]


def _told(message: ExtendClock) -> str:
    return f"approval {message.approval} of the administrative director"


def _reasons(clock: RunningClock) -> set[str]:
    return {entry.reason for entry in clock.ledger.entries if isinstance(entry, Extend)}
