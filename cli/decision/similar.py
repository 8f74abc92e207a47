"""`imr decision similar`.

Earlier determinations on similar items, and how they are similar.
"""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cli.session.connection import connect, fail, partition_of_case, require_case
from cli.session.options import NUMBER_MAX, AsJsonLines
from cli.session.output import print_json, progress_bar, say, terminal_width
from cli.session.table import Prose, print_table
from runtime.outside.follow import stream_to_end
from runtime.outside.topic_index import read_on
from runtime.settings import Settings
from schemas.messages.assessment import Assessment
from schemas.messages.decision import CaseAssessed
from schemas.topics import DECISION_EVENTS, HISTORY_EVENTS
from services.decision.analysis.precedents import KINDS, Precedent, PrecedentIndex, features_of
from services.decision.assessment.config import rules_of
from services.decision.library.archive import library_digest, library_files

_SAVE_EVERY = 5_000


def similar(
    case_number: str,
    item: Annotated[int | None, typer.Option(help="Only precedents for this item.", min=1, max=NUMBER_MAX)] = None,
    limit: Annotated[int, typer.Option(help="The most precedents to show for each item.", min=1, max=100)] = 10,
    as_json: AsJsonLines = False,
) -> None:
    """List earlier determinations on items similar to those of CASE_NUMBER.

    Each has its outcome, a degree of similarity and the reasons. Determinations of this system and
    imported letters count. The index is kept in the data folder and brought up to date first.
    """
    settings = connect()
    assessed = asyncio.run(_assessed(settings, case_number))
    if assessed is None:
        asyncio.run(require_case(settings, case_number))
        fail(f"{case_number} is not assessed; `imr case show {case_number}` tells where it is")
    asked = [each for each in assessed.assessments if item in {None, each.item}]
    if not asked:
        fail(f"item {item} is not under review in {case_number}; `imr decision show {case_number}` lists the items")
    for assessment, found in zip(asked, precedents_of(settings, case_number, asked, limit), strict=True):
        if as_json:
            print_json({"item": assessment.item, "request": assessment.request, "precedents": [_plain(each) for each in found]})
        elif terminal_width() is None:
            print_table((), [(*row, str(assessment.item)) for row in _rows(found)])
        else:
            say(f"{assessment.item}. {assessment.request}", style="bold")
            print_precedents(found)


def precedents_of(settings: Settings, case_number: str, assessments: Sequence[Assessment], most: int) -> list[list[Precedent]]:
    """Return the most similar decisions for each assessment, after updating the index."""
    library = rules_of(settings.jurisdiction).library
    with PrecedentIndex(settings.data_dir / "precedents.sqlite", library, library_digest(library_files())) as index:
        asyncio.run(_bring_up_to_date(settings, index))
        return [index.similar(features_of(each, library), but=case_number, most=most) for each in assessments]


def print_precedents(found: Sequence[Precedent]) -> None:
    """A table of *found*, with how often each outcome was."""
    if not found:
        say("no earlier determination on this treatment", "", indent=3, style="dim")
        return
    print_table(("similarity", "outcome", "case/item", "decided", Prose("why")), _rows(found), indent=3, headings=False)
    upheld = sum(each.outcome == "upheld" for each in found)
    say(f"of these {upheld} upheld, {len(found) - upheld} overturned", "", indent=3)


async def _assessed(settings: Settings, case_number: str) -> CaseAssessed | None:
    """The newest draft of the case."""
    found = None
    stream = stream_to_end(
        settings, (DECISION_EVENTS,), partition_of_case(case_number, settings), kinds=(CaseAssessed,), subject=case_number
    )
    async for seen in stream:
        if isinstance(seen.message, CaseAssessed) and seen.message.case_number == case_number:
            found = seen.message
    return found


async def _bring_up_to_date(settings: Settings, index: PrecedentIndex) -> None:
    """Take the messages since the last update; all of them if the topics were made anew."""
    await read_on(index, lambda: _take_new(settings, index))


async def _take_new(settings: Settings, index: PrecedentIndex) -> None:
    """Take the messages after the positions of *index*."""
    with progress_bar() as progress:
        task = progress.add_task("reading determinations", total=None)
        stream = stream_to_end(
            settings,
            (DECISION_EVENTS, HISTORY_EVENTS),
            kinds=KINDS,
            starts=index.positions,
            progress=lambda behind, total: progress.update(task, completed=behind, total=total),
        )
        taken = 0
        async for seen in stream:
            index.take(seen.message)
            index.read(seen.topic, seen.partition, seen.offset)
            taken += 1
            if taken % _SAVE_EVERY == 0:
                index.save()


def _plain(each: Precedent) -> dict[str, Any]:
    return {
        "source": each.source,
        "case": each.case_number,
        "item": each.item,
        "request": each.request,
        "outcome": each.outcome,
        "proposal": each.proposal,
        "reason_for_change": each.reason,
        "decided_on": each.decided_on.isoformat() if each.decided_on else None,
        "similarity": each.like.score,
        "why": list(each.like.why),
    }


def _rows(found: Sequence[Precedent]) -> list[tuple[str, ...]]:
    return [
        (
            f"{each.like.score:.0%}",
            each.outcome,
            f"{each.case_number}/{each.item}",
            f"{each.decided_on:%Y-%m-%d}" if each.decided_on else "no date",
            "; ".join(each.like.why),
        )
        for each in found
    ]
