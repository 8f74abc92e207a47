"""`imr letter release`: issue a letter that checks have held."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from cli.letter.answer import send
from cli.letter.outcome import outcome, release_command, why_never_released
from cli.session.connection import connect, fail, partition_of_case, require_case
from cli.session.options import Actor, AsJson, Reason, Timeout, command_of, sound, who
from cli.session.output import print_json
from cli.session.table import Prose, print_table
from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.message import Message, Text
from schemas.messages.letters import LetterHeld, ReleaseLetter
from schemas.messages.notices import NoticeHeld, NoticeIssued
from schemas.topics import LETTERS_EVENTS


def release(
    case_number: str,
    reason: Reason,
    actor: Actor = None,
    finding: Annotated[
        list[str] | None,
        typer.Option(help="The id of a finding that you accept; repeat for each. Without it, the findings are shown."),
    ] = None,
    notice: Annotated[
        str | None, typer.Option(help="The id of a held notice, such as ineligibility. Default: the letter of the determination.")
    ] = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Issue the held letter of CASE_NUMBER, or a held notice, unchanged.

    Accept each finding by its id with --finding. Without that option, the
    command prints the findings and ends with exit status 1.
    """
    settings = connect()
    name, reason = who(actor), sound("--reason", Text, reason)
    if not finding:
        _show_findings(settings, case_number, notice, name, reason, as_json=as_json)
    command = command_of(ReleaseLetter, case_number=case_number, notice=notice, actor=name, reason=reason, findings=tuple(finding))
    send(settings, command, timeout, as_json=as_json)


def _show_findings(settings: Settings, case_number: str, notice: str | None, actor: str, reason: str, *, as_json: bool) -> NoReturn:
    """Print the findings that hold the letter or *notice*, and end the command."""
    partition = partition_of_case(case_number, settings)
    seen = asyncio.run(read_to_end(settings, (LETTERS_EVENTS,), partition, subject=case_number))
    held = newest_of([each.message for each in seen], case_number, notice)
    if not isinstance(held, LetterHeld | NoticeHeld):
        asyncio.run(require_case(settings, case_number))
        told = f"notice {notice}" if notice else "letter"
        fail(f"no {told} of {case_number} is held; `imr case show {case_number}` shows its stage")
    if as_json:
        print_json([each.model_dump(mode="json") for each in held.findings])
    else:
        rows = [(each.id, each.severity, each.place, each.text) for each in held.findings]
        print_table(("id", "severity", "place", Prose("finding")), rows)
    if (never := why_never_released(held)) is not None:
        fail(f"{never}; correct the determination with: imr decision correct {case_number}")
    fail(f"to accept every finding and release the letter: {release_command(held, actor, reason)}")


def newest_of(messages: Sequence[Message], case_number: str, notice: str | None) -> Message | None:
    """Return the last event that issued or held the letter of a determination, or *notice*."""
    if notice is None:
        return outcome(messages, case_number)
    of_notice = [each for each in messages if isinstance(each, NoticeHeld | NoticeIssued) and each.case_number == case_number]
    return next((each for each in reversed(of_notice) if each.notice == notice), None)
