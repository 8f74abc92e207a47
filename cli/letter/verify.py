"""`imr letter verify`: whether a file is a letter that was issued, says what its data says, and rests on the events it should."""

import asyncio
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer
from aiokafka.errors import KafkaError

from cli.session.connection import find_running, read_settings
from cli.session.options import AsJson
from cli.session.output import console, print_json
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
from services.letters.verification.pdf_file import LetterFound, read
from services.letters.verification.text import check_text

TOPICS = (INTAKE_COMMANDS, INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_COMMANDS, DECISION_EVENTS, LETTERS_COMMANDS, LETTERS_EVENTS)

FAILS, NOT_CHECKED = 1, 3
"""Exit statuses; 0: everything holds, 2: the command was not understood."""

_SECONDS_MAX = 30.0


@dataclass(frozen=True)
class Check:
    """One step and what came of it."""

    step: str
    result: Literal["holds", "fails", "not checked"]
    text: str


def verify(
    file: Annotated[Path, typer.Argument(help="A letter as PDF.", exists=True, dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Verify the letter in FILE: its text against its data, its hash against the event that issued it, the events it rests on.

    Exit status 0: everything holds. 1: something does not, and the last line says what and where. 3: nothing is wrong with the file, but
    without a broker nobody can say whether it was issued.
    """
    settings = _settings()
    checks: list[Check] = []
    try:
        _verify(file.read_bytes(), settings, checks)
    except LetterNotVerified as error:
        checks.append(Check(error.step, "fails", f"{type(error).__name__}: {error}"))
    for check in checks:
        if as_json:
            print_json(asdict(check))
        else:
            console.print(f"{check.step:<6} {check.result:<12} {check.text}", highlight=False, soft_wrap=True, markup=False)
    results = {check.result for check in checks}
    if results - {"holds"}:
        raise typer.Exit(FAILS if "fails" in results else NOT_CHECKED)


def _verify(content: bytes, settings: Settings, checks: list[Check]) -> None:
    """Note each check as it is done; raises the first that fails."""
    found = read(content)
    checks.append(Check("file", "holds", f"a PDF of {len(content)} bytes, SHA-256 {found.sha256}"))
    checks.append(Check("data", "holds", _about(found)))
    check_text(found, settings.letter_layouts_dir)
    checks.append(Check("text", "holds", f"says what the data says, word for word, on {len(found.pages)} pages"))
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
            f"the {issue.recipient}'s copy of letter {issue.issued.letter_version}, issued {said_at:%Y-%m-%d %H:%M} UTC, decides as signed",
        )
    )
    chain = grounds(issue, events)
    number = len(chain.missing)
    elsewhere = (
        f"; causes not found: {number}, for commands are kept for 90 days and some lie in other partitions" if number else ""
    )
    checks.append(Check("chain", "holds", f"rests on {len(chain.links) - 1} messages, back to the application{elsewhere}"))


def _about(found: LetterFound) -> str:
    letter = found.letter
    whose = f"the {letter.copy_for}'s copy" if letter.copy_for else "a letter"
    return f"{whose}{', a draft that decides nothing,' if letter.draft else ''} of case {letter.case_number}, {len(letter.items)} items"


def _events(found: LetterFound, settings: Settings) -> tuple[list[Seen] | None, str]:
    """What the stream says of the case, or None and why it could not be asked."""
    case_number = found.letter.case_number
    if case_number is None:
        return None, "the letter names no case, as letters of the past may not"
    if not settings.kafka_bootstrap:
        return None, "no broker is reachable: nothing runs here, and IMR_KAFKA_BOOTSTRAP names none"
    try:
        partition = lot_of_case(case_number) % settings.partitions
        return asyncio.run(_read(settings, partition)), ""
    except NotACaseNumber as error:
        return None, str(error)
    except (KafkaError, OSError, TimeoutError) as error:
        return None, f"the broker at {settings.kafka_bootstrap} does not answer ({type(error).__name__})"


async def _read(settings: Settings, partition: int) -> list[Seen]:
    async with asyncio.timeout(_SECONDS_MAX):
        return await read_to_end(settings, TOPICS, partition)


def _settings() -> Settings:
    """The settings, with the broker of the system that runs here if there is one."""
    settings = read_settings()
    running = None if settings.kafka_bootstrap else find_running(settings.data_dir)
    if running is None:
        return settings
    return settings.model_copy(update={"kafka_bootstrap": running.kafka_bootstrap, "partitions": running.partitions})
