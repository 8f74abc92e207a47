"""`imr letter fetch`: write an issued letter to a folder."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.letter.outcome import (
    ended_without_determination,
    notices,
    outcome,
    tell_held,
    wait_for_notice,
    wait_for_outcome,
    why_no_letter,
)
from cli.session.connection import connect, fail, no_such_case, partition_of_case, wrong_option
from cli.session.files import Force, output_folder, write_all
from cli.session.local_time import zone_of
from cli.session.options import NUMBER_MAX, Timeout
from cli.session.output import say, say_error
from cli.session.timeline import EVENT_TOPICS, cases
from runtime.content.store import LetterDamaged, LetterNotStored, StoreUnavailable
from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.messages.decision import DeterminationSigned
from schemas.messages.letters import LetterFile, LetterHeld, LetterIssued
from schemas.messages.notices import NoticeIssued
from schemas.topics import LETTERS_EVENTS
from services.letters.app import create_store
from services.letters.copies.for_recipient import RECIPIENT_KINDS

Issued = LetterIssued | NoticeIssued

_SUFFIXES = {"pdf": "pdf", "html": "html", "text": "txt", "json": "json"}


def fetch(
    case_number: str,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to.", file_okay=False)] = Path(),
    recipient: Annotated[
        str, typer.Option(help="The recipient: worker, attorney, claims-administrator, employer, provider, agency or public.")
    ] = "worker",
    letter_version: Annotated[
        int | None, typer.Option("--letter-version", help="The version of the letter. Default: the newest.", min=1, max=NUMBER_MAX)
    ] = None,
    notice: Annotated[
        str | None,
        typer.Option(help="The id of a notice, such as assignment. Default: the letter of the determination."),
    ] = None,
    force: Force = False,
    timeout: Timeout = 30,
) -> None:
    """Write the letter of CASE_NUMBER to a folder, in every format issued to its recipient.

    The files are named after case and recipient, as CASE.worker.pdf. Later letters of a case have
    their version in the name, as CASE.worker.letter-2.pdf, and notices their id, as
    CASE.ineligibility.worker.pdf.

    For a case that ended without a determination it is the notice of its end. If the case has no
    letter, the command says why at once: not signed, waiting for another signature, or held. It
    waits only for a letter that is being made.
    """
    if recipient not in RECIPIENT_KINDS:
        wrong_option("--recipient", f"{recipient!r} is no recipient; it can be {', '.join(RECIPIENT_KINDS)}")
    settings = connect()
    issued = _issued(settings, case_number, letter_version, notice, timeout)
    copies = _newest_copies(issued)
    files = copies.get(recipient, [])
    if not files:
        known = ", ".join(copies)
        fail(f"{case_number} has no copy for {recipient!r}; --recipient can be {known}")
    store = create_store(settings)
    name = _name(issued[-1], recipient)
    named = {out / f"{name}.{_SUFFIXES[file.format]}": file for file in files}
    try:
        contents = {path: store.get(file.sha256) for path, file in named.items()}
    except (LetterNotStored, LetterDamaged, StoreUnavailable) as error:
        fail(str(error))
    output_folder(out)
    write_all(contents, force=force)
    for path, file in named.items():
        say(f"{path}  sha256 {file.sha256}")


def _newest_copies(issued: Sequence[Issued]) -> dict[str, list[LetterFile]]:
    """Return the files of each recipient in the newest print that has a copy for it."""
    copies: dict[str, list[LetterFile]] = {}
    for each in issued:
        copies |= {recipient: [] for recipient in dict.fromkeys(file.recipient for file in each.files)}
        for file in each.files:
            copies[file.recipient].append(file)
    return copies


def _name(issued: Issued, recipient: str) -> str:
    """Return the name of the files without suffix."""
    if isinstance(issued, NoticeIssued):
        return f"{issued.case_number}.{issued.notice}.{recipient}"
    version = "" if issued.letter_version == 1 else f".letter-{issued.letter_version}"
    return f"{issued.case_number}.{recipient}{version}"


def _issued(
    settings: Settings, case_number: str, letter_version: int | None, notice: str | None, seconds: float
) -> Sequence[Issued]:
    """Return the newest letter of the case, version *letter_version*, or prints of *notice*.

    Ends the command if there is none: at once unless a letter is on its way, or after *seconds*.
    """
    partition = partition_of_case(case_number, settings)
    messages = [seen.message for seen in asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition, subject=case_number))]
    known = notices(messages, case_number)
    if notice is not None:
        if notice not in known:
            has = f"its notices are {', '.join(known)}" if known else f"`imr case show {case_number}` shows its stage"
            fail(f"{case_number} has no notice {notice!r}; {has}")
        return [each for each in known[notice] if letter_version is None or each.letter_version <= letter_version]
    issues = [each for each in messages if isinstance(each, LetterIssued) and each.case_number == case_number]
    if not issues:
        found = _awaited(settings, case_number, known, seconds)
        if not isinstance(found, LetterIssued):
            return found
        issues = [found]
    asked = [each for each in issues if letter_version in {None, each.letter_version}]
    if not asked:
        fail(f"{case_number} has no letter {letter_version}; there are {', '.join(str(each.letter_version) for each in issues)}")
    if isinstance(newest := outcome(messages, case_number), LetterHeld) and letter_version is None:
        told = f"letter {asked[-1].letter_version} is the one before it, of determination {asked[-1].determination_version}"
        say_error(*tell_held(newest), told, style=None)
    return asked[-1:]


def _awaited(
    settings: Settings, case_number: str, known: Mapping[str, Sequence[NoticeIssued]], seconds: float
) -> LetterIssued | Sequence[NoticeIssued]:
    """Return the letter that is on its way, or the notice that the case has ended.

    Ends the command with the reason if there is neither.
    """
    events = asyncio.run(read_to_end(settings, EVENT_TOPICS, partition_of_case(case_number, settings), subject=case_number))
    case = cases(events).get(case_number)
    if case is None:
        no_such_case(case_number)
    if ended_without_determination(case):
        if known:
            return list(known.values())[-1]
        if (notice := wait_for_notice(settings, case_number, seconds)) is not None:
            return [notice]
    if (reasons := why_no_letter(case, zone_of(settings))) is not None:
        others = [f"it has notices: {', '.join(known)}; write one with --notice"] if known else []
        fail(f"{case_number}: {reasons[0]}", *reasons[1:], *others)
    signed = [seen.message for seen in case.events if isinstance(seen.message, DeterminationSigned)]
    found = wait_for_outcome(settings, max(signed, key=lambda each: each.determination_version), seconds)
    if found is None:
        fail(
            f"{case_number} is signed, but its letter was not made within {seconds:.0f} seconds; `imr dead-letters list` shows whether a message of the case is parked"
        )
    if isinstance(found, LetterHeld):
        told = tell_held(found)
        fail(f"{case_number}: {told[0]}", *told[1:])
    return found
