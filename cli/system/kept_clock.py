"""The clock of a data folder: set by its first start with --clock, kept ever after.

Time must not go back on what happened, so data that began in real time takes no other clock.
"""

import math
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.session.connection import fail, wrong_option
from cli.session.local_time import minute
from cli.session.output import say_error
from cli.system.hint import imr_command
from runtime import clock
from runtime.settings import Settings

_KEPT = "clock-shift-seconds"
_OF_EARLIER_STARTS = ("broker", "letters")
"""Folders of the data folder that show that a system ran in it."""


def clock_shift(data_dir: Path, starts_at: str | None, zone: ZoneInfo, *, keep: bool) -> float | None:
    """Return the shift of the clock in *data_dir*, or None for real time.

    Ends the command where a kept clock is not asked for, with *keep* or *starts_at*, or where
    another was asked for.
    """
    kept = _kept(data_dir)
    if kept is None and starts_at is None:
        return None
    instant = None if starts_at is None else _instant(starts_at)
    if kept is not None:
        _refuse_surprise(data_dir, clock.now() + timedelta(seconds=kept), instant, zone, keep=keep)
        return kept
    if any((data_dir / each).exists() for each in _OF_EARLIER_STARTS):
        fail(
            f"the data in {data_dir} began in real time, so its clock cannot be set; choose another folder for --clock with --data-dir"
        )
    shift = ((instant or clock.now()) - clock.now()).total_seconds()
    data_dir.mkdir(parents=True, exist_ok=True)
    keep_shift(data_dir, shift)
    return shift


def keep_shift(data_dir: Path, shift: float) -> None:
    """Let the clock of the data in *data_dir* be *shift* seconds from the real one."""
    (data_dir / _KEPT).write_text(f"{shift}\n")


def _refuse_surprise(data_dir: Path, there: datetime, instant: datetime | None, zone: ZoneInfo, *, keep: bool) -> None:
    """End the command unless its user knows of the kept clock, which says *there*."""
    now = f"the clock of the data in {data_dir} was set, and it is {minute(there, zone)} there"
    again = imr_command(Settings.model_construct(data_dir=data_dir), "up", "--keep-clock")
    if instant is None and not keep:
        fail(
            f"{now}; to go on in that time:", f"  {again}", "for the present, choose another folder with IMR_DATA_DIR or --data-dir"
        )
    if instant is not None and instant > there:
        fail(
            f"{now}; it cannot be set again, so leave out --clock, or choose another --data-dir; to go on in that time:",
            f"  {again}",
        )
    if instant is not None:
        say_error(f"{now}: it goes on from there, and --clock changes nothing", style=None)


def _kept(data_dir: Path) -> float | None:
    """Return the kept shift; ends the command where it cannot be read."""
    file = data_dir / _KEPT
    try:
        shift = float(file.read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        fail(f"{file} cannot be read ({error}); it holds the seconds between this clock and the real one")
    if not math.isfinite(shift):
        fail(f"{file} holds {shift}, which is no number of seconds")
    return shift


def _instant(starts_at: str) -> datetime:
    try:
        instant = datetime.fromisoformat(starts_at)
    except ValueError:
        wrong_option("--clock", f"{starts_at!r} is no instant; write it as 2015-04-17T09:00-07:00")
    if instant.tzinfo is None:
        wrong_option("--clock", f"{starts_at!r} has no offset from UTC; write it as 2015-04-17T09:00-07:00")
    return instant
