"""`imr transactions`: those whose end Kafka lost, and ending them as they were decided."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from aiokafka.errors import KafkaError

from cli.session.connection import connect, fail
from cli.session.options import Actor, AsJsonLines, of_seconds, who
from cli.session.output import print_json, progress_bar, say_aside
from cli.session.table import print_table
from runtime import clock
from runtime.broker.topics.transactions import Unfinished, end, find_unfinished
from runtime.outside.publish import Publisher
from runtime.settings import Settings
from schemas.ids import derived_id
from schemas.topics import TOPICS
from schemas.wire.codec import seal
from schemas.wire.envelope import Envelope
from schemas.wire.transactions import TransactionEnded

_SOURCE = "/imr/cli"


def transactions(
    end_them: Annotated[
        bool,
        typer.Option("--end", help="End each one with its decided outcome. The workers that hold them stop and are restarted."),
    ] = False,
    seconds: Annotated[
        float,
        typer.Option(
            callback=of_seconds,
            help="How long a transaction must have been open, in seconds. The services' own transactions time out after 15 seconds.",
        ),
    ] = 20,
    actor: Actor = None,
    as_json: AsJsonLines = False,
) -> None:
    """List transactions that stay open although their outcome is decided.

    Consumers cannot read the messages after them.
    """
    settings, name = connect(), who(actor)
    try:
        with progress_bar() as bar:
            bar.add_task("looking twice, so that one that is just being written is not taken for one", total=None)
            topics = [topic.name for topic in TOPICS]
            found = asyncio.run(find_unfinished(settings.kafka_bootstrap, topics, seconds))
    except KafkaError as error:
        fail(f"the broker could not say it ({type(error).__name__}); `imr topics --create` makes missing topics")
    ended = [each for each in found if end_them and each.outcome is not None]
    for each in ended:
        try:
            asyncio.run(_end(settings, each, name))
        except TimeoutError:
            fail(f"the end of {_place(each)} is ordered, but not written yet; `imr transactions` says when it is")
    _print(found, ended, as_json=as_json)
    if len(ended) < len(found):
        raise typer.Exit(1)


async def _end(settings: Settings, unfinished: Unfinished, actor: str) -> None:
    """On the record first, then done; a second time changes nothing."""
    said = TransactionEnded(
        place=_place(unfinished),
        offset=unfinished.offset,
        transactional_id=unfinished.transactional_id or "",
        outcome=unfinished.outcome or "aborted",
        actor=actor,
    )
    on_record, in_place = (derived_id("transaction-ended", where, said.key, actor) for where in ("on record", "in place"))
    async with Publisher(settings, _SOURCE) as publisher:
        await publisher.publish(said, on_record)
    envelope = Envelope(in_place, _SOURCE, said.type, said.version, clock.now(), said.subject, on_record)
    sealed = seal(said, envelope, settings.partitions)
    is_state = unfinished.place.topic.endswith(".changelog")  # there a record without a value changes nothing
    await end(settings.kafka_bootstrap, unfinished, sealed.key, None if is_state else sealed.value, sealed.headers)


def _print(found: Sequence[Unfinished], ended: Sequence[Unfinished], *, as_json: bool) -> None:
    if as_json:
        for each in found:
            print_json(_row(each) | {"ended": each in ended})
        return
    if not found:
        say_aside("no transaction is open")
        return
    rows = []
    for each in found:
        row = _row(each)
        now = "ended" if each in ended else "open"
        rows.append((row["place"], row["offset"], row["transactional_id"] or "unknown", row["outcome"] or "unknown", now))
    print_table(("place", "from offset", "of", "decided", "now"), rows)
    if any(each.outcome is None for each in found):
        say_aside(
            "A transaction with an unknown decision can be aborted by Kafka's own kafka-transactions.sh; its messages are then lost."
        )
    elif not ended:
        say_aside("`imr transactions --end` ends them as decided.")


def _row(each: Unfinished) -> dict[str, Any]:
    return {"place": _place(each), "offset": each.offset, "transactional_id": each.transactional_id, "outcome": each.outcome}


def _place(each: Unfinished) -> str:
    return f"{each.place.topic}/{each.place.partition}"
