"""The clock of a data folder: set by its first start with --clock, kept ever after.

Time must not go back on what happened, so data that began in real time takes no other clock.
"""

import math
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.session.connection import fail, wrong_option
from cli.session.local_time import minute, require_year
from cli.session.output import say_error
from cli.system.hint import imr_command
from runtime import clock
from runtime.broker.embedded.kept import kept_file
from runtime.broker.kafka.apache import DATA
from runtime.settings import Settings

_KEPT = "clock-shift-seconds"


def clock_shift(data_dir: Path, starts_at: str | None, zone: ZoneInfo, *, keep: bool) -> float | None:
    """Return the shift of the clock in *data_dir*, or None for real time.

    A new one is not kept yet: the start may fail. Ends the command where a kept clock is not asked
    for, with *keep* or *starts_at*, or where another was asked for.
    """
    kept = _kept(data_dir)
    if kept is None and starts_at is None:
        return None
    instant = None if starts_at is None else _instant(starts_at)
    if kept is not None:
        _refuse_surprise(data_dir, clock.now() + timedelta(seconds=kept), instant, zone, keep=keep)
        return kept
    if _has_begun(data_dir):
        fail(
            f"the data in {data_dir} began in real time, so its clock cannot be set; choose another folder for --clock with --data-dir"
        )
    return ((instant or clock.now()) - clock.now()).total_seconds()


def keep_shift(data_dir: Path, shift: float) -> None:
    """Let the clock of the data in *data_dir* be *shift* seconds from the real one."""
    (data_dir / _KEPT).write_text(f"{shift}\n")


def _has_begun(data_dir: Path) -> bool:
    """Return whether a system ran in *data_dir*: a start that failed has made no topic."""
    broker = data_dir / "broker"
    topics = (each for each in (broker / DATA).glob("[!_]*") if each.is_dir())
    return (data_dir / "letters").exists() or kept_file(broker).exists() or any(topics)


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
            f"{now}; it cannot be set twice; choose another --data-dir, or go on in that time:",
            f"  {again}",
        )
    if instant is not None:
        say_error(f"{now}: it goes on from there, and --clock changes nothing", style=None)


def _kept(data_dir: Path) -> float | None:
    """Return the kept shift; ends the command where it cannot be read."""
    file = data_dir / _KEPT
    try:
        text = file.read_text(errors="replace").strip()
        shift = float(text)
    except FileNotFoundError:
        return None
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}")
    except ValueError:
        shift = math.nan
    if not clock.leads_to_a_year(shift):
        fail(
            f"{file} holds {text[:80]!r}, not the seconds from the real time to that of the data; write them into it, such as -366000000, or restore it from a copy of the folder"
        )
    return shift


def _instant(starts_at: str) -> datetime:
    try:
        instant = datetime.fromisoformat(starts_at)
    except ValueError:
        wrong_option("--clock", f"{starts_at!r} is no instant; write it as 2015-04-17T09:00-07:00")
    if instant.tzinfo is None:
        wrong_option("--clock", f"{starts_at!r} has no offset from UTC; write it as 2015-04-17T09:00-07:00")
    require_year(instant, starts_at, "--clock")
    return instant
