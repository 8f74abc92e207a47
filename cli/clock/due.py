"""`imr clock due`: count the last day of a legal clock, with each step and its law."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, NoReturn

import typer

from cli.clock.distance import DistanceUnknown, place_of
from cli.clock.options import Jurisdiction, rules_of
from cli.session.connection import wrong_option
from cli.session.local_time import a_day, instant
from cli.session.options import AsJson
from cli.session.output import print_json, say
from cli.session.table import Prose, print_table
from jurisdictions.clock_rules import Method, Served
from jurisdictions.dated import NotInForce
from jurisdictions.legal_time import Due, UnknownClock
from jurisdictions.model import Jurisdiction as Rules
from schemas.form.values import Place

By = Literal["mail", "personal", "hand", "fax", "electronic"]

_METHODS: dict[str, Method] = {"mail": "mail", "personal": "personal", "hand": "personal", "fax": "fax", "electronic": "electronic"}


@dataclass(frozen=True)
class _Start:
    """The options that say when and how a clock started."""

    served_on: date | None
    started_on: date | None
    started_at: str | None
    by: str | None
    from_place: str | None
    to_place: str | None


def due(
    clock: Annotated[str, typer.Argument(help="The id of a clock; `imr clock list` shows them.")],
    served_on: Annotated[
        date | None,
        typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The day of service, for a clock that runs from service."),
    ] = None,
    by: Annotated[By | None, typer.Option(help="How it was served; hand is personal service.")] = None,
    from_place: Annotated[
        str | None,
        typer.Option(help="The place of mailing: a state such as CA, a country such as MX, or abroad.", metavar="PLACE"),
    ] = None,
    to_place: Annotated[str | None, typer.Option(help="The place of the address.", metavar="PLACE")] = None,
    started_on: Annotated[
        date | None, typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The day of the start, for any other clock of days.")
    ] = None,
    started_at: Annotated[
        str | None,
        typer.Option(help="The time of the start, for a clock of hours, in the jurisdiction's time.", metavar="TIME"),
    ] = None,
    jurisdiction: Jurisdiction = None,
    as_json: AsJson = False,
) -> None:
    """Count the last day of CLOCK, with each step and its source.

    The day of the start does not count. A place that is not given is taken as California, and the
    step says so. Exit status: 0 if there is a last day, 2 for wrong usage.
    """
    rules = rules_of(jurisdiction)
    found = _count(clock, _Start(served_on, started_on, started_at, by, from_place, to_place), rules)
    if as_json:
        print_json(_as_json(found))
        return
    steps = found.steps
    hours = any(step.days is None for step in steps)
    until = rules.told(found.at) if hours else f"the end of {found.on:%A}, {found.on}"
    say(f"{clock}: until {until}", style="bold")
    print_table(("day", Prose("step"), Prose("source")), [(str(step.on), step.what, step.source) for step in steps], indent=2)


def _as_json(found: Due) -> dict[str, Any]:
    steps = [{"what": step.what, "days": step.days, "on": step.on, "source": step.source} for step in found.steps]
    at = {"due_at": found.at} if any(step.days is None for step in found.steps) else {}
    return {"due_on": found.on, **at, "steps": steps}


def _count(clock_id: str, start: _Start, rules: Rules) -> Due:
    """Return when the clock runs out; end the command if an option is missing or wrong."""
    try:
        clock, variant = rules.clock_of(clock_id)
    except UnknownClock as error:
        wrong_option("CLOCK", str(error))
    if any(version.added_days for version in rules.clocks[clock].versions):
        on, option, served = _service(clock_id, start, rules.clocks[clock].starts)
    else:
        on, option = _beginning(clock_id, start, rules)
        served = None
    try:
        return rules.due(clock, on, variant, served)
    except NotInForce as error:
        wrong_option(option, f"{clock_id}: {error}")
    except OverflowError:
        wrong_option(option, f"{on} is so late that the count leaves the calendar")


def _service(clock_id: str, start: _Start, starts: str) -> tuple[date, str, Served]:
    """Return day and way of service for a clock that runs from one."""
    for option, value in (("--started-on", start.started_on), ("--started-at", start.started_at)):
        if value is not None:
            wrong_option(option, f"{clock_id} runs from service ({starts}): name that day with --served-on")
    if start.served_on is None:
        _missing("--served-on", f"{clock_id} starts when {starts}: name that day with --served-on YYYY-MM-DD")
    if start.by is None:
        _missing("--by", f"{clock_id} depends on the way of service: name it with --by, one of {', '.join(_METHODS)}")
    places = [_place("--from-place", start.from_place), _place("--to-place", start.to_place)]
    return start.served_on, "--served-on", Served(by=_METHODS[start.by], from_place=places[0], to_place=places[1])


def _beginning(clock_id: str, start: _Start, rules: Rules) -> tuple[date | datetime, str]:
    """Return the start of a clock that does not run from service, and its option."""
    clock, variant = rules.clock_of(clock_id)
    starts = rules.clocks[clock].starts
    in_hours = any(version.span(variant).unit == "hours" for version in rules.clocks[clock].versions)
    need = "--started-at TIME" if in_hours else "--started-on YYYY-MM-DD"
    given = {"--served-on": start.served_on, "--by": start.by, "--from-place": start.from_place, "--to-place": start.to_place}
    for option, value in given.items():
        if value is not None:
            wrong_option(option, f"{clock_id} does not run from service: it starts when {starts}; use {need}")
    if start.started_at is not None:
        if start.started_on is not None:
            wrong_option("--started-on", "the start is given twice; leave out --started-on or --started-at")
        return instant("--started-at", start.started_at, rules.zone), "--started-at"
    if start.started_on is None:
        _missing(need.partition(" ")[0], f"{clock_id} starts when {starts}: name it with {need}")
    if in_hours:
        wrong_option("--started-on", f"{clock_id} counts hours: name the time with --started-at {start.started_on}T09:00")
    return start.started_on, "--started-on"


def _place(option: str, text: str | None) -> Place | None:
    try:
        return None if text is None else place_of(text)
    except DistanceUnknown as error:
        wrong_option(option, str(error))


def _missing(option: str, reason: str) -> NoReturn:
    """End the command because *option* is missing."""
    wrong_option(option, reason)
