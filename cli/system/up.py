"""`imr up`: broker and services in one terminal, with a live view of the cases moving."""

import asyncio
import logging
import sys
from collections import Counter
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import httpx
import typer
from aiokafka.errors import KafkaError
from rich.cells import cell_len
from rich.console import Group
from rich.live import Live

from cli.dead_letters.queue import DeadLetters, topics_of
from cli.session.connection import fail, find_running, is_starting, read_settings
from cli.session.files import refuse_other_folder, tighten_data
from cli.session.interrupt import finished
from cli.session.local_time import today, zone_of
from cli.session.options import DataDir
from cli.session.output import console, say, say_error, say_whole
from cli.session.table import print_table
from cli.session.timeline import EVENT_TOPICS, tell
from cli.system.folder_size import FolderSize
from cli.system.hint import first_steps, imr_command
from cli.system.kept_clock import clock_shift
from cli.system.live_view import Moves, Scene, has_no_cases, hint_lines, picture, services_told
from cli.system.supervisor import CannotListen, Supervisor
from runtime import clock
from runtime.broker.errors import BrokerError
from runtime.broker.topics.topics import PartitionsDiffer
from runtime.outside.follow import follow, follow_newest
from runtime.settings import Settings
from schemas.case import OfACase
from services.decision.library.errors import LibraryNotSound

_REFRESH_SECONDS = 1.0
_OFFSETS_BACK = 50
"""How many offsets before its end each partition is read from, markers included."""


def up(
    data_dir: DataDir = None,
    auto_sign: Annotated[
        bool,
        typer.Option(
            "--auto-sign", help="Sign every assessment automatically; the letters are drafts. For demonstrations and load runs."
        ),
    ] = False,
    starts_at: Annotated[
        str | None,
        typer.Option(
            "--clock",
            help="Start the system's clock at this instant, such as 2015-04-17T09:00-07:00, to handle past cases in their own time. Later starts on the same data need --keep-clock.",
        ),
    ] = None,
    keep_clock: Annotated[
        bool, typer.Option("--keep-clock", help="Go on in the time of data whose clock was set with --clock.")
    ] = False,
) -> None:
    """Run a broker and every service until Ctrl-C; a second start on the same data continues.

    Data whose clock was set is refused without --keep-clock, so that a system is not left in the
    past by mistake.

    Settings come from environment variables named IMR_…; docs/reference/settings.md lists them.
    """
    settings = read_settings(data_dir=data_dir, auto_sign=auto_sign or None)
    refuse_other_folder(settings.data_dir)
    if find_running(settings.data_dir) is not None or is_starting(settings.data_dir):
        fail(f"a system runs in {settings.data_dir} already; stop it with Ctrl-C in its terminal, or choose another --data-dir")
    if (shift := clock_shift(settings.data_dir, starts_at, zone_of(settings), keep=keep_clock)) is not None:
        settings = settings.model_copy(update={"clock_shift_seconds": shift})
    clock.shift(settings.clock_shift_seconds)
    _check_folders(settings)
    logging.disable(logging.ERROR)  # each process has its log; here is the live view
    supervisor = Supervisor(settings, shift)
    try:
        supervisor.choose_ports()
        tighten_data(settings.data_dir)
        asyncio.run(_run(supervisor))
    except (CannotListen, BrokerError, PartitionsDiffer, KafkaError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # an error of the disk or of the output, which is told as for every command
        fail(*(str(error) or type(error).__name__).splitlines())


def _check_folders(settings: Settings) -> None:
    """End the command if a service could not start for the folder that a setting names."""
    try:
        if settings.letter_layouts_dir is not None:
            from services.letters.composition.layout import check_layouts  # noqa: PLC0415 - a start without it is quicker

            check_layouts(settings.letter_layouts_dir)
        if settings.shadow_guidelines_dir is not None:
            from services.decision.shadow import edition_of  # noqa: PLC0415 - as above

            edition_of(settings)
    except (LibraryNotSound, ValueError) as error:
        fail(*str(error).splitlines())


async def _run(supervisor: Supervisor) -> None:
    """Serve until a signal, which may come during the start."""
    await finished(_serve(supervisor))
    say(f"stopped; the data is kept in {supervisor.settings.data_dir}")


async def _serve(supervisor: Supervisor) -> None:
    """Show a live view on a terminal, a line an event elsewhere."""
    with console.status("starting the broker and the services"):
        await supervisor.__aenter__()
    try:
        going = {
            asyncio.create_task(_watch(supervisor) if sys.stdout.isatty() else _print_moves(supervisor)),
            asyncio.create_task(supervisor.watch_disk(_say)),
        }
        try:
            ended, _ = await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in going:
                task.cancel()
            await asyncio.gather(*going, return_exceptions=True)
        for task in ended:
            task.result()
    finally:
        with console.status("stopping: each service finishes the batch in hand"):
            await supervisor.__aexit__()


def _say(line: str) -> None:
    """Print *line* above the live view, or among the moves."""
    say_whole(line, "yellow")


async def _print_moves(supervisor: Supervisor) -> None:
    """Print each new event of a case as a line: time, case and words, separated by tabs.

    On standard error come the places and, once it is measured, the size of the data.
    """
    zone = zone_of(supervisor.settings)
    say_error(" · ".join([f"now {today(supervisor.settings)}", *_places(supervisor)]), style=None)
    await asyncio.gather(_print_size(supervisor), _print_events(supervisor, zone))


async def _print_size(supervisor: Supervisor) -> None:
    say_error(await FolderSize(supervisor.settings.data_dir).measure(), style=None)


async def _print_events(supervisor: Supervisor, zone: ZoneInfo) -> None:
    async for seen in follow(supervisor.settings, EVENT_TOPICS, only_new=True):
        if isinstance(seen.message, OfACase):
            time = seen.envelope.time.astimezone(zone).isoformat(timespec="seconds")
            print_table((), [(time, seen.message.case_number, tell(seen.message, zone))])


async def _watch(supervisor: Supervisor) -> None:
    moves, parked, size = Moves(), DeadLetters(), FolderSize(supervisor.settings.data_dir)
    following = asyncio.gather(_note_moves(supervisor, moves), _note_parked(supervisor, parked), size.keep_measuring())
    async with httpx.AsyncClient(timeout=_REFRESH_SECONDS) as client:
        with Live(console=console, auto_refresh=False, screen=False) as live:
            hint: list[str] = []
            try:
                while not following.done():
                    scene = _scene(supervisor, await _ask(client, supervisor), moves, parked, size.told)
                    if not hint and has_no_cases(scene):
                        hint = hint_lines(scene)
                        for line in hint:
                            say_whole(line)
                    above = 0 if moves.seen else sum(max(1, -(-cell_len(line) // console.width)) for line in hint)
                    live.update(Group(*picture(scene, console.width, console.height - 1 - above)), refresh=True)
                    await asyncio.sleep(_REFRESH_SECONDS)
                following.result()
            finally:
                following.cancel()


async def _note_moves(supervisor: Supervisor, moves: Moves) -> None:
    async for polled, passed_over in follow_newest(supervisor.settings, EVENT_TOPICS, _OFFSETS_BACK):
        moves.note(polled, passed_over)


async def _note_parked(supervisor: Supervisor, parked: DeadLetters) -> None:
    async for seen in follow(supervisor.settings, topics_of(None)):
        parked.note(seen)


async def _ask(client: httpx.AsyncClient, supervisor: Supervisor) -> dict[str, Any]:
    """Return ops' counts, or nothing while it starts."""
    try:
        response = await client.get(f"http://{supervisor.settings.api_host}:{supervisor.settings.ops_port}/v1/live")
        counted: dict[str, Any] = response.json() if response.is_success else {}
    except (httpx.HTTPError, ValueError):
        return {}
    return counted


def _scene(supervisor: Supervisor, counted: dict[str, Any], moves: Moves, parked: DeadLetters, size: str = "") -> Scene:
    settings, now = supervisor.settings, clock.now()
    waiting = Counter(dead.parked.consumer for dead in parked.waiting())
    zone = zone_of(settings)
    return Scene(
        today=today(settings),
        clock_is_set=bool(settings.clock_shift_seconds),
        places=_places(supervisor, size),
        services=services_told([(child.service, child.state) for child in supervisor.children], waiting),
        parked=waiting.total(),
        desk=imr_command(settings, "dead-letters", "list"),
        counted=counted,
        moves=moves,
        hint=first_steps(settings, now, zone),
        now=now,
        zone=zone,
    )


def _places(supervisor: Supervisor, size: str = "") -> list[str]:
    settings = supervisor.settings
    return [
        f"intake http://{settings.api_host}:{settings.api_port}/v1/applications",
        f"live http://{settings.api_host}:{settings.ops_port}/v1/live",
        *([f"assess http://{settings.api_host}:{settings.assess_port}/v1/assess"] if settings.assess_port else []),
        f"Kafka {settings.kafka_bootstrap}",
        f"logs {supervisor.logs}",
        *([size] if size else []),
        "Ctrl-C stops",
    ]
