"""`imr case clocks`: the clocks of a case, counted from their ledgers."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

from cli.session.connection import connect, no_such_case, partition_of_case
from cli.session.options import AsJsonLines
from cli.session.output import print_json, say, say_aside, terminal_width
from cli.session.table import Prose, print_table
from cli.session.timeline import history
from jurisdictions.clock_rules import Served, Step
from jurisdictions.files import load_jurisdiction
from jurisdictions.ledger import Convert, Entry, Extend, Ledger, Resume, Start, Toll, count, steps_of
from jurisdictions.legal_time import Due
from jurisdictions.model import Jurisdiction
from runtime import clock
from runtime.outside.follow import read_to_end
from schemas.form.values import Place
from schemas.message import Message
from schemas.messages.intake import ApplicationReceived
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.letters import LetterServed
from schemas.topics import INTAKE_EVENTS, LETTERS_EVENTS

PLACES: tuple[Place, ...] = ("california", "another-state", "abroad")
Stage = Literal["runs", "stands still", "stopped"]


@dataclass
class ClockOfCase:
    """A clock of a case: its ledger as the events tell it, under the rules of a jurisdiction."""

    name: str
    ledger: Ledger
    rules: Jurisdiction
    items: tuple[int, ...] = ()
    stopped: ClockChanged | None = None

    @property
    def due(self) -> Due | None:
        """Return when it runs out by these rules; None while it stands still."""
        return count(self.ledger, self.rules)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the count."""
        return steps_of(self.ledger, self.rules)

    @property
    def stage(self) -> Stage:
        """Return whether it runs, stands still or has stopped."""
        if self.stopped is not None:
            return "stopped"
        return "stands still" if self.due is None else "runs"

    def is_late(self, now: datetime) -> bool:
        """Return whether it ran out before its stop, or before *now*."""
        due = self.due
        return due is not None and due.at < (self.stopped.at if self.stopped else now)


def clocks_of(events: Iterable[Message], rules_of: Callable[[str], Jurisdiction]) -> list[ClockOfCase]:
    """Return the clocks that *events* of a case tell, in the order in which they started.

    A second start of a clock makes another one. The ends depend on the rules as well as the events.
    """
    found: list[ClockOfCase] = []
    running: dict[str, ClockOfCase] = {}
    for each in events:
        if not isinstance(each, ClockChanged):
            continue
        if each.change == "start":
            running[each.name] = ClockOfCase(each.name, Ledger(clock=each.clock), rules_of(each.jurisdiction), each.items)
            found.append(running[each.name])
        held = running.get(each.name)
        if held is None:
            continue
        if each.change == "stop":
            held.stopped = each
            del running[each.name]
        else:
            held.items = each.items
            held.ledger = held.ledger.model_copy(update={"entries": (*held.ledger.entries, entry_of(each))})
    return found


def times_to_appeal(events: Iterable[Message], rules_of: Callable[[str], Jurisdiction]) -> list[ClockOfCase]:
    """Return each party's time to appeal, from the newest service on it (LC 4610.6(h)).

    No event has its ledger: a right that is not used is no duty that is missed.
    """
    jurisdiction, found = "", {}
    for each in events:
        if isinstance(each, ApplicationReceived):
            jurisdiction = each.application.jurisdiction
        if isinstance(each, LetterServed) and each.appeal_until is not None:
            found[each.party] = each
    return [_time_to_appeal(each, rules_of(jurisdiction)) for each in found.values()] if jurisdiction else []


def _time_to_appeal(service: LetterServed, rules: Jurisdiction) -> ClockOfCase:
    """Return the clock from a service, by the nearest place that gives its last day."""
    at = datetime.combine(service.served_on, time(12), rules.zone)
    by: Any = "personal" if service.method == "hand" else service.method
    ways = [Served(by=by, from_place="california", to_place=place) for place in PLACES]
    ledgers = [Ledger(clock="appeal", entries=(Start(at=at, served=served),)) for served in ways]
    fits = (each for each in ledgers if (due := count(each, rules)) is not None and due.on == service.appeal_until)
    return ClockOfCase(f"appeal of the {service.party.replace('-', ' ')}", next(fits, ledgers[0]), rules)


def entry_of(changed: ClockChanged) -> Entry:
    """Return the entry of a ledger that the event has."""
    reason = changed.reason or "no reason is recorded"
    match changed.change:
        case "toll":
            return Toll(at=changed.at, reason=reason)
        case "resume":
            return Resume(at=changed.at)
        case "convert":
            return Convert(at=changed.at, variant=changed.variant or "standard", reason=reason)
        case "extend":
            return Extend(at=changed.at, days=changed.days or 1, reason=reason)
    how = changed.served
    served = Served(by=how.by, from_place=how.from_place, to_place=how.to_place) if how else None
    return Start(at=changed.at, variant=changed.variant or "standard", served=served)


def clocks(case_number: str, as_json: AsJsonLines = False) -> None:
    """Show the clocks of CASE_NUMBER: which run, why, until when, and their pauses.

    The end of each follows from its ledger and the rules in force, and each step names its law.
    Times are the jurisdiction's. A closed case has its clocks too.
    """
    settings = connect()
    partition = partition_of_case(case_number, settings)
    topics = (INTAKE_EVENTS, LETTERS_EVENTS)
    seen = history(asyncio.run(read_to_end(settings, topics, partition, subject=case_number)), case_number)
    if not seen:
        no_such_case(case_number)
    messages = [each.message for each in seen]
    found = [*clocks_of(messages, load_jurisdiction), *times_to_appeal(messages, load_jurisdiction)]
    now = clock.now()
    for each in found:
        rows = [(str(step.on), step.what, step.source) for step in each.steps]
        if as_json:
            print_json(_as_json(each, now))
        elif terminal_width():
            say(_told(each, now), style="bold")
            print_table(("day", Prose("step"), Prose("source")), rows, indent=2)
        else:
            print_table(("clock", "day", "step", "source"), [(_told(each, now), *row) for row in rows])
    if not found and not as_json:
        say_aside("no clock ran in this case, or an earlier version kept it; imr case show has its deadlines")


def _told(each: ClockOfCase, now: datetime) -> str:
    """Return the state of a clock in a sentence."""
    items = f" (item{'s' if len(each.items) > 1 else ''} {', '.join(map(str, each.items))})" if each.items else ""
    due, late = each.due, each.is_late(now)
    end = _end(due, each.rules) if due else None
    if each.stopped is not None:
        in_time = "" if end is None else f"; {'late: it had until' if late else 'in time: it had until'} {end}"
        return f"{each.name}{items}: stopped {each.rules.told(each.stopped.at)}, {each.stopped.reason}{in_time}"
    if end is None:
        return f"{each.name}{items}: stands still"
    return f"{each.name}{items}: {'ran out at' if late else 'runs until'} {end}"


def _end(due: Due, rules: Jurisdiction) -> str:
    in_hours = any(step.days is None for step in due.steps)
    return rules.told(due.at) if in_hours else f"the end of {due.on:%A}, {due.on}"


def _as_json(each: ClockOfCase, now: datetime) -> dict[str, Any]:
    due = each.due
    return {
        "name": each.name,
        "clock": each.ledger.clock,
        "jurisdiction": each.rules.name,
        "items": each.items,
        "stage": each.stage,
        "due_at": due and due.at.astimezone(each.rules.zone),
        "late": each.is_late(now),
        "stopped_at": each.stopped and each.stopped.at.astimezone(each.rules.zone),
        "stopped_because": each.stopped and each.stopped.reason,
        "entries": [entry.model_dump(mode="json") for entry in each.ledger.entries],
        "steps": [{"on": step.on, "what": step.what, "days": step.days, "source": step.source} for step in each.steps],
    }
