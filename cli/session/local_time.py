"""Time as people of the jurisdiction read it: in its zone, with the zone's name."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

import typer

from cli.session.output import say_error
from jurisdictions.files import JurisdictionNotSound, UnknownJurisdiction, load_jurisdiction
from runtime import clock
from runtime.settings import Settings
from schemas.form.values import DATE_MIN


def zone_of(settings: Settings) -> ZoneInfo:
    """The time zone of the jurisdiction; ends the command without a sound file of its rules."""
    try:
        return load_jurisdiction(settings.jurisdiction).zone
    except UnknownJurisdiction as error:
        say_error(f"IMR_JURISDICTION: {error}")
        raise typer.Exit(1) from None
    except JurisdictionNotSound as error:
        say_error(*str(error).split("\n"))
        raise typer.Exit(1) from None


def a_day(text: str) -> date:
    """Return the day that an option names; end the command if it names none."""
    day = _calendar_day(text)
    require_year(day, text)
    return day


def a_birthday(text: str) -> date:
    """Return the date of birth that an option names, which may be long before any case."""
    day = _calendar_day(text)
    if not DATE_MIN <= day <= clock.now().date():
        raise typer.BadParameter(f"{text!r} is not between {DATE_MIN} and today")
    return day


def _calendar_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day of the calendar, written as YYYY-MM-DD") from None


def require_year(day: date, text: str, option: str | None = None) -> None:
    """End the command if *day*, the value of *option*, is in a year that no system works in."""
    if day.year not in clock.YEARS:
        told = f"{text!r} is not in the years {clock.YEARS.start} to {clock.YEARS.stop - 1}"
        raise typer.BadParameter(told, param_hint=option)


def instant(option: str, text: str, zone: tzinfo) -> datetime:
    """Return the instant that *option* names, in *zone* unless it has an offset.

    End the command if it names none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        told = f"{text!r} is not a time; write it as 2026-03-01, 2026-03-01T09:00 or 2026-03-01T09:00-07:00"
        raise typer.BadParameter(told, param_hint=option) from None
    require_year(at, text, option)
    named = at if at.tzinfo else at.replace(tzinfo=zone)
    found = named.astimezone(UTC).astimezone(zone)
    if not at.tzinfo and found.replace(tzinfo=None) != at:
        told = f"{text!r} does not exist in {zone}: clocks went forward over it; write the offset from UTC, such as -07:00"
        raise typer.BadParameter(told, param_hint=option)
    return found


def minute(instant: datetime, zone: tzinfo) -> str:
    """Return *instant* to the minute in *zone*, such as `2015-05-18 23:59 PDT`."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def second(instant: datetime, zone: tzinfo) -> str:
    """Return *instant* to the second in *zone*."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"


def now_told(settings: Settings) -> str:
    """Return the system's day, time and zone.

    Such as `Friday 2015-04-17 09:00 PDT (America/Los_Angeles)`.
    """
    zone = zone_of(settings)
    now = clock.now().astimezone(zone)
    return f"{now:%A} {minute(now, zone)} ({zone.key})"


def today(settings: Settings) -> str:
    """Return the same, and the real day where the clock is set."""
    real = f"; the clock is set, the real day is {_day(clock.real(), zone_of(settings))}" if settings.clock_shift_seconds else ""
    return now_told(settings) + real


def set_clock(settings: Settings) -> str:
    """Return a sentence about a clock that was set."""
    zone = zone_of(settings)
    return f"the system's clock is set: it is {_day(clock.now(), zone)} ({zone.key}), the real day is {_day(clock.real(), zone)}"


def _day(instant: datetime, zone: tzinfo) -> str:
    return f"{instant.astimezone(zone):%A %Y-%m-%d}"
