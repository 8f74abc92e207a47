"""`imr submit`: submit applications from JSON and JSON Lines files."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.markup import escape
from rich.progress import Progress

from cli.session.connection import connect, fail, wrong_option
from cli.session.documents import named, require_there
from cli.session.files import Force
from cli.session.interrupt import interrupted
from cli.session.local_time import instant, zone_of
from cli.session.options import AsJsonLines, Timeout
from cli.session.output import console, print_json, printable, progress_bar, say, say_error
from cli.submission.answers import answers
from cli.submission.bodies import Utf8, bodies
from cli.submission.rejects import Rejects, folder_of_rejects, sentence_of
from cli.submission.sending import Prepared, Sent, send, sent_before
from reading.files import STANDARD_INPUT, open_file, sentence
from reading.problems import NotReadable, not_readable
from runtime import clock
from runtime.files import short
from runtime.outside.publish import BrokerUnavailable
from runtime.settings import Settings
from schemas.ids import body_digest
from services.intake.channels.channel import APPLICATION_BYTES_MAX, CLIENT_PATTERN, read_application, submit_application

_LISTED_MAX = 20
_SHOWN_REJECTS_MAX = 5
_THOROUGH_BYTES = 1024 * 1024

Files = Annotated[
    list[Path],
    typer.Argument(
        help="JSON files with one application each or a list of them, or JSON Lines files (.jsonl, .ndjson) with one per line. A hyphen is standard input.",
    ),
]


def submit(
    files: Files,
    client: Annotated[
        str, typer.Option(help="The name of the sender. The same application from the same sender is submitted once.")
    ] = "file",
    received_at: Annotated[
        str | None,
        typer.Option(
            help="The time the applications arrived, in the jurisdiction's time unless it has an offset. Default: now.",
            metavar="TIME",
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until intake has screened each application.")] = False,
    timeout: Timeout = 60,
    rejects: Annotated[
        Path | None,
        typer.Option(help="The folder for FILE.rejects.jsonl.", show_default="that of FILE", exists=True, file_okay=False),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Send applications that were submitted before, too.")] = False,
    as_json: AsJsonLines = False,
    force: Force = False,
) -> None:
    """Submit applications from files, of any size.

    Anything other than an application is rejected; the rest is submitted. The place of each reject
    and the reasons are written to FILE.rejects.jsonl beside FILE, or in the folder of --rejects. An
    earlier file of rejects is kept, and the new one gets a number. Rejects of standard input and of
    this project's examples go to the current folder. A sender's own fields go under extensions.

    Submitting an application again has no effect: it is recognised by its content. After an
    interrupt (Ctrl-C), submit the same files again: applications already sent are passed over.

    Exit status: 0 if every application was submitted; 1 if not, or if one was not screened in time
    (--wait); 2 for wrong usage; 130 after an interrupt.
    """
    _check(files, client, rejects)
    settings = connect()
    run = _Run(client, _arrived(settings, received_at), rejects, wait=wait, as_json=as_json, force=force, asked_time=received_at)
    run.send(settings, files, again=again)
    if wait:
        _print_outcomes(run, asyncio.run(answers(settings, set(run.places), timeout)))
    run.summary()
    if run.failed:
        raise typer.Exit(1)
    if run.unanswered:
        fail(f"not every application was screened within {timeout:.0f} seconds; `imr case list` shows them when they are")


def _check(files: list[Path], client: str, rejects: Path | None) -> None:
    """End the command if an argument is wrong."""
    if not re.fullmatch(CLIENT_PATTERN, client):
        wrong_option(
            "--client", f"{client[:80]!r} is no name of a sender, which has 1 to 200 printable ASCII characters without spaces"
        )
    if files.count(STANDARD_INPUT) > 1:
        wrong_option("FILES", "standard input (-) is named more than once, and can be read once")
    for file in files:
        require_there("FILES", file)
    if rejects is not None and not rejects.is_dir():
        wrong_option("--rejects", f"{short(rejects)} is no folder")


def _print_outcomes(run: "_Run", outcomes: dict[str, str]) -> None:
    """Print the outcome of each submission, at each of its places."""
    for submission_id, places in run.places.items():
        run.unanswered += submission_id not in outcomes
        for place in places:
            run.print_line(place, submission_id, outcomes.get(submission_id, "no answer yet"))


@dataclass
class _Run:
    """One run of the command: its options, and the results so far."""

    client: str
    received_at: datetime
    folder: Path | None
    wait: bool
    as_json: bool
    force: bool
    sent: Sent = field(default_factory=Sent)
    places: dict[str, list[str]] = field(default_factory=dict)
    """The places of each submission whose outcome is awaited."""
    rejects: list[Rejects] = field(default_factory=list)
    asked_time: str | None = None
    unanswered: int = 0
    unread: int = 0
    listed: int = 0

    @property
    def failed(self) -> bool:
        """Whether something was not submitted."""
        return self.unread > 0 or any(each.number for each in self.rejects)

    def send(self, settings: Settings, files: list[Path], *, again: bool) -> None:
        """Send the applications in *files*; end the command after a failure or an interrupt."""
        try:
            with progress_bar() as progress:
                asyncio.run(self._send(settings, files, progress, again=again))
        except BrokerUnavailable as error:
            self.summary()
            fail(f"{error.reason}; {self.rest()}" if self.sent.last or self.sent.on_the_way else str(error))
        except KeyboardInterrupt:
            self.interrupted()
        if self.sent.stopped:
            self.interrupted()

    async def _send(self, settings: Settings, files: list[Path], progress: Progress, *, again: bool) -> None:
        if not again:
            thorough = any(file == STANDARD_INPUT or _size(file) > _THOROUGH_BYTES for file in files)
            task = progress.add_task("reading the stream", total=None)
            self.sent.ids = await sent_before(
                settings, lambda read, total: progress.update(task, completed=read, total=total), thorough=thorough
            )
            progress.remove_task(task)
        await send(settings, self.prepared(files, progress), self.sent, self.tell, again=again)

    def prepared(self, files: list[Path], progress: Progress) -> Iterator[Prepared]:
        """Yield the applications in *files*; name a file that cannot be read."""
        for file in files:
            task = progress.add_task(escape(printable(file.name)), total=_size(file) or None)
            kept = Rejects(file, self.folder or folder_of_rejects(file), force=self.force)
            self.rejects.append(kept)
            try:
                yield from self._in_file(file, kept, lambda read, task=task: progress.update(task, completed=read))  # type: ignore[misc]
            except NotReadable as error:
                self.unread += 1
                say_error(f"{named(file)} {sentence_of(error)}")
            finally:
                kept.close()

    def _in_file(self, file: Path, kept: Rejects, progress: Callable[[int], None]) -> Iterator[Prepared]:
        opened = open_file(file)
        try:
            source = Utf8(opened)
            for body in bodies(source, file, APPLICATION_BYTES_MAX):
                progress(source.consumed)
                try:
                    if body.content is None:
                        raise not_readable(f"is larger than {APPLICATION_BYTES_MAX:,} bytes, the most that an application has")
                    one = self._prepared(f"{file}{body.place}", body.content)
                except NotReadable as error:
                    kept.add(body.place, error.problems)
                    self._show(f"{file}{body.place}", error)
                    continue
                kept.passed()
                yield one
        except OSError as error:
            raise not_readable(sentence(error)) from None
        finally:
            if file != STANDARD_INPUT:
                opened.close()

    def _prepared(self, place: str, content: bytes) -> Prepared:
        application = read_application(content, self.received_at)
        key = body_digest(application.model_dump_json().encode())
        command, message_id = submit_application(
            application, client=self.client, idempotency_key=key, channel="file", received_at=self.received_at
        )
        return Prepared(place, command, message_id, len(content))

    def _show(self, place: str, error: NotReadable) -> None:
        number = sum(each.number for each in self.rejects)
        if number <= _SHOWN_REJECTS_MAX:
            say_error(f"{place}: no application: {sentence_of(error)}")

    def tell(self, one: Prepared, outcome: str) -> None:
        """Print the result of an application, or keep it until its outcome is known."""
        if self.wait:
            self.places.setdefault(one.command.submission_id, []).append(one.place)
        else:
            self.print_line(one.place, one.command.submission_id, outcome)

    def print_line(self, place: str, submission_id: str, outcome: str) -> None:
        """Print a line; on a terminal, a long list ends early."""
        self.listed += 1
        if self.as_json:
            print_json({"place": place, "submission_id": submission_id, "outcome": outcome})
        elif not console.is_terminal or self.listed <= _LISTED_MAX:
            say(f"{place}: submission {submission_id}: {outcome}")
        elif self.listed == _LISTED_MAX + 1:
            say("... the others are not listed; --json prints them all")

    def summary(self) -> None:
        """Print the numbers on standard error if there is more to tell than one line each."""
        sent, number = self.sent, sum(each.number for each in self.rejects)
        if number:
            places = ", ".join(str(each.path) for each in self.rejects if each.number)
            told = f"{number:,} of {number + sent.sent + sent.repeats:,} could not be read as applications; see {places}"
            say_error(told)
        if sent.repeats or sent.sent + number > 1 or not (sent.sent or self.failed):
            say_error(f"{sent.sent:,} submitted, {sent.repeats:,} submitted before", style=None)
        if sent.repeats and self.asked_time:
            say_error(
                "those submitted before keep the time at which they arrived; --received-at changed nothing for them", style=None
            )

    def rest(self) -> str:
        """Return which applications were sent, which may have been, and how to go on."""
        sent = self.sent
        if sent.last:
            doubt = f", the next {sent.on_the_way:,} may have been" if sent.on_the_way else ""
            done = f"everything up to {sent.last} was sent{doubt}, nothing after that"
        else:
            done = (
                f"the first {sent.on_the_way:,} may have been sent, nothing after that" if sent.on_the_way else "nothing was sent"
            )
        return f"{done}. Submit the same files again: applications already sent are passed over"

    def interrupted(self) -> NoReturn:
        """End the command after an interrupt and name exactly the applications that were sent."""
        self.summary()
        interrupted(f"stopped: {self.rest()}.")


def _arrived(settings: Settings, received_at: str | None) -> datetime:
    """Return the time of arrival; end the command if it is in the future."""
    arrived = clock.now() if received_at is None else instant("--received-at", received_at, zone_of(settings))
    if arrived > clock.now():
        wrong_option("--received-at", f"{received_at} is in the future")
    return arrived.astimezone()


def _size(file: Path) -> int:
    """The size of *file*, 0 where it has none."""
    try:
        return file.stat().st_size if file.is_file() else 0
    except (OSError, ValueError):
        return 0
