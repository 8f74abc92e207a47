"""Find the running system: the configured broker, or that of `imr up` in the data folder."""

import json
import logging
import os
import shutil
import sys
from pathlib import Path
from typing import Any, NoReturn

import typer
from pydantic import BaseModel, PositiveInt, ValidationError

from cli.session.local_time import set_clock
from cli.session.output import say_error
from jurisdictions.files import UnknownJurisdiction, names
from runtime import clock
from runtime.broker.process.folder import FREE_BYTES_MIN
from runtime.files import short
from runtime.outside.disk_space import MIB
from runtime.outside.follow import stream_to_end
from runtime.settings import Settings, what_is_wrong
from schemas.lots import NotACaseNumber, lot_of_case
from schemas.messages.intake import ApplicationReceived
from schemas.topics import INTAKE_EVENTS

_RUNNING = "running.json"


class Running(BaseModel):
    """The facts about a running system that commands need."""

    pid: int
    kafka_bootstrap: str
    partitions: int
    api_url: str
    live_url: str
    clock_shift_seconds: float
    jurisdiction: str = "ca-workers-comp"
    prefix: str = "imr"


class _Starting(BaseModel):
    """The process that is starting a system."""

    starting: PositiveInt


def read_settings(**changes: Any) -> Settings:
    """Return the environment's settings.

    End the command with a line that names an invalid one.
    """
    try:
        settings = Settings(**{name: value for name, value in changes.items() if value is not None})
    except ValidationError as error:
        fail(what_is_wrong(error))
    if settings.jurisdiction not in names():
        fail(f"IMR_JURISDICTION: {UnknownJurisdiction(settings.jurisdiction)}")
    return settings


def connect() -> Settings:
    """The settings of the system this command speaks to; ends the command where there is none."""
    settings = read_settings()
    if not settings.kafka_bootstrap:
        running = find_running(settings.data_dir)
        if running is None and is_starting(settings.data_dir):
            fail(f"the system in {short(settings.data_dir)} is starting: try again in a moment")
        if running is None:
            start = f"nothing runs in {short(settings.data_dir)}: start it with `imr up`, or name a broker in IMR_KAFKA_BOOTSTRAP"
            fail(start + _without_room(settings.data_dir))
        if running.prefix != settings.prefix:
            fail(f"the system in {short(settings.data_dir)} runs with IMR_PREFIX={running.prefix}: set the same for this command")
        settings = settings.model_copy(
            update={
                "kafka_bootstrap": running.kafka_bootstrap,
                "partitions": running.partitions,
                "clock_shift_seconds": running.clock_shift_seconds,
                "jurisdiction": running.jurisdiction,
            }
        )
    clock.shift(settings.clock_shift_seconds)
    if settings.clock_shift_seconds:
        _tell_the_clock(settings)
    logging.disable(logging.ERROR)  # errors are reported in a line of our own
    return settings


def _without_room(data_dir: Path) -> str:
    """Return a remark if the disk is so full that a broker cannot have gone on, or be started."""
    try:
        free = shutil.disk_usage(data_dir).free
    except OSError:
        return ""
    if not data_dir.is_dir() or free >= FREE_BYTES_MIN:
        return ""
    return f"; first make room: its disk has {free // MIB} MiB left, and a broker needs {FREE_BYTES_MIN // MIB}"


def _tell_the_clock(settings: Settings) -> None:
    """Say on standard error that the system's clock is set, unless a program reads JSON."""
    if sys.stderr.isatty() or "--json" not in sys.argv:
        say_error(set_clock(settings), style=None)


def find_running(data_dir: Path) -> Running | None:
    """The system that runs in *data_dir*, or None; word of one that has ended does not count."""
    try:
        running = Running.model_validate_json((data_dir / _RUNNING).read_bytes())
    except (OSError, ValidationError):
        return None
    return running if _is_alive(running.pid) else None


def is_starting(data_dir: Path) -> bool:
    """Return whether a system is on its way in *data_dir* and has no address yet."""
    try:
        found = _Starting.model_validate_json((data_dir / _RUNNING).read_bytes())
    except (OSError, ValidationError):
        return False
    return _is_alive(found.starting)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it runs, as another user's
        pass
    return True


def announce_start(data_dir: Path) -> None:
    """Leave word for other commands that this process starts a system."""
    _leave_word(data_dir, _Starting(starting=os.getpid()))


def announce(data_dir: Path, running: Running) -> None:
    """Leave word of *running* for other commands."""
    _leave_word(data_dir, running)


def _leave_word(data_dir: Path, word: BaseModel) -> None:
    partial = data_dir / f".{_RUNNING}"
    partial.write_text(json.dumps(word.model_dump(), indent=2) + "\n")
    partial.replace(data_dir / _RUNNING)


def withdraw(data_dir: Path) -> None:
    """Take that word back."""
    (data_dir / _RUNNING).unlink(missing_ok=True)


def fail(*lines: str) -> NoReturn:
    """End the command with *lines* on standard error and exit status 1."""
    say_error(*lines)
    raise typer.Exit(1)


def wrong_option(option: str, reason: str) -> NoReturn:
    """End the command because the value of *option* is wrong: exit status 2."""
    raise typer.BadParameter(reason, param_hint=option)


async def require_case(settings: Settings, case_number: str) -> None:
    """End the command at once if no case has this number, instead of waiting for one.

    Every command about a case asks this before it publishes anything: a later case may get the
    number. A refusal on the stream is no sign of a case.
    """
    partition = partition_of_case(case_number, settings)
    events = stream_to_end(settings, (INTAKE_EVENTS,), partition, kinds=(ApplicationReceived,), subject=case_number)
    async for seen in events:
        if isinstance(seen.message, ApplicationReceived):
            return
    no_such_case(case_number)


def no_such_case(case_number: str) -> NoReturn:
    """End the command because no case has this number."""
    fail(f"no case has the number {case_number}; `imr case list` shows all")


def partition_of_case(case_number: str, settings: Settings) -> int:
    """The partition of *case_number*; ends the command if it is none."""
    try:
        return lot_of_case(case_number) % settings.partitions
    except NotACaseNumber as error:
        wrong_option("CASE_NUMBER", str(error))
