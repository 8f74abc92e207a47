"""`imr demo`: one case from application to letter, by the commands a user would type."""

import asyncio
import json
import logging
import os
import re
import shlex
import shutil
import socket
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.session.connection import fail, read_settings
from cli.session.files import RUN, output_folder
from cli.session.interrupt import finished, interrupted
from cli.session.output import pass_on, say, say_error, say_whole, terminal_width
from cli.system.forked_process import SERVICE_MODULES
from cli.system.supervisor import Supervisor
from cli.system.warm_commands import WarmCommands
from runtime import clock
from runtime.broker.errors import BrokerError
from runtime.files import FOLDER_MODE
from runtime.settings import Settings

_OUT = Path("var/demo")
_OUT_OF_MANY = Path("var/demo-cases")
_STARTS_AT = "2015-04-17T09:00:00-07:00"
_APPLICATION = Path("examples/chiropractic-and-massage.json")
_REVIEWERS = Path("examples/reviewers.yaml")
_COMMAND_SECONDS_MAX = 120
_INDENT = 2
_OF_A_DEMO = re.compile(r"run|CM\d{2}-\d{7}(\.[a-z0-9-]+){0,2}\.(pdf|html|txt|json)")
"""The names that a demo gives to its files."""

Imr = Callable[..., str]
"""Runs a command and returns its output; with quiet=True, it prints nothing."""


def demo(
    out: Annotated[
        Path | None,
        typer.Option(
            help="The folder for the letter and the data. The files of an earlier demo are replaced.",
            metavar="FOLDER",
            show_default="var/demo",
        ),
    ] = None,
    cases: Annotated[
        int | None,
        typer.Option(
            help="Fill a new data folder with this many invented cases instead, over six weeks and at every stage. Then --out is that folder, by default var/demo-cases."
        ),
    ] = None,
) -> None:
    """Take an example case from application to letter.

    The demo starts a broker and every service, and signs as the reviewer. The clock starts on the
    day the application arrived, April 17, 2015, so that the guidelines of that time apply.
    """
    if not _APPLICATION.exists():
        fail(f"{_APPLICATION} is not here; run this from the project's folder, or use `make demo`")
    if cases is not None:
        _fill(out or _OUT_OF_MANY, cases)
        return
    out = out or _OUT
    settings = _settings(out / RUN)
    if settings.kafka_bootstrap:
        fail("IMR_KAFKA_BOOTSTRAP is set; unset it: the demo works with a broker of its own, not with your cases")
    replaced = _empty(out)
    clock.shift(settings.clock_shift_seconds)
    logging.disable(logging.ERROR)  # each process has its log; here are the steps
    try:
        done = asyncio.run(finished(_run(settings, out)))
    except BrokerError as error:
        fail(*str(error).splitlines())
    if not done:
        interrupted(f"stopped; the files of the earlier demo in {out} were removed" if replaced else "stopped before the letter")


def _fill(folder: Path, cases: int) -> None:
    from cli.system.life.command import check_number, fill_folder  # noqa: PLC0415 - its services take a second to import

    check_number(cases)
    fill_folder(_settings(folder), cases, _REVIEWERS)


def _empty(out: Path) -> bool:
    """Make *out* an empty folder, and return whether it had an earlier demo's files.

    Ends the command if it has files that no demo made.
    """
    output_folder(out)
    names = sorted(path.name for path in out.iterdir())
    foreign = [name for name in names if not _OF_A_DEMO.fullmatch(name) or RUN not in names]
    if foreign:
        fail(f"{out} has files that no demo made, such as {foreign[0][:80]}; name another folder with --out")
    for path in sorted(out.iterdir(), key=lambda path: path.name == RUN):  # the mark of a demo goes last
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    out.chmod(FOLDER_MODE)
    return bool(names)


def _settings(data_dir: Path) -> Settings:
    """Settings of a system of its own: fresh data, free ports."""
    api_port, ops_port = _free_ports(2)
    shift = (datetime.fromisoformat(_STARTS_AT) - clock.now()).total_seconds()
    return read_settings(data_dir=data_dir, api_port=api_port, ops_port=ops_port, clock_shift_seconds=shift, slot="0")


async def _run(settings: Settings, out: Path) -> None:
    began = time.monotonic()
    commands = WarmCommands(SERVICE_MODULES)
    _step("Starting a broker and five services: intake, triage, decision, letters, ops")
    async with Supervisor(settings, settings.clock_shift_seconds) as supervisor:
        say(f"  the broker answered after {time.monotonic() - began:.1f} seconds; the services are starting")
        data_dir = supervisor.settings.data_dir
        try:
            await asyncio.to_thread(_walk, partial(_imr, commands, data_dir), data_dir, out)
        finally:
            commands.stop()
    say(
        "",
        f"Done in {time.monotonic() - began:.0f} seconds. The letter is in {out}/: PDF, HTML, text and the determination as JSON.",
    )
    say("Its system has stopped. To look at the case in it:")
    say_whole(f"  .venv/bin/imr up --data-dir {shlex.quote(str(data_dir))} --keep-clock")


def _walk(imr: Imr, data_dir: Path, out: Path) -> None:
    """Take the case through the system, command by command."""
    _step("A registry of invented reviewers")
    imr("reviewer", "import", str(_REVIEWERS))
    _step("An injured worker applies for review: chiropractic care and massage were denied")
    imr("submit", str(_APPLICATION), "--wait")
    case_number = json.loads(imr("case", "list", "--json", quiet=True).splitlines()[0])["case"]
    _step("The assessment by the guidelines in force, for the reviewer")
    imr("decision", "show", case_number)
    reviewer = json.loads(imr("decision", "show", case_number, "--json", quiet=True))["reviewer_id"]
    _step("The reviewer agrees with both assessments and signs")
    imr("decision", "sign", case_number, "--reviewer", reviewer, "--keep")
    _step("The letter")
    imr("letter", "fetch", case_number, "--out", str(out))
    _step("The notice of assignment, by which the worker and the claims administrator were told before")
    imr("letter", "fetch", case_number, "--notice", "assignment", "--out", str(out))
    _step("Verify the letter: its text, its data, its hash, and the events behind it")
    imr("letter", "verify", str(out / f"{case_number}.worker.pdf"))
    _step(f"Serve each party with its copy, here through the folder {data_dir / 'outbox'}/")
    imr("letter", "services", case_number, "--wait")
    _step("The history of the case, event by event")
    imr("case", "show", case_number)


def _imr(commands: WarmCommands, data_dir: Path, *arguments: str, quiet: bool = False) -> str:
    """Run one command as a user would, and print it with its output."""
    if not quiet:
        say_whole(f"  $ imr {shlex.join(arguments)}", "bold")
    width = terminal_width()
    columns = None if width is None else max(1, width - _INDENT)
    done = commands.run(arguments, {**os.environ, "IMR_DATA_DIR": str(data_dir)}, columns, _COMMAND_SECONDS_MAX)
    if done.status != 0:
        told = "failed" if done.status else f"did not end within {_COMMAND_SECONDS_MAX} seconds"
        say_error(f"`imr {' '.join(arguments)}` {told}:")
        pass_on(done.output, as_error=True)
        raise typer.Exit(1)
    if not quiet:
        pass_on(done.output, _INDENT)
    return done.output


def _step(sentence: str) -> None:
    say("", sentence, style="bold cyan")


def _free_ports(number: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
