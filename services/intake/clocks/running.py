"""The clocks that run in a case: ledgers, from which their timers are derived.

Every change of a clock goes through one of `start`, `toll`, `resume`, `convert`, `extend` and
`stop`. Each puts an entry into the ledger, counts the due instant anew, sets the timer to it or
takes it away, and returns the event. No due date is kept: a timer is derived, and is counted again
when it fires.

An entry dated before the last one is taken for one of that time, because the clocks of two
computers differ.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from jurisdictions.clock_rules import STANDARD, Served
from jurisdictions.ledger import Convert, Entry, Extend, Ledger, Resume, Start, Toll, count
from jurisdictions.model import Jurisdiction
from runtime.state.state import Timer
from schemas.messages.ledgers.clocks import ClockChanged, HowServed
from services.intake.clocks.earlier_cases import TIMERS, Found, found_by_timers
from services.intake.state import CaseClocks, RunningClock, Tables

JurisdictionOf = Callable[[str], Jurisdiction]
RECORDS_DUE = "records-due"
DETERMINATION_DUE = "determination-due"
FORMULARY_DETERMINATION_DUE = "determination-due-formulary"
"""The name of the clock of formulary drugs, which runs beside that of the other items."""
LATER_DETERMINATION_DUE = "later-determination-due"
"""A timer of earlier versions: that of the items that had longer than formulary drugs."""
FURTHER_RECORDS_DUE = "further-records-due"
DUPLICATE_UNSETTLED = "duplicate-unsettled"
ANSWER_DUE = "answer-due"
"""The clock of questions about the eligibility; a law need not have it."""
AUTHORIZATION_DUE = "authorization-due"
REIMBURSEMENT_DUE = "reimbursement-due"
IMPLEMENTATION_CLOCKS = (AUTHORIZATION_DUE, REIMBURSEMENT_DUE)
"""The clocks that run from service of a determination: to authorise, and to pay."""
EARLIER_PAPER = "a complete file of the same dispute had arrived earlier"
APPROACHING = "-approaching"
"""The end of the name of a timer that fires before a clock runs out."""
CLOCKS_OF_CASES = (
    DUPLICATE_UNSETTLED,
    ANSWER_DUE,
    RECORDS_DUE,
    FURTHER_RECORDS_DUE,
    DETERMINATION_DUE,
    FORMULARY_DETERMINATION_DUE,
    *IMPLEMENTATION_CLOCKS,
)
"""The names of all clocks that a case can have."""
DETERMINATION_CLOCKS = (DETERMINATION_DUE, FORMULARY_DETERMINATION_DUE)


def start(
    number: str,
    clock: str,
    at: datetime,
    tables: Tables,
    rules: Jurisdiction,
    *,
    variant: str = STANDARD,
    items: tuple[int, ...] = (),
    served: Served | None = None,
) -> ClockChanged:
    """Start *clock* of case *number*, anew if it runs.

    Its name is the clock's own; that of a formulary drug has `-formulary` behind it.
    """
    name = f"{clock}-{variant}" if variant == "formulary" else clock
    entry = Start(at=at, variant=variant, served=served)
    return _put(number, name, RunningClock(ledger=Ledger(clock=clock), items=items), entry, tables, rules)


def enter_again(
    number: str, name: str, clock: RunningClock, items: tuple[int, ...], tables: Tables, rules: Jurisdiction
) -> list[ClockChanged]:
    """Let *clock* run in the case *number* for *items*, with its ledger entry by entry.

    An end that *clock* says was told is not told again.
    """
    changed, entries = clock.model_copy(update={"ledger": Ledger(clock=clock.ledger.clock), "items": items}), clock.ledger.entries
    events = []
    for entry in entries:
        events.append(_put(number, name, changed, entry, tables, rules))
        changed = tables.clocks[number].running[name]
    return events


def start_earlier(number: str, first: datetime, at: datetime, tables: Tables, rules: Jurisdiction) -> list[ClockChanged]:
    """Let the decision clocks that started after *first* run from then; later entries stay."""
    events = adopt(number, tables, rules)
    for name in _those(number, DETERMINATION_CLOCKS, tables):
        clock = tables.clocks[number].running[name]
        started, *later = clock.ledger.entries
        if first < started.at:
            earlier = Ledger(clock=clock.ledger.clock, entries=(started.model_copy(update={"at": first}), *later))
            events += stop(number, at, EARLIER_PAPER, tables, [name])
            events += enter_again(number, name, clock.model_copy(update={"ledger": earlier}), clock.items, tables, rules)
    return events


def toll(
    number: str, at: datetime, reason: str, tables: Tables, rules: Jurisdiction, names: Iterable[str] | None = None
) -> list[ClockChanged]:
    """Let the clocks *names* stand still, by default all that run."""
    events = adopt(number, tables, rules)
    for name in _those(number, names, tables):
        if not is_tolled(number, name, tables):
            events.append(_enter(number, name, lambda at: Toll(at=at, reason=reason), at, tables, rules))
    return events


def resume(
    number: str, at: datetime, tables: Tables, rules: Jurisdiction, names: Iterable[str] | None = None
) -> list[ClockChanged]:
    """Let the clocks *names* go on, by default all that stand still."""
    return [
        _enter(number, name, lambda at: Resume(at=at), at, tables, rules)
        for name in _those(number, names, tables)
        if is_tolled(number, name, tables)
    ]


def convert(
    number: str,
    variant: str,
    at: datetime,
    reason: str,
    tables: Tables,
    rules: Jurisdiction,
    names: Iterable[str] = DETERMINATION_CLOCKS,
) -> list[ClockChanged]:
    """Let the clocks *names* that run go over to *variant*."""
    events = adopt(number, tables, rules)
    for name in _those(number, names, tables):
        events.append(_enter(number, name, lambda at: Convert(at=at, variant=variant, reason=reason), at, tables, rules))
    return events


def extend(number: str, name: str, days: int, at: datetime, reason: str, tables: Tables, rules: Jurisdiction) -> list[ClockChanged]:
    """Grant *days* more; raise EntryRefused beyond the legal limit, KeyError if none runs."""
    events = adopt(number, tables, rules)
    return [*events, _enter(number, name, lambda at: Extend(at=at, days=days, reason=reason), at, tables, rules)]


def stop(number: str, at: datetime, reason: str, tables: Tables, names: Iterable[str] | None = None) -> list[ClockChanged]:
    """Stop the clocks *names*, by default every one, and forget their ledgers.

    The events have the entries.
    """
    events = [_stopped(number, name, at, reason, tables) for name in _those(number, names, tables)]
    for name in TIMERS if names is None else names:
        tables.timers.pop(f"{number}/{name}", None)
    return events


def adopt(number: str, tables: Tables, rules: Jurisdiction) -> list[ClockChanged]:
    """Give a case of an earlier version, which has timers alone, ledgers with the same ends."""
    case = tables.cases.get(number)
    if number in tables.clocks or case is None or case.file is None:
        return []
    found: list[Found] = found_by_timers(number, case.file.application, tables.timers, rules)
    for each in found:
        tables.timers.pop(f"{number}/{each.timer}", None)
    return [start(number, each.clock, each.at, tables, rules, variant=each.variant, items=each.items) for each in found]


def due_at(number: str, name: str, tables: Tables, rules: Jurisdiction) -> datetime | None:
    """Return when the clock runs out, in UTC; None if it is tolled or does not run."""
    clocks = tables.clocks.get(number)
    due = count(clocks.running[name].ledger, rules) if clocks and name in clocks.running else None
    return due.at if due else None


def without_items(number: str, left: set[int], tables: Tables) -> list[str]:
    """Return the names of the clocks that count for items of which none is *left*."""
    running = tables.clocks[number].running if number in tables.clocks else {}
    return [name for name, clock in running.items() if clock.items and not left & set(clock.items)]


def is_tolled(number: str, name: str, tables: Tables) -> bool:
    """Return whether the clock stands still."""
    changes = [each.kind for each in tables.clocks[number].running[name].ledger.entries if each.kind in {"toll", "resume"}]
    return bool(changes) and changes[-1] == "toll"


def set_timers(number: str, name: str, clock: RunningClock, due: datetime | None, tables: Tables, rules: Jurisdiction) -> None:
    """Set the timers of a clock that runs out at *due*, or take them away while it is tolled.

    One fires at the end, one before it if the jurisdiction says so. An end that was told is not
    told again.
    """
    warned = warned_at(clock, due, rules)
    for timer, at, told in ((name, due, clock.missed_at), (name + APPROACHING, warned, clock.warned_at)):
        if at is None or due in {told, clock.missed_at}:
            tables.timers.pop(f"{number}/{timer}", None)
        else:
            set_timer(number, timer, at, tables)


def warned_at(clock: RunningClock, due: datetime | None, rules: Jurisdiction) -> datetime | None:
    """Return when the end at *due* is told to be near; None if it is not."""
    changes = [each for each in clock.ledger.entries if isinstance(each, Start | Convert)]
    known = rules.version(clock.ledger.clock, rules.local_date(changes[0].at)).variants
    variant = changes[-1].variant if changes[-1].variant in known else STANDARD
    before = rules.warned_before(clock.ledger.clock, variant, rules.local_date(changes[0].at))
    return due - before if due and before else None


def set_timer(subject: str, clock: str, at: datetime, tables: Tables) -> None:
    """Let the timer *clock* of *subject* fire *at* an instant."""
    tables.timers[f"{subject}/{clock}"] = Timer(clock=clock, subject=subject, due_at=at)


def _those(number: str, names: Iterable[str] | None, tables: Tables) -> list[str]:
    """Return those of *names* that run, in the order in which they started."""
    running = tables.clocks[number].running if number in tables.clocks else {}
    return [name for name in running if names is None or name in set(names)]


def _enter(
    number: str, name: str, entry_at: Callable[[datetime], Entry], at: datetime, tables: Tables, rules: Jurisdiction
) -> ClockChanged:
    clock = tables.clocks[number].running[name]
    return _put(number, name, clock, entry_at(_not_before(clock, at)), tables, rules)


def _not_before(clock: RunningClock, at: datetime) -> datetime:
    return max(at, clock.ledger.entries[-1].at)


def _put(number: str, name: str, clock: RunningClock, entry: Entry, tables: Tables, rules: Jurisdiction) -> ClockChanged:
    """Add *entry* and derive the timer; an end that was told to have passed is not set again."""
    clock = clock.model_copy(update={"ledger": clock.ledger.add(entry, rules)})
    keep(number, name, clock, tables, rules.name)
    due = count(clock.ledger, rules)
    set_timers(number, name, clock, due.at if due else None, tables, rules)
    return _changed(number, name, clock, rules.name, due.at if due else None, **_of_entry(entry))


def keep(number: str, name: str, clock: RunningClock, tables: Tables, jurisdiction: str | None = None) -> None:
    """Keep *clock* under its name; the first one of a case says by which *jurisdiction*."""
    held = tables.clocks.get(number)
    running = {**(held.running if held else {}), name: clock}
    tables.clocks[number] = CaseClocks(jurisdiction=jurisdiction or (held.jurisdiction if held else ""), running=running)


def _stopped(number: str, name: str, at: datetime, reason: str, tables: Tables) -> ClockChanged:
    held = tables.clocks[number]
    clock = held.running[name]
    left = {other: each for other, each in held.running.items() if other != name}
    if left:
        tables.clocks[number] = held.model_copy(update={"running": left})
    else:
        del tables.clocks[number]
    timer = tables.timers.pop(f"{number}/{name}", None)
    tables.timers.pop(f"{number}/{name}{APPROACHING}", None)
    end = timer.due_at if timer else clock.missed_at
    return _changed(number, name, clock, held.jurisdiction, end, change="stop", at=_not_before(clock, at), reason=reason)


def _of_entry(entry: Entry) -> dict[str, Any]:
    """Return the fields of the event that has *entry*."""
    fields: dict[str, Any] = {"change": entry.kind, "at": entry.at}
    match entry:
        case Start(served=served):
            how = HowServed(by=served.by, from_place=served.from_place, to_place=served.to_place) if served else None
            return {**fields, "variant": entry.variant, "served": how}
        case Convert():
            return {**fields, "variant": entry.variant, "reason": entry.reason}
        case Extend():
            return {**fields, "days": entry.days, "reason": entry.reason}
        case Toll():
            return {**fields, "reason": entry.reason}
    return fields


def _changed(number: str, name: str, clock: RunningClock, jurisdiction: str, due: datetime | None, **fields: Any) -> ClockChanged:
    told = {"name": name, "clock": clock.ledger.clock, "jurisdiction": jurisdiction, "items": clock.items, "due_at": due}
    none = dict.fromkeys(("variant", "days", "served", "reason"))
    return ClockChanged(case_number=number, **{**none, **told, **fields})
