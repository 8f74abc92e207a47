"""A running clock as a ledger: a budget of time, and the entries that change it.

A ledger holds facts and never a due date. `count` derives the due instant from the entries
under the rules of a jurisdiction, with the steps as sentences; under other rules the same ledger
gives another one.

- A day counts if the clock ran at its beginning. So the days of the start and of a resumption do
  not count, and the day on which the clock is tolled does.
- Of a clock of hours the time that passed counts.
- A conversion to a variant that ends sooner counts anew from the conversion, and never ends later
  than before. One to a variant that ends later counts from the start.
- An extension adds calendar days at the end, each as 24 hours for a clock of hours.
- A clock that ran out stays so: a later entry has no effect, and its step says so.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from jurisdictions.clock_rules import STANDARD, ClockVersion, Served, Span, Step
from jurisdictions.clocks import Unit, end_of_day
from jurisdictions.legal_time import Due, LegalTime
from schemas.message import Part, Text
from schemas.messages.application import Identifier

_PAST = {"toll": "tolled", "convert": "converted", "extend": "extended"}


class Start(Part):
    """The clock starts, in a variant; *served* is the way of service, if it runs from one."""

    kind: Literal["start"] = "start"
    at: AwareDatetime
    variant: Identifier = STANDARD
    served: Served | None = None


class Toll(Part):
    """The clock stands still from now on."""

    kind: Literal["toll"] = "toll"
    at: AwareDatetime
    reason: Text


class Resume(Part):
    """The clock goes on."""

    kind: Literal["resume"] = "resume"
    at: AwareDatetime


class Convert(Part):
    """The clock goes over to another variant, such as from standard to expedited."""

    kind: Literal["convert"] = "convert"
    at: AwareDatetime
    variant: Identifier
    reason: Text


class Extend(Part):
    """More time is granted, in calendar days."""

    kind: Literal["extend"] = "extend"
    at: AwareDatetime
    days: Annotated[int, Field(ge=1, le=366)]
    reason: Text


Entry = Annotated[Start | Toll | Resume | Convert | Extend, Field(discriminator="kind")]


class EntryRefused(ValueError):
    """An entry that a ledger cannot take; the message says why."""


class Ledger(Part):
    """The entries of one clock, in the order of time."""

    clock: Identifier
    entries: tuple[Entry, ...] = ()

    def add(self, entry: Entry, rules: LegalTime) -> "Ledger":
        """Return the ledger with *entry*; raise EntryRefused if it does not fit."""
        ledger = self.model_copy(update={"entries": (*self.entries, entry)})
        count(ledger, rules)
        return ledger


def count(ledger: Ledger, rules: LegalTime) -> Due | None:
    """Return when the clock of *ledger* runs out, None while it is tolled or before its start.

    Raise EntryRefused at an entry that does not fit those before it, and NotInForce where *rules*
    know no version of the clock for its start.
    """
    if not ledger.entries:
        return None
    run = _run(ledger.clock, ledger.entries, rules)
    return None if run.tolled else _due(run, rules)


def steps_of(ledger: Ledger, rules: LegalTime) -> tuple[Step, ...]:
    """Return the steps of the count; of a clock that is tolled, those up to now."""
    run = _run(ledger.clock, ledger.entries, rules)
    return run.steps if run.tolled else _due(run, rules).steps


@dataclass(frozen=True)
class _Stage:
    """A part of the budget: how many *left* of a unit, after which the next part is spent."""

    unit: Unit
    whole: timedelta | int
    left: timedelta | int
    told: str
    source: str

    @property
    def told_left(self) -> str:
        """The rest, in words."""
        return self.told if self.left == self.whole else f"{_told(self.left)} left of {self.told}"


@dataclass(frozen=True)
class _Run:
    """A clock after some of its entries.

    *since* is the instant from which the first of *stages* is spent. *late* is set by a toll that
    came after the end.
    """

    clock: str
    version: ClockVersion
    variant: str
    since: datetime
    stages: tuple[_Stage, ...]
    steps: tuple[Step, ...]
    tolled: bool = False
    late: bool = False
    extended: int = 0

    @property
    def in_hours(self) -> bool:
        """Whether elapsed time is counted, not days."""
        return self.stages[0].unit == "hours"


def _run(clock: str, entries: tuple[Entry, ...], rules: LegalTime, variant: str | None = None) -> _Run:
    """Return the clock after all of *entries*.

    With *variant* it started in that one, and conversions are left out.
    """
    first, *others = entries
    if not isinstance(first, Start):
        raise EntryRefused(f"{clock}: the first entry is a start, not a {first.kind}")
    run = _begin(clock, first, variant or first.variant, rules)
    for place, entry in enumerate(others, 1):
        if entry.at < entries[place - 1].at:
            raise EntryRefused(f"{clock}: {entry.kind} at {rules.told(entry.at)} is before the {entries[place - 1].kind} before it")
        if variant is None or not isinstance(entry, Convert):
            run = _enter(run, entry, entries[:place], rules)
    return run


def _begin(clock: str, start: Start, variant: str, rules: LegalTime) -> _Run:
    simple = rules.due(clock, start.at, variant, start.served)  # refuses a start that does not suffice
    version = rules.version(clock, rules.local_date(start.at))
    service = simple.steps[2:3] if version.added_days is not None else ()
    stages = (
        _stage(version.span(variant), start.at, rules),
        *(_Stage("calendar-days", step.days or 0, step.days or 0, step.what, step.source) for step in service),
    )
    return _Run(clock, version, variant, start.at, stages, simple.steps[:1])


def _stage(span: Span, since: datetime, rules: LegalTime) -> _Stage:
    """Return the budget of *span*; months are the days that they have from *since* on."""
    if span.unit == "months":
        on = rules.local_date(since)
        days = (rules.after(on, span) - on).days
        return _Stage("calendar-days", days, days, span.told, span.source)
    length = timedelta(hours=span.length) if span.unit == "hours" else span.length
    return _Stage(span.unit, length, length, span.told, span.source)


def _enter(run: _Run, entry: Entry, before: tuple[Entry, ...], rules: LegalTime) -> _Run:
    """Return the clock after *entry*, which follows the entries *before*."""
    match entry:
        case Start():
            raise EntryRefused(f"{run.clock} started already; a new start is a new ledger")
        case Resume():
            return _resume(run, entry, rules)
        case Toll() if run.tolled or run.late:
            raise EntryRefused(f"{run.clock} is tolled already")
    if not run.tolled and entry.at > (end := _due(run, rules)).at:
        what = f"{_PAST[entry.kind]} after its end on {end.on}, without effect: {entry.reason}"
        noted = _noting(run, Step(what, 0, rules.local_date(entry.at), run.version.source))
        return replace(noted, late=isinstance(entry, Toll) or run.late)
    match entry:
        case Toll():
            return _toll(run, entry, rules)
        case Convert():
            return _convert(run, entry, before, rules)
        case Extend():
            return _extend(run, entry)


def _noting(run: _Run, *steps: Step) -> _Run:
    return replace(run, steps=(*run.steps, *steps))


def _resume(run: _Run, entry: Resume, rules: LegalTime) -> _Run:
    if run.late:
        return replace(run, late=False)
    if not run.tolled:
        raise EntryRefused(f"{run.clock} is not tolled; there is nothing to resume")
    on = rules.local_date(entry.at)
    what = f"it goes on at {rules.told(entry.at)}" if run.in_hours else "it goes on; this day does not count"
    return replace(_noting(run, Step(what, 0, on, run.version.source)), since=entry.at, tolled=False)


def _toll(run: _Run, entry: Toll, rules: LegalTime) -> _Run:
    """Spend the budget up to *entry*, part after part."""
    on, since = rules.local_date(entry.at), run.since
    kept: list[_Stage] = []
    spent: list[str] = []
    for stage in run.stages:
        if kept:  # the one before it is not spent, so this one is whole
            kept.append(stage)
            continue
        used, since = _used(stage, since, entry.at, rules)
        spent.append(f"{_told(used)} of {stage.told_left}")
        left = stage.left - used  # type: ignore[operator]  # both are days, or both are time
        if left or stage is run.stages[-1]:
            kept.append(replace(stage, left=left))
    step = Step(f"tolled after {', '.join(spent)}: {entry.reason}", 0, on, run.version.source)
    return replace(_noting(run, step), stages=tuple(kept), tolled=True)


def _used(stage: _Stage, since: datetime, until: datetime, rules: LegalTime) -> tuple[timedelta | int, datetime]:
    """Return how much of *stage* was used between two instants, and when its use ended."""
    if isinstance(stage.left, timedelta):
        time = min(stage.left, until - since)
        return time, since + time
    first, last = rules.local_date(since), rules.local_date(until)
    days = min(stage.left, rules.days_between(first, last, stage.unit))
    ended = rules.after_days(first, days, stage.unit) if days else first
    return days, end_of_day(ended, rules.zone)


def _convert(run: _Run, entry: Convert, before: tuple[Entry, ...], rules: LegalTime) -> _Run:
    """Count the new variant anew if it then ends sooner, else from the start if it ends later."""
    on, source = rules.local_date(entry.at), run.version.source
    told = f"converted from {run.variant} to {entry.variant}: {entry.reason}"
    former = _end_if_resumed(run, entry.at, rules)
    anew = replace(run, variant=entry.variant, since=entry.at, stages=(_stage(run.version.span(entry.variant), entry.at, rules),))
    if _due(anew, rules).at < former:
        return _noting(anew, Step(f"{told}; counted from now", 0, on, source))
    from_start = _run(run.clock, before, rules, entry.variant)
    if _end_if_resumed(from_start, entry.at, rules) > former:
        return _noting(replace(from_start, steps=run.steps), Step(f"{told}; counted from the start", 0, on, source))
    return _noting(replace(run, variant=entry.variant), Step(f"{told}; the end stays", 0, on, source))


def _end_if_resumed(run: _Run, at: datetime, rules: LegalTime) -> datetime:
    """Return when the clock runs out, from *at* on if it is tolled."""
    return _due(replace(run, since=at) if run.tolled else run, rules).at


def _extend(run: _Run, entry: Extend) -> _Run:
    limit = run.version.extension
    if limit is None:
        raise EntryRefused(f"{run.clock} cannot be extended")
    extended = run.extended + entry.days
    if extended > limit.length:
        raise EntryRefused(f"{run.clock} can be extended by {limit.told} in all, not by {extended} ({limit.source})")
    length = timedelta(days=entry.days) if run.in_hours else entry.days
    told = f"{entry.days} {'day' if entry.days == 1 else 'days'} of extension ({entry.reason})"
    stage = _Stage("hours" if run.in_hours else "calendar-days", length, length, told, limit.source)
    return replace(run, stages=(*run.stages, stage), extended=extended)


def _due(run: _Run, rules: LegalTime) -> Due:
    """Return when the clock runs out, if nothing more is entered."""
    steps = list(run.steps)
    at, day = run.since.astimezone(UTC), rules.local_date(run.since)
    for stage in run.stages:
        if isinstance(stage.left, timedelta):
            at += stage.left
            day = rules.local_date(at)
            steps.append(Step(f"{stage.told_left}, to {rules.told(at)}", None, day, stage.source))
        elif stage.left or stage.whole == 0 or stage is run.stages[-1]:
            last = rules.after_days(day, stage.left, stage.unit)
            steps.append(Step(stage.told_left + rules.passed_over(stage.unit, day, last), stage.left, last, stage.source))
            day = last
    if run.in_hours:
        return Due(at, day, tuple(steps))
    steps += rules.step_of_carrying(run.version, day)
    return Due(end_of_day(steps[-1].on, rules.zone), steps[-1].on, tuple(steps))


def _told(amount: timedelta | int) -> str:
    """Return days as a number, and time in hours and minutes."""
    if not isinstance(amount, timedelta):
        return str(amount)
    minutes = round(amount.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02} hours"
