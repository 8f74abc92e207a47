"""`imr letter verify`: check that a letter was issued by this system and is unchanged."""

import asyncio
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer
from aiokafka.errors import KafkaError

from cli.letter.render import layouts_dir
from cli.session.connection import find_running, read_settings
from cli.session.documents import read_document
from cli.session.local_time import minute, zone_of
from cli.session.options import AsJsonLines
from cli.session.output import counted, print_json
from cli.session.table import Prose, print_table
from reading.limits import Limits
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.lots import NotACaseNumber, lot_of_case
from schemas.topics import (
    DECISION_COMMANDS,
    DECISION_EVENTS,
    INTAKE_COMMANDS,
    INTAKE_EVENTS,
    LETTERS_COMMANDS,
    LETTERS_EVENTS,
    TRIAGE_EVENTS,
)
from services.letters.verification.chain import check_items, grounds, issue_of
from services.letters.verification.errors import LetterNotVerified
from services.letters.verification.pdf_file import FILE_BYTES_MAX, LetterFound, read
from services.letters.verification.text import check_text

TOPICS = (INTAKE_COMMANDS, INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_COMMANDS, DECISION_EVENTS, LETTERS_COMMANDS, LETTERS_EVENTS)

FAILS, NOT_CHECKED = 1, 3
"""Exit statuses; 0 if every check holds, 2 for wrong usage."""

_SECONDS_MAX = 30.0


@dataclass(frozen=True)
class Check:
    """A step of the verification and its result."""

    step: str
    result: Literal["holds", "fails", "not checked"]
    text: str


def verify(
    file: Annotated[Path, typer.Argument(help="A letter as a PDF.", exists=True, dir_okay=False)],
    as_json: AsJsonLines = False,
) -> None:
    """Verify that the letter in FILE was issued by this system and is unchanged.

    The checks: the file is a whole PDF; its data is valid; its text agrees
    with the data; its hash is that of an issued letter; the events behind
    that letter are complete.

    Exit status: 0 if everything holds; 1 if a check fails, with the reason in
    the last line; 2 for wrong usage; 3 if the file is sound, but no broker
    can be asked whether it was issued.
    """
    settings = _settings()
    checks: list[Check] = []
    try:
        _verify(read_document(file, bytes, Limits(size=FILE_BYTES_MAX)), settings, checks)
    except LetterNotVerified as error:
        checks.append(Check(error.step, "fails", f"{type(error).__name__}: {error}"))
    if as_json:
        for check in checks:
            print_json(asdict(check))
    else:
        rows = [(check.step, check.result, check.text) for check in checks]
        print_table(("step", "result", Prose("text")), rows, headings=False)
    results = {check.result for check in checks}
    if results - {"holds"}:
        raise typer.Exit(FAILS if "fails" in results else NOT_CHECKED)


def _verify(content: bytes, settings: Settings, checks: list[Check]) -> None:
    """Append each check to *checks* as it passes; raises the first fault."""
    found = read(content)
    checks.append(Check("file", "holds", f"a PDF of {counted(len(content), 'byte')}, SHA-256 {found.sha256}"))
    checks.append(Check("data", "holds", _about(found)))
    check_text(found, layouts_dir())
    checks.append(Check("text", "holds", f"says the same as the data, word for word, on {counted(len(found.pages), 'page')}"))
    events, reason = _events(found, settings)
    if events is None:
        checks += [Check(step, "not checked", reason) for step in ("issue", "chain")]
        return
    issue = issue_of(found, events)
    check_items(found.letter, issue, events)
    said_at = issue.seen.envelope.time
    checks.append(
        Check(
            "issue",
            "holds",
            f"the {issue.recipient}'s copy of letter {issue.issued.letter_version}, issued {minute(said_at, zone_of(settings))}, has the outcomes that were signed",
        )
    )
    chain = grounds(issue, events)
    number = len(chain.missing)
    elsewhere = (
        f"; {counted(number, 'cause')} not found, as commands expire after 90 days and some are in other partitions"
        if number
        else ""
    )
    checks.append(
        Check("chain", "holds", f"is based on {counted(len(chain.links) - 1, 'message')}, back to the application{elsewhere}")
    )


def _about(found: LetterFound) -> str:
    letter = found.letter
    whose = f"the {letter.copy_for}'s copy" if letter.copy_for else "a letter"
    return f"{whose}{', a draft that decides nothing,' if letter.draft else ''} of case {letter.case_number}, {counted(len(letter.items), 'item')}"


def _events(found: LetterFound, settings: Settings) -> tuple[list[Seen] | None, str]:
    """Return the events of the case, or None and the reason that they cannot be read."""
    case_number = found.letter.case_number
    if case_number is None:
        return None, "the letter prints no case number, so its issue cannot be found"
    if not settings.kafka_bootstrap:
        return None, "no broker is reachable: no system runs here, and IMR_KAFKA_BOOTSTRAP is not set"
    try:
        partition = lot_of_case(case_number) % settings.partitions
        return asyncio.run(_read(settings, partition)), ""
    except NotACaseNumber as error:
        return None, str(error)
    except (KafkaError, OSError, TimeoutError):
        return None, f"the broker at {settings.kafka_bootstrap} does not answer"


async def _read(settings: Settings, partition: int) -> list[Seen]:
    async with asyncio.timeout(_SECONDS_MAX):
        return await read_to_end(settings, TOPICS, partition)


def _settings() -> Settings:
    """Return the settings, with the broker of the running system if no other is named."""
    settings = read_settings()
    running = None if settings.kafka_bootstrap else find_running(settings.data_dir)
    if running is None:
        return settings
    there = {"kafka_bootstrap": running.kafka_bootstrap, "partitions": running.partitions, "jurisdiction": running.jurisdiction}
    return settings.model_copy(update=there)
