"""`imr submit`: submit applications from JSON and JSON Lines files."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.session.connection import connect, fail
from cli.session.files import Force, write_rejects
from cli.session.options import AsJsonLines
from cli.session.output import print_json, progress_bar, say
from cli.session.wait import wait_for
from reading.problems import Problem
from runtime import clock
from runtime.outside.follow import Seen
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.ids import body_digest
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    DuplicateFound,
    SubmitApplication,
)
from schemas.topics import INTAKE_EVENTS
from services.intake.channels.channel import NotAnApplication, read_application, submit_application

LINE_SUFFIXES = (".jsonl", ".ndjson")
_AT_ONCE = 500

Files = Annotated[
    list[Path],
    typer.Argument(
        help="JSON files with one application each, or JSON Lines files (.jsonl) with one per line.", exists=True, dir_okay=False
    ),
]


def submit(
    files: Files,
    client: Annotated[
        str, typer.Option(help="The name of the sender. The same application from the same sender is submitted once.")
    ] = "file",
    received_at: Annotated[
        datetime | None, typer.Option(help="The time the applications arrived, in local time. Default: now.")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until intake has screened each application.")] = False,
    timeout: Annotated[float, typer.Option(help="The longest wait, in seconds.")] = 60,
    as_json: AsJsonLines = False,
    force: Force = False,
) -> None:
    """Submit applications from files.

    Bodies that are no applications are written to FILE.rejects.jsonl with the reason; the others
    are submitted. An earlier file of rejects is kept, and the new one gets a number.

    Submitting an application again has no effect: it is recognised by its content.
    """
    settings = connect()
    instant = (received_at or clock.now()).astimezone()
    commands, rejected = _read_all(files, client, instant, force=force)
    try:
        asyncio.run(_publish(settings, [(command, message_id) for _, command, message_id in commands]))
    except BrokerUnavailable as error:
        fail(str(error))
    outcomes = asyncio.run(_outcomes(settings, [command for _, command, _ in commands], timeout)) if wait else {}
    for place, command, _ in commands:
        outcome = outcomes.get(command.submission_id, "no answer yet" if wait else "submitted")
        if as_json:
            print_json({"place": place, "submission_id": command.submission_id, "outcome": outcome})
        else:
            say(f"{place}: submission {command.submission_id}: {outcome}")
    if number := sum(rejected.values()):
        fail(f"{number} of {len(commands) + number} could not be read as applications; see {', '.join(map(str, rejected))}")
    if wait and len(outcomes) < len({command.submission_id for _, command, _ in commands}):
        fail(f"not every application was screened within {timeout:.0f} seconds; `imr case list` shows them when they are")


def _read_all(
    files: list[Path], client: str, received_at: datetime, *, force: bool
) -> tuple[list[tuple[str, SubmitApplication, str]], dict[Path, int]]:
    """Return the commands of all *files* with their places, and the files of rejects."""
    commands, rejected = [], {}
    with progress_bar() as progress:
        for file in progress.track(files, description="reading"):
            rejects = []
            for line, body in _bodies(file):
                try:
                    application = read_application(body, received_at)
                except NotAnApplication as error:
                    rejects.append(_reject(line, error.problems))
                    continue
                key = body_digest(application.model_dump_json().encode())
                command, message_id = submit_application(
                    application, client=client, idempotency_key=key, channel="file", received_at=received_at
                )
                commands.append((f"{file}:{line}" if file.suffix in LINE_SUFFIXES else str(file), command, message_id))
            written = write_rejects(file.with_name(f"{file.name}.rejects.jsonl"), rejects, force=force)
            if written is not None:
                rejected[written] = len(rejects)
    return commands, rejected


def _bodies(file: Path) -> Iterator[tuple[int, bytes]]:
    """The applications in *file* as bytes, each with its line."""
    if file.suffix not in LINE_SUFFIXES:
        yield 1, file.read_bytes()
        return
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, line


def _reject(line: int, problems: tuple[Problem, ...]) -> str:
    return json.dumps({"line": line, "errors": [{"pointer": problem.pointer, "detail": problem.detail} for problem in problems]})


async def _publish(settings: Settings, messages: list[tuple[SubmitApplication, str]]) -> None:
    async with Publisher(settings, "/imr/files") as publisher:
        with progress_bar() as progress:
            for start in progress.track(range(0, len(messages), _AT_ONCE), description="submitting"):
                await publisher.publish_all(messages[start : start + _AT_ONCE])


async def _outcomes(settings: Settings, commands: list[SubmitApplication], seconds: float) -> dict[str, str]:
    """Return intake's answers by submission, as far as they came within *seconds*."""
    missing = {command.submission_id for command in commands}
    outcomes: dict[str, str] = {}

    def note(seen: Seen) -> bool | None:
        message = seen.message
        if (
            isinstance(message, ApplicationFoundEligible | ApplicationFoundIneligible | DuplicateFound)
            and message.submission_id in missing
        ):
            outcomes[message.submission_id] = _tell(message)
            missing.discard(message.submission_id)
        return None if missing else True

    if missing:
        await wait_for(settings, (INTAKE_EVENTS,), note, seconds)
    return outcomes


def _tell(message: ApplicationFoundEligible | ApplicationFoundIneligible | DuplicateFound) -> str:
    match message:
        case ApplicationFoundEligible():
            return f"case {message.case_number}, eligible"
        case ApplicationFoundIneligible():
            return f"case {message.case_number}, not eligible: {' '.join(reason.text for reason in message.reasons)}"
        case DuplicateFound():
            return f"duplicate of case {message.duplicate_of}"
