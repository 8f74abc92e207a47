"""`imr letter import`: publish determinations from the past as history."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from cli.letter.render import layouts_dir
from cli.session.connection import connect, fail
from cli.session.files import Force, refuse_existing, write_rejects
from cli.session.options import AsJson
from cli.session.output import counted, print_json, progress_bar, say, say_error
from runtime.outside.follow import stream_to_end
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.messages.history import DeterminationImported
from schemas.topics import HISTORY_EVENTS
from services.letters.parse.errors import LetterNotRead
from services.letters.parse.history_event import CaseNumberMissing, determination_imported, message_id
from services.letters.parse.loading import READ, letter_in
from services.letters.parse.text.encoding import content_of

_AT_ONCE = 500


@dataclass
class Imported:
    """The counts of an import, and the files that could not be read.

    *own_layouts* holds the organization's sentences, with which its PDFs were set.
    """

    published: int = 0
    known: int = 0
    own_layouts: Path | None = None
    rejects: list[dict[str, str | int | None]] = field(default_factory=list)


def import_letters(
    folder: Annotated[
        Path,
        typer.Argument(
            help="A folder with letters as .pdf and .txt files, searched with its subfolders.", exists=True, file_okay=False
        ),
    ],
    report: Annotated[
        Path | None, typer.Option(help="The report of files that were not read. Default: FOLDER.rejects.jsonl.", dir_okay=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read the letters and write the report, but publish nothing.")] = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Import letters from the past as history, for precedents and dashboards.

    No case changes. A letter that was imported before is recognised by its
    content and skipped, also as text the second time and as PDF the first. A
    file that cannot be read goes to the report, one line of JSON each: the
    error, the line in the file, and the problem. The other files are imported.
    Files that end neither in .pdf nor in .txt are counted and not looked at.

    Exit status: 0 if every letter is in the history, 1 if a file was not
    read, 2 for wrong usage.
    """
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    files = [path for path in found if path.suffix.lower() in READ]
    others = Counter(path.suffix.lower() or "no ending" for path in found if path.suffix.lower() not in READ)
    if not files:
        fail(f"{folder} has no .pdf or .txt files{_passed_over(others)}")
    reported = report or _beside(folder)
    if report is not None:
        refuse_existing(report, force=force)
    settings = None if dry_run else connect()
    try:
        done = asyncio.run(_import(files, settings, layouts_dir()))
    except BrokerUnavailable as error:
        fail(f"{error.reason}; run the import again, which skips the letters already published")
    lines = [json.dumps(reject, ensure_ascii=False) for reject in done.rejects]
    _tell(done, others, write_rejects(reported, lines, force=force), dry_run=dry_run, as_json=as_json)
    raise typer.Exit(1 if done.rejects else 0)


def _beside(folder: Path) -> Path:
    """Return the path of the report beside *folder*, also where `.` or `..` names it."""
    named = folder if folder.name not in {"", ".."} else folder.resolve()
    return named.parent / f"{named.name}.rejects.jsonl"


async def _import(files: Sequence[Path], settings: Settings | None, own_layouts: Path | None) -> Imported:
    """Read and publish the letters in batches, so that any number fits in memory."""
    done = Imported(own_layouts=own_layouts)
    known = set() if settings is None else await _known(settings)
    with progress_bar() as progress:
        waiting = iter(progress.track(files, description="importing"))
        if settings is None:
            for messages in _batches(waiting, known, done):
                done.published += len(messages)
            return done
        async with Publisher(settings, "/imr/history") as publisher:
            for messages in _batches(waiting, known, done):
                await publisher.publish_all([(message, identifier) for identifier, message in messages.items()])
                done.published += len(messages)
    return done


async def _known(settings: Settings) -> set[str]:
    """Return the ids of the letters that were imported before."""
    return {seen.envelope.id async for seen in stream_to_end(settings, (HISTORY_EVENTS,), kinds=(DeterminationImported,))}


def _batches(files: Iterator[Path], known: set[str], done: Imported) -> Iterator[dict[str, DeterminationImported]]:
    """Yield the new determinations in *files* by id; count the known and note the unreadable."""
    while some := list(islice(files, _AT_ONCE)):
        messages: dict[str, DeterminationImported] = {}
        for file in some:
            try:
                message = determination_imported(letter_in(content_of(file), done.own_layouts), file.stem)
            except (LetterNotRead, CaseNumberMissing) as error:
                line = error.line if isinstance(error, LetterNotRead) else None
                done.rejects.append({"file": str(file), "error": type(error).__name__, "line": line, "problem": str(error)})
                continue
            identifier = message_id(message)
            if identifier in known:
                done.known += 1
            else:
                known.add(identifier)
                messages[identifier] = message
        yield messages


def _passed_over(others: Counter[str]) -> str:
    """Tell the files that are not looked at by their endings; nothing if there are none."""
    if not others:
        return ""
    endings = ", ".join(f"{ending} {count:,}" for ending, count in sorted(others.items()))
    return f"; not looked at: {counted(others.total(), 'other file')} ({endings})"


def _tell(done: Imported, others: Counter[str], report: Path | None, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        counts = {"imported": done.published, "known": done.known, "not_read": len(done.rejects), "not_looked_at": dict(others)}
        print_json({**counts, "dry_run": dry_run, "report": None if report is None else str(report)})
        return
    verb = "would be imported" if dry_run else "imported"
    say(f"{counted(done.published, 'determination')} {verb}; already known: {done.known:,}{_passed_over(others)}")
    if done.rejects:
        say_error(f"not read: {counted(len(done.rejects), 'file')}; see {report}", style=None)
