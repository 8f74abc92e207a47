"""Fill a new data folder with invented cases and tell how to look at them."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiokafka.errors import KafkaError

from cli.session.connection import fail, wrong_option
from cli.session.interrupt import finished, interrupted
from cli.session.local_time import minute
from cli.session.output import console, counted, say_whole
from cli.system.hint import imr_command
from cli.system.kept_clock import keep_shift
from cli.system.life.fill import Filling
from cli.system.life.inside import TooSlow, WorkerEnded, inside
from cli.system.life.plan import CASES_MAX, ENDS_AT, STARTS_ON, ZONE, invent
from reading.problems import NotReadable
from runtime import clock
from runtime.broker.errors import BrokerError
from runtime.files import FolderUnfit, private_folder
from runtime.logs import configure_logging
from runtime.outside.publish import BrokerUnavailable
from runtime.settings import Settings
from services.letters.composition.layout import LayoutBroken

_OWN: dict[str, Any] = {
    "jurisdiction": "ca-workers-comp",
    "delivery": "outbox",
    "letter_store": "folder",
    "auto_sign": False,
    "log_format": "json",
}
"""The settings that the environment does not change."""

_FAILURES = (TooSlow, WorkerEnded, LayoutBroken, NotReadable, BrokerError, BrokerUnavailable, KafkaError, OSError)


def check_number(cases: int) -> None:
    """End the command if *cases* is no number that can be invented."""
    if not 1 <= cases <= CASES_MAX:
        wrong_option("--cases", f"{cases} is not between 1 and {CASES_MAX}; 500 fill every list")


def fill_folder(settings: Settings, cases: int, registry: Path) -> None:
    """Fill the data folder of *settings*, which must be new, and stop the system again.

    Settings of delivery and letter stores are overridden, so nothing leaves this machine, and the
    jurisdiction is that of the cases.
    """
    folder = settings.data_dir
    if settings.kafka_bootstrap:
        fail("IMR_KAFKA_BOOTSTRAP is set; unset it: invented cases go into a broker of their own, not into yours")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fail(f"{folder} exists already and was not changed; name another folder with --out, or delete it first")
    settings = settings.model_copy(update=_OWN)
    began = time.monotonic()
    try:
        private_folder(folder)
        private_folder(folder / "logs")
    except FolderUnfit as error:
        fail(f"{error}; name another folder with --out")
    try:
        done = asyncio.run(finished(_run(settings, cases, registry)))
    except BrokenPipeError:
        raise  # the output has no reader any more
    except _FAILURES as error:
        reason = str(error).rstrip(".") or type(error).__name__
        fail(*f"{folder} is not filled: {reason}. Delete it before you try again".splitlines())
    if not done:
        interrupted(f"stopped; {folder} holds a part of the cases, delete it before you try again")
    _tell(settings, cases, time.monotonic() - began)


async def _run(settings: Settings, cases: int, registry: Path) -> None:
    """Fill the system, and keep its clock as it stands at the end."""
    ends_on = ENDS_AT.astimezone(ZONE).date()
    say_whole(f"{counted(cases, 'invented case')}, from {STARTS_ON:%B %-d} to {ends_on:%B %-d, %Y}")
    with console.status("starting the broker and the services") as status, _logging(settings):

        def say(line: str) -> None:
            if not console.is_terminal:
                say_whole(line)

        try:
            async with inside(settings) as world:
                try:
                    await Filling(world, invent(cases), say=say, show=status.update).fill(registry)
                finally:
                    status.update("stopping: each service finishes the batch in hand")
        finally:
            keep_shift(settings.data_dir, (clock.now() - clock.real()).total_seconds())


@contextmanager
def _logging(settings: Settings) -> Iterator[None]:
    """Log into a file during the block; afterwards not at all."""
    with (settings.data_dir / "logs" / "demo.log").open("a") as log:
        configure_logging(settings, "demo", log)
        try:
            yield
        finally:
            logging.disable(logging.CRITICAL)


def _tell(settings: Settings, cases: int, seconds: float) -> None:
    say_whole(f"{counted(cases, 'case')} in {seconds:.0f} seconds. Their time goes on from {minute(ENDS_AT, ZONE)}:")
    say_whole(f"  {imr_command(settings, 'up', '--keep-clock')}")
    say_whole("and, in another terminal, from this folder:")
    for arguments in (("case", "list"), ("case", "list", "--overdue"), ("dead-letters", "list")):
        say_whole(f"  {imr_command(settings, *arguments)}")
