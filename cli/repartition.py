"""`imr repartition`: copy the deployment to topics with another number of partitions."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer
from aiokafka.errors import KafkaError
from pydantic import ValidationError
from rich.progress import Progress, TaskID

from cli.session.connection import connect, fail, find_running, is_starting, read_settings, wrong_option
from cli.session.options import AsJsonLines
from cli.session.output import counted, print_json, progress_bar, say, say_aside
from cli.session.table import print_table
from runtime.broker.errors import BrokerError, NoBrokerAnswers
from runtime.broker.kafka.apache import ApacheBroker
from runtime.repartition.placement import KeyTwice, NoHome
from runtime.repartition.repartition import Done, Plan, go_back
from runtime.repartition.repartition import repartition as carry_out
from runtime.repartition.stillness import Consumer
from runtime.settings import Settings
from runtime.state.homes import Homes
from schemas.topics import DECIDING_SERVICES, INTAKE_EVENTS, SHADOW, TOPICS, desk
from services.decision import state as decision
from services.intake import state as intake
from services.letters import state as letters
from services.triage import state as triage

_SESSION_SECONDS_MAX, _FORGOTTEN_SECONDS = 60.0, 3.0
_HOMES = {"intake": intake.HOMES, "triage": triage.HOMES, "decision": decision.HOMES, "letters": letters.HOMES}


def repartition(
    prefix: Annotated[str, typer.Argument(help="The IMR_PREFIX of the copy, which no topics have yet.")],
    partitions: Annotated[int, typer.Option(help="The number of partitions of the copy.", min=1, max=1_000)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, read and place everything, and write nothing.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Go back to the old topics, while the copy has not worked.")] = False,
    as_json: AsJsonLines = False,
) -> None:
    """Copy the deployment to topics with another number of partitions, and switch to them.

    The workers must have read everything and be stopped. The old topics stay until you delete them.
    If this command is interrupted, run it again.
    """
    settings = read_settings()
    try:
        Settings(prefix=prefix)
    except ValidationError:
        wrong_option("PREFIX", f"{prefix!r} is no prefix: up to 40 small letters, digits, hyphens and underscores")
    began = time.monotonic()
    try:
        done = asyncio.run(_run(settings, prefix, partitions, dry_run=dry_run, back=back))
    except (BrokerError, NoBrokerAnswers, NoHome, KeyTwice) as error:
        fail(*str(error).splitlines())
    except KafkaError as error:
        fail(f"the broker did not answer ({type(error).__name__}); run the command again")
    if done is None:
        say(f"the deployment with the prefix {settings.prefix} is open again; its copy {prefix} is closed and can be deleted")
        return
    _print(done, as_json=as_json)
    if as_json:
        return
    if dry_run and done.topics:
        say_aside(f"{_total(done)} read and placed in {time.monotonic() - began:.0f} s; nothing was written")
    elif done.topics:
        say_aside(f"{_total(done)} read, written and compared in {time.monotonic() - began:.0f} s")
        say_aside(
            f"the deployment has the prefix {prefix} now: set IMR_PREFIX={prefix} and IMR_PARTITIONS={partitions} and start the workers"
        )


async def _run(settings: Settings, prefix: str, partitions: int, *, dry_run: bool, back: bool) -> Done | None:
    async with _broker(settings) as (at_work, patience):
        plan = Plan(at_work, prefix, partitions, consumers(), rehearsal=dry_run, patience_seconds=patience)
        if back:
            await go_back(plan)
            return None
        with progress_bar() as bar:
            return await carry_out(plan, _Progress(bar))


def consumers() -> list[Consumer]:
    """Return every service that keeps state, with the topics that it reads."""
    found = [
        Consumer(name, [*(topic.name for topic in TOPICS if name in topic.readers), desk(name).name], _HOMES[name])
        for name in DECIDING_SERVICES
    ]
    return [*found, Consumer(SHADOW, [INTAKE_EVENTS.name, desk(SHADOW).name], Homes({}))]


@asynccontextmanager
async def _broker(settings: Settings) -> AsyncIterator[tuple[Settings, float]]:
    """Connect to the broker, or start that of the data folder for this command.

    The second value is how many seconds workers may count as members after they were stopped. On
    a broker that is started here, none runs.
    """
    if settings.kafka_bootstrap:
        yield connect(), settings.session_timeout_ms / 1_000 + _FORGOTTEN_SECONDS
        return
    folder = settings.data_dir
    if find_running(folder) is not None or is_starting(folder):
        fail(f"a system runs in {folder}: stop it with Ctrl-C in its terminal")
    if not (folder / "broker").is_dir():
        fail(f"{folder} holds no data of a broker; name one in IMR_KAFKA_BOOTSTRAP, or the folder in IMR_DATA_DIR")
    logging.disable(logging.ERROR)  # errors are reported in a line of our own
    async with ApacheBroker(folder / "broker", java=settings.java) as broker:
        yield settings.model_copy(update={"kafka_bootstrap": broker.bootstrap}), _SESSION_SECONDS_MAX + _FORGOTTEN_SECONDS


class _Progress:
    """Shows how much of each topic was read."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, topic: str, passed: int, total: int) -> None:
        """Show it."""
        if topic not in self._tasks:
            self._tasks[topic] = self._bar.add_task(topic, total=total)
        self._bar.update(self._tasks[topic], completed=passed)


def _print(done: Done, *, as_json: bool) -> None:
    if as_json:
        for each in done.topics:
            print_json({"topic": each.name, "messages": each.messages, "bytes": each.size, "digest": each.digest})
        return
    if not done.topics:
        say_aside("the deployment was moved there before; nothing was done")
        return
    print_table(
        ("topic", "messages", "bytes", "digest of the order"),
        [(each.name, f"{each.messages:,}", f"{each.size:,}", each.digest) for each in done.topics],
    )


def _total(done: Done) -> str:
    return counted(sum(each.messages for each in done.topics), "message")
