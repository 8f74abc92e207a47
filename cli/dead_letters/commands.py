"""`imr dead-letters`: list, show, replay or discard messages that were parked."""

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from cli.dead_letters.contents import Contents, kept_contents, original_contents
from cli.dead_letters.queue import DeadLetter, DeadLetters, Selection, before, topics_of
from cli.dead_letters.session import Desk
from cli.dead_letters.table import print_contents, print_dead_letters, row, summary, what
from cli.session.connection import connect, fail, wrong_option
from cli.session.local_time import instant, zone_of
from cli.session.options import Actor, AsJson, AsJsonLines, Timeout, sound, who
from cli.session.output import counted, print_json, say_aside
from cli.session.table import Prose, print_table
from runtime import clock
from runtime.loop.origin import OriginUnavailable, find_on_broker
from runtime.outside.follow import read_to_end
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.ids import derived_id
from schemas.message import Text
from schemas.wire.dead_letters import ParkedMessageSeen

app = typer.Typer(help="List, show, replay or discard messages that could not be read or handled.", no_args_is_help=True)

Ids = Annotated[
    list[str] | None,
    typer.Argument(help="The ids of the messages from `imr dead-letters list`: TOPIC/PARTITION/OFFSET.", metavar="ID"),
]
Consumer = Annotated[
    Literal["intake", "triage", "decision", "letters"] | None, typer.Option(help="Only messages for this service.")
]
_PARKED_AS_HELP = "Only messages that could not be read (unreadable), that a handler failed on (unhandled), or that wait for an earlier one of their case (behind)."
ParkedAs = Annotated[Literal["unreadable", "unhandled", "behind"] | None, typer.Option("--parked-as", help=_PARKED_AS_HELP)]
Reason = Annotated[
    Literal["unreadable", "unhandled", "behind"] | None, typer.Option("--reason", "--parked-as", help=_PARKED_AS_HELP)
]
MessageType = Annotated[
    str | None, typer.Option("--type", help="Only messages of this type, such as imr.intake.submit-application.")
]
Subject = Annotated[
    str | None, typer.Option("--case", "--subject", help="Only messages of this case, submission, reviewer or pool.")
]
Since = Annotated[
    str | None,
    typer.Option(
        help="Only messages last parked at or after this time, in the jurisdiction's time unless it has an offset.", metavar="TIME"
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        help="Only messages last parked before this time, in the jurisdiction's time unless it has an offset.", metavar="TIME"
    ),
]
Everything = Annotated[
    bool, typer.Option("--everything", help="All waiting messages; required if you give neither ids nor filters.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the planned actions in order, and do nothing.")]


@app.command("list")
def list_dead_letters(
    consumer: Consumer = None,
    reason: Reason = None,
    message_type: MessageType = None,
    subject: Subject = None,
    since: Since = None,
    until: Until = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="Include messages that were replayed or discarded.")] = False,
    as_json: AsJsonLines = False,
) -> None:
    """List waiting messages in the order they may be replayed, without their content."""
    settings = connect()
    selection = _selection(settings, (), consumer, reason, message_type, subject, since, until)
    found = _read(settings, consumer)
    dead_letters = [each for each in (found.all() if all_of_them else found.waiting()) if selection.fits(each)]
    if as_json:
        for dead in dead_letters:
            print_json(row(dead))
    elif dead_letters:
        print_dead_letters(dead_letters, zone_of(settings), history=all_of_them)
        say_aside(summary(dead_letters))
    else:
        say_aside("no message waits" if selection == Selection() else "no message that waits fits")


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(metavar="ID")],
    consumer: Consumer = None,
    actor: Actor = None,
    as_json: AsJson = False,
) -> None:
    """Show the content of a parked message.

    It may hold personal data, so access is recorded first.
    """
    settings = connect()
    dead = _one(_read(settings, consumer), identifier, consumer)
    try:
        asyncio.run(_record_the_look(settings, dead, who(actor)))
    except BrokerUnavailable as error:
        fail(str(error))
    contents, note = asyncio.run(_contents(settings, dead))
    if as_json:
        held = contents.model_dump(mode="json") if contents else {"headers": None, "form": None, "value": None}
        print_json({**row(dead), "error": dead.parked.error, **held, "note": note})
        return
    print_contents(dead, contents, note, zone_of(settings))


@app.command()
def replay(
    identifiers: Ids = None,
    consumer: Consumer = None,
    reason: Reason = None,
    message_type: MessageType = None,
    subject: Subject = None,
    since: Since = None,
    until: Until = None,
    everything: Everything = False,
    dry_run: DryRun = False,
    actor: Actor = None,
    timeout: Timeout = 60,
    as_json: AsJsonLines = False,
) -> None:
    """Handle parked messages again, once the cause is fixed.

    They keep their ids and the order of each case.
    """
    actor_name, settings = who(actor), connect()
    selection = _selection(settings, identifiers or (), consumer, reason, message_type, subject, since, until)
    dead_letters = _chosen(settings, selection, "replayed", everything=everything, dry_run=dry_run, as_json=as_json)
    desk = Desk(settings, actor_name, timeout)
    try:
        asyncio.run(desk.replay(dead_letters, selection))
    except BrokerUnavailable as error:
        fail(str(error))
    _report(desk, as_json=as_json)


@app.command()
def discard(
    reason: Annotated[str, typer.Option(help="Why, for the audit trail.")],
    identifiers: Ids = None,
    consumer: Consumer = None,
    parked_as: ParkedAs = None,
    message_type: MessageType = None,
    subject: Subject = None,
    since: Since = None,
    until: Until = None,
    everything: Everything = False,
    dry_run: DryRun = False,
    actor: Actor = None,
    timeout: Timeout = 60,
    as_json: AsJsonLines = False,
) -> None:
    """Discard parked messages, so that their cases continue without them.

    The messages stay on the dead-letter topic.
    """
    why = sound("--reason", Text, reason)
    actor_name, settings = who(actor), connect()
    selection = _selection(settings, identifiers or (), consumer, parked_as, message_type, subject, since, until)
    dead_letters = _chosen(settings, selection, "discarded", everything=everything, dry_run=dry_run, as_json=as_json)
    desk = Desk(settings, actor_name, timeout)
    try:
        asyncio.run(desk.discard(dead_letters, why))
    except BrokerUnavailable as error:
        fail(str(error))
    _report(desk, as_json=as_json)


def _selection(
    settings: Settings,
    identifiers: Sequence[str],
    consumer: str | None,
    reason: str | None,
    message_type: str | None,
    subject: str | None,
    since: str | None,
    until: str | None,
) -> Selection:
    if subject is not None and not subject.strip():
        wrong_option("--case", "it is empty; name a case, a submission, a reviewer or a pool")
    zone = zone_of(settings)
    first, last = (text and instant(option, text, zone) for option, text in (("--since", since), ("--until", until)))
    return Selection(tuple(identifiers), consumer, reason, message_type, subject, first or None, last or None)


def _read(settings: Settings, consumer: str | None) -> DeadLetters:
    return DeadLetters(asyncio.run(read_to_end(settings, topics_of(consumer))))


def _chosen(
    settings: Settings, selection: Selection, verb: str, *, everything: bool, dry_run: bool, as_json: bool
) -> list[DeadLetter]:
    """Return the chosen waiting messages.

    End the command if there are none or a plan was asked for. *verb* is replayed or discarded.
    """
    if selection == Selection() and not everything:
        wrong_option("ID", "say which: IDs, a filter such as --case or --consumer, or --everything")
    if selection != Selection() and everything:
        wrong_option("--everything", "stands for all waiting messages; leave it out to choose some by ids or filters")
    waiting = _read(settings, selection.consumer).waiting()
    dead_letters = [each for each in waiting if selection.fits(each)]
    if unknown := set(selection.ids) - {each.parked.id for each in dead_letters}:
        fail(f"no message waits under {', '.join(sorted(unknown))}; `imr dead-letters list` shows those that wait")
    if dry_run or not dead_letters:
        _print_plan(dead_letters, waiting, verb, as_json=as_json)
        raise typer.Exit
    return dead_letters


def _print_plan(dead_letters: Sequence[DeadLetter], waiting: Sequence[DeadLetter], verb: str, *, as_json: bool) -> None:
    rows = []
    for dead in dead_letters:
        left_out = before(dead, waiting, dead_letters)
        if as_json:
            print_json({**row(dead), "waits_behind_others": left_out})
        note = f"would be refused, {left_out} before it in its queue not selected" if left_out else f"would be {verb}"
        rows.append((dead.parked.consumer, dead.parked.id, f"{what(dead)}: {note}"))
    if as_json:
        return
    print_table(("service", "id", Prose("plan")), rows, headings=False)
    say_aside(f"{counted(len(dead_letters), 'message')}; nothing was done" if dead_letters else "no message that waits fits")


def _report(desk: Desk, *, as_json: bool) -> None:
    """Print each outcome; end the command with status 1 unless every message is done with."""
    rows = []
    for outcome in desk.outcomes:
        if as_json:
            print_json({**row(outcome.dead), "outcome": outcome.word, "detail": outcome.detail})
        detail = f" ({outcome.detail})" if outcome.detail else ""
        rows.append((outcome.dead.parked.consumer, outcome.dead.parked.id, f"{what(outcome.dead)}: {outcome.word}{detail}"))
    words = Counter(outcome.word for outcome in desk.outcomes)
    if not as_json:
        print_table(("service", "id", Prose("outcome")), rows, headings=False)
        say_aside(", ".join(f"{number} {word}" for word, number in words.items()))
    if not all(outcome.well for outcome in desk.outcomes):
        raise typer.Exit(1)


def _one(found: DeadLetters, identifier: str, consumer: str | None) -> DeadLetter:
    """The dead letter *identifier*; ends the command where none or several have that name."""
    dead_letters = [each for each in found.all() if each.parked.id == identifier and consumer in {None, each.parked.consumer}]
    if not dead_letters:
        fail(f"no message was parked under {identifier}; `imr dead-letters list --all` shows all")
    if len(dead_letters) > 1:
        fail(
            f"{identifier} was parked by {' and by '.join(each.parked.consumer for each in dead_letters)}; say which with --consumer"
        )
    return dead_letters[0]


async def _record_the_look(settings: Settings, dead: DeadLetter, actor: str) -> None:
    seen = ParkedMessageSeen(parked_id=dead.parked.id, consumer=dead.parked.consumer, actor=actor)
    async with Publisher(settings, "/imr/cli") as publisher:
        await publisher.publish(seen, derived_id("seen", *dead.key, actor, clock.now().isoformat(), os.getpid()))


async def _contents(settings: Settings, dead: DeadLetter) -> tuple[Contents | None, str | None]:
    """Return the content of a message and a note on its source.

    A message too large to keep is read at its origin.
    """
    if not dead.parked.by_reference:
        return kept_contents(dead.parked), None
    try:
        record = await find_on_broker(settings, dead.parked.at)
    except OriginUnavailable as error:
        return None, f"too large to keep, and {error}"
    if record is None:
        return None, "too large to keep, and its topic does not hold it any more"
    return original_contents(record), "too large to keep; read at its place"
