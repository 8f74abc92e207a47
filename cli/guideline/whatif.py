"""`imr guideline diff`, `backtest` and `shadow`: the effect of another edition."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.progress import Progress

from cli.session.connection import connect, fail, read_settings
from cli.session.documents import read_document
from cli.session.options import AsJson, AsJsonLines
from cli.session.output import counted, print_json, progress_bar, say, say_aside
from cli.session.table import Cell, Prose, print_table
from reading.limits import DOCUMENT
from reading.models import read_lines, read_model
from runtime.outside.follow import read_to_end, stream_to_end
from runtime.settings import Settings
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.application import Application
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseFileChanged
from schemas.messages.shadow import AssessmentDiffered
from schemas.topics import INTAKE_EVENTS, SHADOW_EVENTS
from services.decision.analysis.backtest import ItemChange, Tally, case_changes, with_library
from services.decision.analysis.candidate import NoSuchGuideline, NothingToRead, candidate, guideline_of
from services.decision.assessment.config import config_of
from services.decision.domain.comparison.guideline_diff import changes
from services.decision.library.errors import LibraryNotSound

T = TypeVar("T")

_HISTORY = replace(DOCUMENT, size=1024 * 1024 * 1024)
"""A file of past applications."""

Edition = Annotated[str, typer.Argument(help="An edition of the library by its id, or a guideline's file.")]


def diff(old: Edition, new: Edition, as_json: AsJson = False) -> None:
    """Show the changes from guideline OLD to NEW: dates, scope, and each criterion."""
    found = changes(_or_fail(lambda: guideline_of(old)), _or_fail(lambda: guideline_of(new)))
    if as_json:
        print_json([{"place": each.place, "what": each.what} for each in found])
        return
    for each in found:
        say(each.place, style="bold")
        say(f"  {each.what}")
    if not found:
        say(f"{new} says what {old} says")


def backtest(
    edition: Annotated[str, typer.Argument(help="An edition by its id, a guideline's file, or a folder of them.")],
    cases: Annotated[
        list[Path] | None,
        typer.Option(help="Applications as JSON or JSON Lines. Default: the cases of the running system.", exists=True),
    ] = None,
    as_json: AsJsonLines = False,
) -> None:
    """Assess past cases with EDITION in the library; show the items that change, and why.

    A file with the id of a guideline takes its place, with its own dates. An edition by its id, or
    a file with a new id, is tried as if it had always been in force, alone in its series.
    """
    tried = _or_fail(lambda: candidate(edition))
    settings = connect() if cases is None else read_settings()
    before = config_of(settings.jurisdiction, auto_sign=False)
    after = with_library(before, tried.library, tried.digest)
    tally, found = Tally(), []
    with progress_bar() as progress:
        for case, application in _files(cases, progress) if cases else asyncio.run(_past(settings, progress)):
            changed = case_changes(case, application, before, after)
            tally.count(len(application.items), changed)
            if as_json:
                for each in changed:
                    print_json(_plain(each))
            else:
                found += changed
    if as_json:
        print_json(_summary(tally))
    else:
        _print(found, tally)


def shadow(as_json: AsJsonLines = False) -> None:
    """List differences of the shadow edition, oldest first.

    IMR_SHADOW_GUIDELINES_DIR names the folder of the shadow edition.
    """
    seen = asyncio.run(read_to_end(connect(), (SHADOW_EVENTS,)))
    found = [each.message for each in seen if isinstance(each.message, AssessmentDiffered)]
    if as_json:
        for each in found:
            print_json(each.model_dump(mode="json"))
        return
    rows = [
        (each.case_number, item.item, item.live_proposal, item.shadow_proposal, item.request, " ".join(item.why))
        for each in found
        for item in each.items
    ]
    if rows:
        print_table(("case", "item", "live", "shadow", Prose("request"), Prose("why")), rows)
    else:
        say_aside("the shadow edition has assessed nothing otherwise so far")


def _or_fail(find: Callable[[], T]) -> T:
    try:
        return find()
    except (NoSuchGuideline, NothingToRead) as error:
        raise typer.BadParameter(str(error)) from None
    except LibraryNotSound as error:
        fail(*str(error).splitlines())


async def _past(settings: Settings, progress: Progress) -> list[tuple[str, Application]]:
    """The files of all cases that came to review, each as it was last."""
    task = progress.add_task("reading past cases", total=None)
    found: dict[str, Application] = {}
    stream = stream_to_end(
        settings,
        (INTAKE_EVENTS,),
        kinds=(CaseReadyForReview, CaseFileChanged, ItemsJoined),
        progress=lambda behind, total: progress.update(task, completed=behind, total=total),
    )
    async for seen in stream:
        if isinstance(seen.message, CaseReadyForReview | CaseFileChanged | ItemsJoined):
            found[seen.message.case_number] = seen.message.application
    return list(progress.track(list(found.items()), description="assessing"))


def _files(paths: list[Path], progress: Progress) -> Iterator[tuple[str, Application]]:
    """The applications in files, by file and line."""
    found = [
        (f"{path.name}:{number}", application)
        for path in paths
        for number, application in read_document(path, _applications(path), _HISTORY).items()
    ]
    yield from progress.track(found, description="assessing")


def _applications(path: Path) -> Callable[[bytes], dict[int, Application]]:
    """A file as one application, or one a line where it is JSON Lines."""
    if path.suffix.lower() == ".jsonl":
        return partial(read_lines, Application, limits=_HISTORY)
    return lambda content: {1: read_model(Application, content)}


def _plain(each: ItemChange) -> dict[str, Any]:
    return {
        "case": each.case,
        "item": each.item,
        "request": each.request,
        "kind": each.change.kind,
        "before": {"proposal": each.before.proposal, "guideline": each.before.guideline},
        "after": {"proposal": each.after.proposal, "guideline": each.after.guideline},
        "why": list(each.change.why),
    }


def _summary(tally: Tally) -> dict[str, Any]:
    moves = [
        {"before": before, "after": after, "items": number} for (before, after), number in sorted(tally.moves.items(), key=str)
    ]
    return {"cases": tally.cases, "items": tally.items, "changed": dict(tally.kinds), "proposals": moves}


def _print(found: list[ItemChange], tally: Tally) -> None:
    rows: list[tuple[Cell, ...]] = [
        (
            each.case,
            each.item,
            *(f"{one.proposal or 'none'} ({one.guideline or 'no guideline'})" for one in (each.before, each.after)),
            each.request,
            " ".join(each.change.why),
        )
        for each in found
    ]
    if rows:
        print_table(("case", "item", Prose("before"), Prose("after"), Prose("request"), Prose("why")), rows)
    moved = ", ".join(f"{number} {before or 'none'} to {after or 'none'}" for (before, after), number in tally.moves.most_common())
    say_aside(
        f"{counted(tally.cases, 'case')}, {counted(tally.items, 'item')}: proposals that change: {tally.kinds['proposal']}{f' ({moved})' if moved else ''}, "
        f"{tally.kinds['guideline']} more by another guideline, {tally.kinds['criteria']} more in a criterion"
    )
