"""`imr letter fetch`: write an issued letter to a folder."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.letter.outcome import outcome, tell_held, wait_for_outcome, why_no_letter
from cli.session.connection import connect, fail, partition_of_case, wrong_option
from cli.session.files import Force, output_folder, write_all
from cli.session.local_time import zone_of
from cli.session.options import NUMBER_MAX, Timeout
from cli.session.output import say, say_error
from cli.session.timeline import EVENT_TOPICS, cases
from runtime.content.store import LetterDamaged, LetterNotStored, StoreUnavailable
from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.messages.decision import DeterminationSigned
from schemas.messages.letters import LetterHeld, LetterIssued
from schemas.topics import LETTERS_EVENTS
from services.letters.app import create_store
from services.letters.copies.for_recipient import RECIPIENT_KINDS

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
    force: Force = False,
    timeout: Timeout = 30,
) -> None:
    """Write the letter of CASE_NUMBER to a folder, in every format issued to its recipient.

    The files are named after case and recipient, as CASE.worker.pdf. Later letters of a case have
    their version in the name, as CASE.worker.letter-2.pdf.

    If the case has no letter, the command says why at once: not signed, waiting for another
    signature, or held. It waits only for a letter that is being made.
    """
    if recipient not in RECIPIENT_KINDS:
        wrong_option("--recipient", f"{recipient!r} is no recipient; it can be {', '.join(RECIPIENT_KINDS)}")
    settings = connect()
    issued = _issued(settings, case_number, letter_version, timeout)
    files = [file for file in issued.files if file.recipient == recipient]
    if not files:
        known = ", ".join(dict.fromkeys(file.recipient for file in issued.files))
        fail(f"{case_number} has no copy for {recipient!r}; --recipient can be {known}")
    store = create_store(settings)
    version = "" if issued.letter_version == 1 else f".letter-{issued.letter_version}"
    named = {out / f"{case_number}.{recipient}{version}.{_SUFFIXES[file.format]}": file for file in files}
    try:
        contents = {path: store.get(file.sha256) for path, file in named.items()}
    except (LetterNotStored, LetterDamaged, StoreUnavailable) as error:
        fail(str(error))
    output_folder(out)
    write_all(contents, force=force)
    for path, file in named.items():
        say(f"{path}  sha256 {file.sha256}")


def _issued(settings: Settings, case_number: str, letter_version: int | None, seconds: float) -> LetterIssued:
    """Return the newest letter of the case, or version *letter_version*.

    Ends the command if there is none: at once unless a letter is on its way, or after *seconds*.
    """
    partition = partition_of_case(case_number, settings)
    messages = [seen.message for seen in asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition, subject=case_number))]
    issues = [each for each in messages if isinstance(each, LetterIssued) and each.case_number == case_number]
    if not issues:
        issues = [_awaited(settings, case_number, seconds)]
    asked = [each for each in issues if letter_version in {None, each.letter_version}]
    if not asked:
        fail(f"{case_number} has no letter {letter_version}; there are {', '.join(str(each.letter_version) for each in issues)}")
    if isinstance(newest := outcome(messages, case_number), LetterHeld) and letter_version is None:
        told = f"letter {asked[-1].letter_version} is the one before it, of determination {asked[-1].determination_version}"
        say_error(*tell_held(newest), told, style=None)
    return asked[-1]


def _awaited(settings: Settings, case_number: str, seconds: float) -> LetterIssued:
    """Return the letter that is on its way; end the command with the reason if none is."""
    events = asyncio.run(read_to_end(settings, EVENT_TOPICS, partition_of_case(case_number, settings), subject=case_number))
    case = cases(events).get(case_number)
    if case is None:
        fail(f"no case has the number {case_number}; `imr case list` shows all")
    if (reasons := why_no_letter(case, zone_of(settings))) is not None:
        fail(f"{case_number}: {reasons[0]}", *reasons[1:])
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
