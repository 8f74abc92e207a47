"""`imr up`: broker and services in one terminal, with a live view of the cases moving."""

import asyncio
import logging
import signal
import sys
from collections import Counter, deque
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from aiokafka.errors import KafkaError
from rich.console import Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from cli.dead_letters.queue import DeadLetters, topics_of
from cli.session.connection import fail, find_running, read_settings
from cli.session.files import tighten_data
from cli.session.output import console
from cli.session.timeline import EVENT_TOPICS, tell
from cli.system.supervisor import PortTaken, Supervisor
from runtime import clock
from runtime.broker.errors import BrokerError
from runtime.broker.topics.topics import PartitionsDiffer
from runtime.outside.follow import Seen, follow
from schemas.case import OfACase

_MOVES_SHOWN = 12
_REFRESH_SECONDS = 1.0


def up(
    data_dir: Annotated[Path | None, typer.Option(help="The folder for all data.", show_default="var/imr")] = None,
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
            help="Start the system's clock at this instant, such as 2015-04-17T09:00-07:00, to handle past cases in their own time. Later starts on the same data keep it.",
        ),
    ] = None,
) -> None:
    """Run a broker and every service until Ctrl-C; a second start on the same data continues.

    Settings come from environment variables named IMR_…; docs/reference/settings.md lists them.
    """
    settings = read_settings(data_dir=data_dir, auto_sign=auto_sign or None)
    tighten_data(settings.data_dir)
    if (shift := _clock_shift(settings.data_dir, starts_at)) is not None:
        settings = settings.model_copy(update={"clock_shift_seconds": shift})
    if find_running(settings.data_dir) is not None:
        fail(f"a system runs in {settings.data_dir} already; stop it with Ctrl-C in its terminal, or choose another --data-dir")
    clock.shift(settings.clock_shift_seconds)
    logging.disable(logging.ERROR)  # each process has its log; here is the live view
    try:
        asyncio.run(_run(Supervisor(settings)))
    except (PortTaken, BrokerError, PartitionsDiffer, KafkaError, OSError) as error:
        fail(f"{error or type(error).__name__}")


def _clock_shift(data_dir: Path, starts_at: str | None) -> float | None:
    """Return the shift of the clock, set by the first start with --clock in *data_dir*.

    It never changes afterwards, because time must not go back.
    """
    kept = data_dir / "clock-shift-seconds"
    if kept.exists():
        return float(kept.read_text())
    if starts_at is None:
        return None
    shift = _shift(starts_at)
    data_dir.mkdir(parents=True, exist_ok=True)
    kept.write_text(f"{shift}\n")
    return shift


def _shift(starts_at: str) -> float:
    try:
        instant = datetime.fromisoformat(starts_at)
    except ValueError:
        fail(f"--clock {starts_at!r} is no instant; write it as 2015-04-17T09:00-07:00")
    if instant.tzinfo is None:
        fail(f"--clock {starts_at!r} has no offset from UTC; write it as 2015-04-17T09:00-07:00")
    return (instant - clock.now()).total_seconds()


async def _run(supervisor: Supervisor) -> None:
    """Run until a signal; show a live view on a terminal, a line an event elsewhere."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    with console.status("starting the broker and the services"):
        await supervisor.__aenter__()
    try:
        view = asyncio.create_task(_watch(supervisor) if sys.stdout.isatty() else _print_moves(supervisor))
        disk = asyncio.create_task(supervisor.watch_disk(_say))
        stopped = asyncio.create_task(stopping.wait())
        ended, going = await asyncio.wait({view, disk, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)
        for task in ended:
            task.result()
    finally:
        with console.status("stopping: each service finishes the batch in hand"):
            await supervisor.__aexit__()
    console.print(f"stopped; the data is kept in {supervisor.settings.data_dir}", highlight=False)


def _say(line: str) -> None:
    """Print *line* above the live view, or among the moves."""
    console.print(line, highlight=False, markup=False, soft_wrap=True, style="yellow")


async def _print_moves(supervisor: Supervisor) -> None:
    console.print(_where(supervisor), highlight=False, soft_wrap=True)
    async for seen in follow(supervisor.settings, EVENT_TOPICS):
        console.print(_move(seen), highlight=False, soft_wrap=True)


async def _watch(supervisor: Supervisor) -> None:
    moves: deque[Text] = deque(maxlen=_MOVES_SHOWN)
    parked = DeadLetters()
    following = asyncio.gather(_note_moves(supervisor, moves), _note_parked(supervisor, parked))
    async with httpx.AsyncClient(timeout=_REFRESH_SECONDS) as client:
        with Live(console=console, auto_refresh=False, screen=False) as live:
            try:
                while not following.done():
                    live.update(_picture(supervisor, await _ask(client, supervisor), moves, parked), refresh=True)
                    await asyncio.sleep(_REFRESH_SECONDS)
                following.result()
            finally:
                following.cancel()


async def _note_moves(supervisor: Supervisor, moves: deque[Text]) -> None:
    async for seen in follow(supervisor.settings, EVENT_TOPICS):
        if isinstance(seen.message, OfACase):
            moves.append(_move(seen))


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


def _picture(supervisor: Supervisor, counted: dict[str, Any], moves: deque[Text], parked: DeadLetters) -> Group:
    waiting = Counter(dead.parked.consumer for dead in parked.waiting())
    services = Table(title="services", title_justify="left", box=None, padding=(0, 2), show_header=False)
    for child in supervisor.children:
        services.add_row(child.service, child.state, f"{waiting[child.service]} parked" if waiting[child.service] else "")
    stages = Table(title="cases by stage", title_justify="left", box=None, padding=(0, 2), show_header=False)
    for stage, number in counted.get("cases", {}).items():
        stages.add_row(stage, str(number))
    if not counted.get("cases"):
        stages.add_row("none yet", "")
    side_by_side = Table.grid(padding=(0, 6))
    side_by_side.add_row(services, stages)
    heading = Text(_where(supervisor), style="dim")
    desk = [Text("messages wait at the desk: imr dead-letters list", style="yellow"), Text()] if waiting else []
    return Group(
        heading,
        Text(),
        side_by_side,
        Text(),
        *desk,
        Text("last moves", style="italic"),
        *(moves or [Text("none yet; try: imr submit examples/*.json")]),
    )


def _move(seen: Seen) -> Text:
    return Text(
        f"{seen.envelope.time:%H:%M:%S}  {seen.envelope.subject}  {tell(seen.message)}",
        no_wrap=sys.stdout.isatty(),
        overflow="ellipsis",
    )


def _where(supervisor: Supervisor) -> str:
    settings = supervisor.settings
    return (
        f"intake http://{settings.api_host}:{settings.api_port}/v1/applications · live http://{settings.api_host}:{settings.ops_port}/v1/live · "
        f"Kafka {settings.kafka_bootstrap} · logs {supervisor.logs} · Ctrl-C stops"
    )
