"""Overturned treatment that the claims administrator owes (8 CCR 9792.10.7).

It authorises treatment still to come in five working days, and pays for treatment already given in
twenty days, each from the receipt of the determination. A petition does not stop these clocks.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from jurisdictions.ledger import count
from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.application import Application
from schemas.messages.decision import DeterminationSigned
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.letters import LetterServed
from services.intake.clocks.deadlines import missed
from services.intake.clocks.running import AUTHORIZATION_DUE, IMPLEMENTATION_CLOCKS, JurisdictionOf, keep, start, stop
from services.intake.state import Owed, RunningClock, Tables


def owe(message: DeterminationSigned, application: Application | None, at: datetime, tables: Tables) -> list[ClockChanged]:
    """Keep the items that *message* overturned and that are not implemented yet.

    *application* is known with the first determination. A correction changes the items; a clock
    without items stops, and of a former one nothing is known of treatment already given.
    """
    number = message.case_number
    before = tables.owed.get(number)
    overturned = {each.item for each in message.decisions if each.outcome == "overturned"}
    if before is None and (application is None or not overturned):
        return []
    if application is not None:
        given = tuple(item.number for item in application.items if item.review_kind == "retrospective")
        before = Owed(jurisdiction=application.jurisdiction, given=given)
    assert before is not None
    left = tuple(sorted(overturned - set(before.done)))
    tables.owed[number] = before.model_copy(update={"items": left, "done": tuple(sorted(overturned & set(before.done)))})
    return _counted_for(number, left, at, "nothing is owed any more", tables)


def forget(number: str, at: datetime, tables: Tables) -> list[ClockChanged]:
    """Owe nothing of a determination that is set aside."""
    tables.owed.pop(number, None)
    return stop(number, at, "the determination is set aside", tables, IMPLEMENTATION_CLOCKS)


def implement(
    number: str, items: Iterable[int], implemented_on: date, at: datetime, tables: Tables, rules: Jurisdiction
) -> list[ClockChanged]:
    """Keep that *items* are authorised or paid; a clock without items stops.

    It stops on the day of its latest proof and not *at* its recording, so that it is in time or
    late by that day. Where its end was told to be missed before a proof in time came, it says so.
    """
    owed, done = tables.owed[number], set(items)
    left = tuple(each for each in owed.items if each not in done)
    proven_on = {**owed.proven_on, **dict.fromkeys(done, implemented_on)}
    after = owed.model_copy(update={"items": left, "done": tuple(sorted({*owed.done, *done})), "proven_on": proven_on})
    tables.owed[number] = after
    stopped: list[ClockChanged] = []
    for name in _narrow(number, left, tables):
        of_clock = [each for each in after.done if each in proven_on and (each in owed.given) == (name != AUTHORIZATION_DUE)]
        last = max((proven_on[each] for each in of_clock), default=implemented_on)
        why = _told_of_proof(tables.clocks[number].running[name], last, rules)
        stopped += stop(number, min(noon(last, rules), at), why, tables, [name])
    return stopped


def noon(day: date, rules: Jurisdiction) -> datetime:
    """Return noon of *day* where the case is; of an act its day is known, and not its time."""
    return datetime.combine(day, time(12), rules.zone)


def _told_of_proof(clock: RunningClock, proven_on: date, rules: Jurisdiction) -> str:
    """Return why a clock stops on the day of its latest proof."""
    told = f"implemented on {proven_on:%m/%d/%Y}"
    due = count(clock.ledger, rules)
    if due is None or clock.missed_at is None or due.on < proven_on:
        return told
    return f"{told}, which is in time, though the proof came after the deadline was told to be missed"


def is_implemented(number: str, tables: Tables) -> bool:
    """Return whether all that was overturned is authorised or paid."""
    owed = tables.owed.get(number)
    return owed is not None and bool(owed.done) and not owed.items


def is_receipt(message: LetterServed) -> bool:
    """Return whether the claims administrator was served with the determination."""
    return message.party == "claims-administrator" and message.service_id.split(".")[1].isdigit()


def on_letter_served(message: LetterServed, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Start the clocks once the claims administrator was served with the determination.

    A later service starts none that runs; a notice starts none. The topics of decision and letters
    have no common order: of a case still under review the day is kept for its determination.
    """
    if not is_receipt(message):
        return []
    number = message.case_number
    if number in tables.owed:
        return start_owed(number, message.served_on, tables, jurisdiction_of)
    case = tables.cases.get(number)
    if case is not None and case.file is not None and message.served_on >= case.file.assigned_on:
        file = case.file.model_copy(update={"served_on": message.served_on})
        tables.cases[number] = case.model_copy(update={"file": file})
    return []


def start_owed(number: str, served_on: date, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Start a clock for each kind of item that is owed, from noon of the day of service."""
    if (owed := tables.owed.get(number)) is None:
        return []
    rules = jurisdiction_of(owed.jurisdiction)
    served_at = noon(served_on, rules)
    running = tables.clocks[number].running if number in tables.clocks else {}
    started: list[Message] = []
    for name in IMPLEMENTATION_CLOCKS:
        items = tuple(each for each in owed.items if (each in owed.given) == (name != AUTHORIZATION_DUE))
        if not items or name not in rules.clocks:
            continue
        if name in running:
            keep(number, name, running[name].model_copy(update={"items": items}), tables)
        else:
            started.append(start(number, name, served_at, tables, rules, items=items))
    return started


def on_implementation_due(
    subject: str, due_at: datetime, *, name: str, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Tell that the determination was not implemented in time."""
    late = missed(subject, due_at, name, tables, jurisdiction_of)
    return [] if late is None else [late]


def late_items(number: str, items: set[int], implemented_on: date, tables: Tables, rules: Jurisdiction) -> tuple[int, ...]:
    """Return those of *items* whose last day was before *implemented_on*."""
    running = tables.clocks[number].running if number in tables.clocks else {}
    late: set[int] = set()
    for name in IMPLEMENTATION_CLOCKS:
        due = count(running[name].ledger, rules) if name in running else None
        if due is not None and due.on < implemented_on:
            late |= items & set(running[name].items)
    return tuple(sorted(late))


def _counted_for(number: str, left: tuple[int, ...], at: datetime, because: str, tables: Tables) -> list[ClockChanged]:
    """Let each clock count for those of its items that are *left*; one without any stops."""
    return stop(number, at, because, tables, _narrow(number, left, tables))


def _narrow(number: str, left: tuple[int, ...], tables: Tables) -> list[str]:
    """Let each clock count for those of its items that are *left*; return those without any."""
    running = tables.clocks[number].running if number in tables.clocks else {}
    idle = []
    for name in IMPLEMENTATION_CLOCKS:
        if name in running:
            items = tuple(each for each in running[name].items if each in left)
            if items:
                keep(number, name, running[name].model_copy(update={"items": items}), tables)
            else:
                idle.append(name)
    return idle
