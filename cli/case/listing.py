"""`imr case list`: cases with their deadlines, in pages."""

import asyncio
from datetime import date, datetime, time
from typing import Annotated, Any

import typer

from cli.case.index import CaseIndex, Order, Wanted, index_path
from cli.case.summary import KINDS, CaseSummary
from cli.session.connection import connect, read_settings, wrong_option
from cli.session.local_time import a_day, now_told, zone_of
from cli.session.options import NUMBER_MAX, AsJsonLines
from cli.session.output import print_json, progress_bar, say, say_aside, terminal_width
from cli.session.table import Prose, print_table
from cli.session.timeline import EVENT_TOPICS
from jurisdictions.files import load_jurisdiction
from runtime import clock
from runtime.outside.follow import read_to_end, stream_to_end
from runtime.outside.topic_index import read_on
from runtime.settings import Settings
from schemas.messages.triage import ReviewerRecorded
from schemas.topics import REVIEWERS
from services.ops.domain.stages import STAGES

PAGE = 50
"""Cases shown on a terminal unless --limit says otherwise."""

_SAVE_EVERY = 20_000
_COLUMNS = ("case", "stage", "received", "due", "overdue", "age", "reviewer", "outcome", "clock", "waits for")
_ON_A_TERMINAL = ("case", Prose("stage"), "received", Prose("due"), "age", "reviewer", Prose("outcome"))
_WITH_WAITS = (*_ON_A_TERMINAL, Prose("waits for"))
_LAST_SECOND = time(23, 59, 59)


_STAGES = {stage.replace(" ", "-"): stage for stage in STAGES}
"""Each stage by its name in one word, which a shell takes without quotes."""


def _known_stages(stages: list[str] | None) -> list[str] | None:
    """Refuse a stage that no case can be at."""
    words = [each.replace(" ", "-") for each in stages or ()]
    for each in words:
        if each not in _STAGES:
            raise typer.BadParameter(f"{each!r} is no stage; the stages are: {', '.join(_STAGES)}")
    return [_STAGES[each] for each in words]


def list_cases(
    stage: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Only cases at this stage; repeat for more. One of: {', '.join(_STAGES)}.",
            callback=_known_stages,
            autocompletion=lambda: list(_STAGES),
        ),
    ] = None,
    reviewer: Annotated[str | None, typer.Option(help="Only cases of this reviewer, by id.")] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only cases that are not closed.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only cases whose deadline has passed.")] = False,
    due_before: Annotated[
        date | None,
        typer.Option(help="Only cases due before this day, in the jurisdiction's time.", parser=a_day, metavar="YYYY-MM-DD"),
    ] = None,
    sort: Annotated[Order, typer.Option(help="Sort by deadline, by the newest receipt, or by case number.")] = "due",
    limit: Annotated[
        int | None,
        typer.Option(help="The most cases to list.", min=1, max=NUMBER_MAX, show_default="50 on a terminal, all in a pipe"),
    ] = None,
    offset: Annotated[int, typer.Option(help="How many cases to pass over, for the next page.", min=0, max=NUMBER_MAX)] = 0,
    everything: Annotated[bool, typer.Option("--all", help="List all cases on a terminal too.")] = False,
    as_json: AsJsonLines = False,
) -> None:
    """List cases with stage, deadline, age in days, reviewer and outcome, most urgent first.

    A deadline is the end of the clock that runs out next: that of records, of an answer, or of the
    determination. A returned case says for which papers or facts it waits. Days and times are those
    of the jurisdiction. A terminal shows a page of 50 cases and says how many there are; a pipe and
    --json get all.
    """
    if everything and limit is not None:
        wrong_option("--all", "lists every case, and --limit only so many; leave one out")
    settings = connect()
    zone, now = zone_of(settings), clock.now()
    limits = [now] * overdue + ([datetime.combine(due_before, time(), zone)] if due_before else [])
    wanted = Wanted(stage or (), reviewer, only_open, min(limits, default=None))
    most = limit or (PAGE if terminal_width() and not everything and not as_json else None)
    own_broker = not read_settings().kafka_bootstrap
    with CaseIndex(index_path(settings, own_broker=own_broker), zone, settings.partitions) as index:
        asyncio.run(_bring_up_to_date(settings, index))
        found, number = index.find(wanted, sort, most, offset)
        (_, known) = index.find(Wanted(), sort, 0, 0)
        if reviewer is not None and not number:
            _require_reviewer(settings, index, reviewer)
    _print([_row(each, settings, now) for each in found], settings, as_json=as_json)
    if not as_json:
        _tell_the_rest(len(found), number, offset, known)


def _print(rows: list[dict[str, Any]], settings: Settings, *, as_json: bool) -> None:
    """Print the cases as JSON, as a table under the system's time, or for a pipe."""
    if as_json:
        for row in rows:
            print_json(row)
    elif terminal_width():
        say(f"now {now_told(settings)}")
        if any(row["waits_for"] for row in rows):
            print_table(_WITH_WAITS, [(*_short(row), row["waits_for"]) for row in rows])
        elif rows:
            print_table(_ON_A_TERMINAL, [_short(row) for row in rows])
    else:
        print_table(_COLUMNS, [(*(row | {"overdue": "yes" if row["overdue"] else None}).values(),) for row in rows])


def _require_reviewer(settings: Settings, index: CaseIndex, reviewer: str) -> None:
    """End the command if no reviewer with this id is registered, or had a case."""
    (_, theirs) = index.find(Wanted(reviewer=reviewer), "case", 0, 0)
    registered = asyncio.run(read_to_end(settings, (REVIEWERS,)))
    if not theirs and not any(
        isinstance(each.message, ReviewerRecorded) and each.message.reviewer_id == reviewer for each in registered
    ):
        wrong_option("--reviewer", f"no reviewer has the id {reviewer!r}; `imr reviewer list` shows all")


def _row(summary: CaseSummary, settings: Settings, now: datetime) -> dict[str, Any]:
    """Return the fields of a case for programs, in the order of the columns."""
    zone = zone_of(settings)
    received, due = summary.received_at, summary.due(zone, load_jurisdiction)
    return {
        "case": summary.case_number,
        "stage": summary.stage,
        "received": received and f"{received.astimezone(zone):%Y-%m-%d}",
        "due": due and due.at.astimezone(zone),
        "overdue": due is not None and due.at < now,
        "age_days": summary.age_days(now, zone),
        "reviewer": summary.reviewer,
        "outcome": summary.outcome,
        "due_clock": due and due.name,
        "waits_for": summary.waits_for,
    }


def _short(row: dict[str, Any]) -> tuple[str | int | None, ...]:
    """Return the cells of a case on a terminal.

    A deadline at the end of a day is told as that day; the line above the list names the zone.
    """
    due = row["due"]
    told = due and (f"{due:%Y-%m-%d}" if due.time() == _LAST_SECOND else f"{due:%Y-%m-%d %H:%M}")
    overdue = f"{told} overdue" if row["overdue"] else told
    return row["case"], row["stage"], row["received"], overdue, row["age_days"], row["reviewer"], row["outcome"]


def _tell_the_rest(shown: int, number: int, offset: int, known: int) -> None:
    """Say which part of the list this is, unless it is all of it."""
    if not known:
        say_aside("no cases yet")
    elif not number:
        say_aside(f"no case fits ({known:,} in all)")
    elif not shown:
        say_aside(f"--offset {offset} is after the last of {number:,} cases")
    elif shown < number:
        following = offset + shown
        more = f"; the next page: --offset {following}" if following < number else ""
        say_aside(f"cases {offset + 1:,} to {following:,} of {number:,}{more}; all: --all")


async def _bring_up_to_date(settings: Settings, index: CaseIndex) -> None:
    """Take the events since the last question; all of them if the topics were made anew."""
    await read_on(index, lambda: _take_new(settings, index))


async def _take_new(settings: Settings, index: CaseIndex) -> None:
    with progress_bar() as progress:
        task = progress.add_task("reading cases", total=None)
        stream = stream_to_end(
            settings,
            EVENT_TOPICS,
            kinds=KINDS,
            starts=index.positions,
            progress=lambda behind, total: progress.update(task, completed=behind, total=total),
        )
        taken = 0
        async for seen in stream:
            index.take(seen)
            taken += 1
            if taken % _SAVE_EVERY == 0:
                index.save()
        index.save()
