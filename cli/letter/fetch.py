"""`imr letter fetch`: write an issued letter to a folder."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.session.connection import connect, fail, partition_of_case
from cli.session.files import Force, output_folder, write_all
from cli.session.output import console
from cli.session.wait import wait_for
from runtime.content.store import LetterDamaged, LetterNotStored, StoreUnavailable
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.messages.letters import LetterIssued
from schemas.topics import LETTERS_EVENTS
from services.letters.app import create_store

_SUFFIXES = {"pdf": "pdf", "html": "html", "text": "txt", "json": "json"}


def fetch(
    case_number: str,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to.", file_okay=False)] = Path(),
    recipient: Annotated[
        str, typer.Option(help="The recipient: worker, attorney, claims-administrator, employer, provider, agency or public.")
    ] = "worker",
    letter_version: Annotated[
        int | None, typer.Option("--letter-version", help="The version of the letter. Default: the newest.")
    ] = None,
    force: Force = False,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for the letter.")] = 30,
) -> None:
    """Write the letter of CASE_NUMBER to a folder, in every format issued to its recipient.

    The files are named after case and recipient, as CASE.worker.pdf. Later letters of a case have
    their version in the name, as CASE.worker.letter-2.pdf.
    """
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
        console.print(f"{path}  sha256 {file.sha256}", highlight=False, soft_wrap=True)


def _issued(settings: Settings, case_number: str, letter_version: int | None, seconds: float) -> LetterIssued:
    """Return the newest letter of the case, or version *letter_version*.

    Ends the command if there is none within *seconds*.
    """
    partition = partition_of_case(case_number, settings)

    def find(seen: Seen) -> LetterIssued | None:
        return seen.message if isinstance(seen.message, LetterIssued) and seen.message.case_number == case_number else None

    if asyncio.run(wait_for(settings, (LETTERS_EVENTS,), find, seconds, partition)) is None:
        fail(f"no letter was issued for {case_number}; `imr case show {case_number}` shows its stage")
    issues = [issue for seen in asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition)) if (issue := find(seen))]
    asked = [each for each in issues if letter_version in {None, each.letter_version}]
    if not asked:
        fail(f"{case_number} has no letter {letter_version}; there are {', '.join(str(each.letter_version) for each in issues)}")
    return asked[-1]
