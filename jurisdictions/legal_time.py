"""When a clock of a jurisdiction runs out, with the steps of the count.

A clock has a length in hours or in days of one kind. The way of service may add days, and a last
day on which an act need not be done may be carried to the next day that is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Self, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, model_validator

from jurisdictions.calendars import Calendars
from jurisdictions.clock_rules import STANDARD, WAYS_TOLD, AddedDays, Clock, ClockVersion, ClockWarnings, Served, Span, Step
from jurisdictions.clocks import CalendarName, Unit, add_months, add_open_days, end_of_day, local_date, open_days_between
from jurisdictions.dated import NotInForce, Series, SeriesOrNone, in_force
from reading.problems import WrongWithin
from schemas.message import Part
from schemas.messages.application import Identifier


def _time_zone(name: str) -> str:
    """Refuse a name that is no time zone."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("is no time zone of the IANA database") from None


class UnknownClock(LookupError):
    """An id that no clock has; the message names those there are."""

    def __init__(self, clock: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no clock {clock[:100]!r}; there is: {', '.join(known)}")


class StartUnknown(ValueError):
    """A clock cannot be counted from the given start; its message names the missing part."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock runs out: the instant, in UTC, its local day, and the steps of the count."""

    at: datetime
    on: date
    steps: tuple[Step, ...]


class LegalTime(Part):
    """The part of a jurisdiction that counts: zone, calendars, clocks, and days for service."""

    time_zone: Annotated[str, AfterValidator(_time_zone)]
    calendars: Calendars
    added_days: dict[Identifier, Series[AddedDays]]
    clocks: dict[Identifier, Clock]
    clock_warnings: SeriesOrNone[ClockWarnings] = ()

    @model_validator(mode="after")
    def _added_days_are_known(self) -> Self:
        """Refuse a clock with days for service that no list has, and a list that no clock uses."""
        for place, version in self._versions():
            if version.added_days is not None and version.added_days not in self.added_days:
                raise WrongWithin(f"there is no list of added_days {version.added_days}", *place, "added_days")
        used = {version.added_days for _, version in self._versions()}
        if unused := [each for each in self.added_days if each not in used]:
            raise WrongWithin(f"no clock uses {unused[0]}", "added_days", unused[0])
        return self

    @model_validator(mode="after")
    def _calendars_are_those_that_are_counted(self) -> Self:
        """Refuse a calendar that a clock counts and that is missing, and one that none counts."""
        counted = set()
        for place, version in self._versions():
            spans = (*version.variants.values(), *((version.extension,) if version.extension else ()))
            used = {span.unit for span in spans} & set(get_args(CalendarName))
            used |= {version.carried_over.to} if version.carried_over else set()
            if missing := sorted(used - set(self.calendars)):
                raise WrongWithin(f"counts {missing[0]}, and there is no such calendar", *place)
            counted |= used
        if unused := sorted(set(self.calendars) - counted):
            raise WrongWithin("no clock counts this calendar", "calendars", unused[0])
        return self

    @model_validator(mode="after")
    def _clock_ids_are_unique(self) -> Self:
        """Refuse a clock whose id is that of another's variant."""
        if clash := {f"{name}-{variant}" for name in self.clocks for variant in self.variants(name)} & set(self.clocks):
            raise WrongWithin("is a clock and a variant of another", "clocks", min(clash))
        return self

    @model_validator(mode="after")
    def _warnings_are_of_clocks(self) -> Self:
        """Refuse a warning of a clock that is not there."""
        known = self.clock_ids()
        for number, warnings in enumerate(self.clock_warnings):
            if unknown := [each for each in warnings.hours_before if each not in known]:
                told = f"there is no clock {unknown[0]}; there is: {', '.join(known)}"
                raise WrongWithin(told, "clock_warnings", number, "hours_before", unknown[0])
        return self

    def _versions(self) -> Iterator[tuple[tuple[str | int, ...], ClockVersion]]:
        """Yield each version of each clock, with its place."""
        for name, clock in self.clocks.items():
            for number, version in enumerate(clock.versions):
                yield ("clocks", name, "versions", number), version

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days are counted."""
        return ZoneInfo(self.time_zone)

    def local_date(self, instant: datetime) -> date:
        """The calendar day of *instant* here."""
        return local_date(instant, self.zone)

    def variants(self, clock: str) -> tuple[str, ...]:
        """Return the variants that *clock* has or had, the standard one first."""
        found = {variant for version in self.clocks[clock].versions for variant in version.variants}
        return (STANDARD, *sorted(found - {STANDARD}))

    def clock_ids(self) -> tuple[str, ...]:
        """Return the id of each clock and variant: `filing`, `filing-formulary`."""
        return tuple(_id(clock, variant) for clock in self.clocks for variant in self.variants(clock))

    def clock_of(self, clock_id: str) -> tuple[str, str]:
        """Return the clock and variant that *clock_id* names; raise UnknownClock."""
        for clock in self.clocks:
            for variant in self.variants(clock):
                if _id(clock, variant) == clock_id:
                    return clock, variant
        raise UnknownClock(clock_id, self.clock_ids())

    def version(self, clock: str, on: date) -> ClockVersion:
        """Return the version of *clock* for a start *on* a day; raise NotInForce."""
        return in_force(self.clocks[clock].versions, on)

    def warned_before(self, clock: str, variant: str, on: date) -> timedelta | None:
        """Return how long before its end a clock that starts *on* a day is told to be near it."""
        try:
            hours = in_force(self.clock_warnings, on).hours_before.get(_id(clock, variant)) if self.clock_warnings else None
        except NotInForce:
            return None
        return timedelta(hours=hours) if hours else None

    def deadline(self, clock: str, start: datetime, variant: str = STANDARD) -> datetime:
        """Return the instant, in UTC, at which *clock* runs out if it starts at *start*.

        The standard span counts where the clock has no such *variant* at that time.
        """
        return self.due(clock, start, variant).at

    def due(self, clock: str, start: date | datetime, variant: str = STANDARD, served: Served | None = None) -> Due:
        """Return when *clock* runs out if it starts at *start*, an instant or a local day.

        *served* is the way of service, for a clock that runs from one. Raise NotInForce before the
        first version of the clock, StartUnknown where the start does not suffice.
        """
        on = self.local_date(start) if isinstance(start, datetime) else start
        version = self.version(clock, on)
        span = version.span(variant)
        way = f" {WAYS_TOLD[served.by]}" if served else ""
        first = Step(f"{self.clocks[clock].starts}{way}; this day does not count", 0, on, version.source)
        if span.unit == "hours":
            return self._after_hours(clock, start, span, first)
        steps = [first, self.step_of_days(span, on)]
        steps += self.step_of_service(clock, version, served, on, steps[-1].on)
        steps += self.step_of_carrying(version, steps[-1].on)
        last = steps[-1].on
        return Due(end_of_day(last, self.zone), last, tuple(steps))

    def _after_hours(self, clock: str, start: date | datetime, span: Span, first: Step) -> Due:
        if not isinstance(start, datetime):
            raise StartUnknown(f"{clock} counts hours: its start is a time, not a day")
        at = start.astimezone(UTC) + timedelta(hours=span.length)
        began = Step(f"{self.clocks[clock].starts} at {self.told(start)}", 0, first.on, first.source)
        return Due(
            at, self.local_date(at), (began, Step(f"{span.told}, to {self.told(at)}", None, self.local_date(at), span.source))
        )

    def told(self, instant: datetime) -> str:
        """Return *instant* as people here write it, such as `2015-04-20 10:30 PDT`."""
        return f"{instant.astimezone(self.zone):%Y-%m-%d %H:%M %Z}"

    def after_days(self, day: date, length: int, unit: Unit) -> date:
        """Return the day that is *length* days of *unit* after *day*."""
        if unit in {"hours", "months"}:
            raise StartUnknown(f"{unit} are not counted in days")
        if unit == "calendar-days":
            return day + timedelta(days=length)
        return add_open_days(day, length, self.calendars[unit].is_open)  # type: ignore[index]

    def after(self, day: date, span: Span) -> date:
        """Return the last day of *span* after *day*."""
        if span.month_end is not None:
            return add_months(day, span.length, span.month_end)
        return self.after_days(day, span.length, span.unit)

    def days_between(self, first: date, last: date, unit: Unit) -> int:
        """Return how many days of *unit* there are after *first* up to *last*, which counts."""
        if unit in {"calendar-days", "hours"}:
            return (last - first).days
        return open_days_between(first, last, self.calendars[unit].is_open)  # type: ignore[index]

    def step_of_days(self, span: Span, on: date) -> Step:
        """Return the step of the days of *span* after *on*; it names the holidays passed over."""
        last = self.after(on, span)
        return Step(f"{span.told}{self.passed_over(span.unit, on, last)}", span.length, last, span.source)

    def passed_over(self, unit: Unit, first: date, last: date) -> str:
        """Return the holidays, not the weekends, that a count from *first* to *last* passes over."""
        if unit in {"calendar-days", "hours", "months"}:
            return ""
        calendar = self.calendars[unit]  # type: ignore[index]
        days = (first + timedelta(days=step) for step in range(1, (last - first).days))
        found = [(why, day) for day in days if (why := calendar.why_closed(day)) and not calendar.is_weekend(day)]
        return "".join(f"; {why}, {day}, does not count" for why, day in found)

    def step_of_service(self, clock: str, version: ClockVersion, served: Served | None, on: date, last: date) -> Iterator[Step]:
        """Yield the step of the days for service *on* a day, for a clock that has such days."""
        if version.added_days is None:
            return
        if served is None:
            raise StartUnknown(f"{clock} runs from service: say how the paper was served")
        added = in_force(self.added_days[version.added_days], on)
        yield added.step(served, last)

    def step_of_carrying(self, version: ClockVersion, last: date) -> Iterator[Step]:
        """Yield the step that carries a *last* day to the next open one, if it is closed."""
        if version.carried_over is None:
            return
        calendar = self.calendars[version.carried_over.to]
        to = calendar.next_open(last)
        if to == last:
            return
        closed = [last + timedelta(days=step) for step in range((to - last).days)]
        reasons = ", ".join(f"{calendar.why_closed(day)} {day}" for day in closed)
        yield Step(f"{reasons}: carried to the next day that is none, {to:%A}", (to - last).days, to, version.carried_over.source)


def _id(clock: str, variant: str) -> str:
    return clock if variant == STANDARD else f"{clock}-{variant}"
