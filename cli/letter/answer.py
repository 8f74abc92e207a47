"""Send a command about a letter and print its answer."""

from typing import Annotated

import typer

from cli.session.ask import ask
from cli.session.connection import fail
from cli.session.local_time import zone_of
from cli.session.output import print_json, say
from cli.session.timeline import tell
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.letters import (
    ConfirmService,
    LetterIssued,
    LetterRequestRefused,
    LetterReturned,
    LetterServed,
    ReissueLetter,
    ReleaseLetter,
    ReportReturnedMail,
    ServiceIntended,
)
from schemas.topics import LETTERS_EVENTS

LetterCommand = ReleaseLetter | ReissueLetter | ConfirmService | ReportReturnedMail

Actor = Annotated[str, typer.Option(help="Your name, for the audit trail.")]
Reason = Annotated[str, typer.Option(help="Why, for the audit trail.")]

_ANSWERS = (LetterIssued, ServiceIntended, LetterServed, LetterReturned, LetterRequestRefused)


def send(settings: Settings, command: LetterCommand, seconds: float, *, as_json: bool) -> None:
    """Publish *command* and print the answer; ends the command line if it is refused."""
    answer = ask(settings, command, command.case_number, seconds, LETTERS_EVENTS, _is_answer)
    if as_json:
        print_json({"type": answer.type, **answer.model_dump(mode="json")})
    if isinstance(answer, LetterRequestRefused):
        fail(f"refused: {answer.text}")
    if not as_json:
        say(tell(answer, zone_of(settings)))


def _is_answer(message: Message) -> bool:
    return isinstance(message, _ANSWERS)
