"""`imr letter release`: issue a letter that checks have held."""

import asyncio
from typing import Annotated, NoReturn

import typer

from cli.letter.answer import Actor, Reason, command_of, send
from cli.letter.outcome import outcome, release_command
from cli.session.connection import connect, fail, partition_of_case
from cli.session.options import AsJson, Timeout
from cli.session.output import console
from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.messages.letters import LetterHeld, ReleaseLetter
from schemas.topics import LETTERS_EVENTS


def release(
    case_number: str,
    actor: Actor,
    reason: Reason,
    finding: Annotated[
        list[str] | None,
        typer.Option(help="The id of a finding that you accept; repeat for each. Without it, the findings are shown."),
    ] = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Issue the held letter of CASE_NUMBER unchanged.

    Accept each finding by its id with --finding. Without that option, the
    command prints the findings and ends with exit status 1.
    """
    settings = connect()
    if not finding:
        _show_findings(settings, case_number, actor, reason)
    command = command_of(ReleaseLetter, case_number=case_number, actor=actor, reason=reason, findings=tuple(finding))
    send(settings, command, timeout, as_json=as_json)


def _show_findings(settings: Settings, case_number: str, actor: str, reason: str) -> NoReturn:
    """Print the findings that hold the letter, and end the command."""
    events = asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition_of_case(case_number, settings)))
    held = outcome((seen.message for seen in events), case_number)
    if not isinstance(held, LetterHeld):
        fail(f"no letter of {case_number} is held; `imr case show {case_number}` shows its stage")
    for each in held.findings:
        console.print(f"{each.id}  {each.severity} at {each.place}: {each.text}", highlight=False, soft_wrap=True)
    fail(f"to accept every finding and release the letter: {release_command(held, actor, reason)}")
