"""Ledgers for the timers of an earlier version: starts that give the same ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jurisdictions.clock_rules import STANDARD
from jurisdictions.dated import NotInForce
from jurisdictions.model import Jurisdiction
from runtime.state.state import Timer
from schemas.messages.application import Application
from services.intake.eligibility_screen import tracks
from services.intake.translation import notice_variant

TIMERS = ("records-due", "further-records-due", "determination-due", "later-determination-due")
"""The timers that a case of an earlier version can have."""
_DAYS_BACK = 60
"""Longer than any clock that an earlier version ran."""


@dataclass(frozen=True, slots=True)
class Found:
    """A start that gives the end at which *timer* fires."""

    timer: str
    clock: str
    variant: str
    at: datetime
    items: tuple[int, ...] = ()


def found_by_timers(number: str, application: Application, timers: Mapping[str, Timer], rules: Jurisdiction) -> list[Found]:
    """Return the starts of the clocks whose timers run for the case *number*.

    One whose end no start gives, because its rule was changed since, keeps its timer alone.
    """
    found = []
    held_by_name = {name: timers.get(f"{number}/{name}") for name in TIMERS}
    some = next((timer.due_at for timer in held_by_name.values() if timer), None)
    if some is None:
        return []
    later = held_by_name["later-determination-due"] is not None
    for timer, clock, variant, items in _possible(application, some, rules, later=later):
        held = held_by_name[timer]
        at = _start_of(clock, variant, held.due_at, rules) if held else None
        if at is not None:
            found.append(Found(timer, clock, variant, at, items))
    return found


def _possible(
    application: Application, at: datetime, rules: Jurisdiction, *, later: bool
) -> list[tuple[str, str, str, tuple[int, ...]]]:
    """Return timer, clock, variant and items of each clock that the case can have."""
    numbers = tuple(item.number for item in application.items)
    determination = tracks(application, "determination-due", at, rules)
    if len(determination) > 1 and not later:
        determination = {STANDARD: numbers}
    return [
        ("records-due", "records-due", notice_variant(application), ()),
        ("further-records-due", "further-records-due", application.priority, ()),
        *(
            (
                "later-determination-due" if later and variant == STANDARD else "determination-due",
                "determination-due",
                variant,
                items,
            )
            for variant, items in determination.items()
        ),
    ]


def _start_of(clock: str, variant: str, due_at: datetime, rules: Jurisdiction) -> datetime | None:
    """Return a start from which *clock* runs out at *due_at*: noon of a day, or an instant."""
    try:
        span = rules.version(clock, rules.local_date(due_at)).span(variant)
        if span.unit == "hours":
            return due_at - timedelta(hours=span.length)
        for back in range(_DAYS_BACK):
            day = rules.local_date(due_at) - timedelta(days=back)
            at = datetime.combine(day, time(12), rules.zone)
            if rules.due(clock, at, variant).at == due_at:
                return at
    except NotInForce:
        return None
    return None
