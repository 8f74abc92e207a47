"""Send a command about the life of a case, and tell its answer."""

from collections.abc import Callable
from typing import Annotated, Literal

import typer

from cli.session.ask import ask
from cli.session.connection import fail
from cli.session.local_time import zone_of
from cli.session.output import print_json, say
from cli.session.timeline import tell
from runtime.settings import Settings
from schemas.message import Command, Message
from schemas.messages.acts.consolidation import ConsolidationAbandoned, ConsolidationAsked
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.lifecycle import CaseRequestRefused
from schemas.topics import INTAKE_EVENTS
from services.intake.domain.lifecycle.states import IN_REVIEW

SentBy = Annotated[
    Literal["employee", "attorney", "provider", "claims-administrator"],
    typer.Option(help="Who sent it; the provider is the requesting physician."),
]

COMMANDS: dict[str, str | None] = {
    "resolve-liability": "imr case resolve",
    "defer-review": "imr case defer",
    "receive-records": "imr case records",
    "case-returned": "imr decision return",
    "answer-request": "imr case answer",
    "withdraw-application": "imr case withdraw",
    "authorize-treatment": "imr case authorize",
    "extend-clock": "imr case extend",
    "convert-review": "imr case convert",
    "implement-determination": "imr case implement",
    "appeal-case": "imr case appeal",
    "affirm-case": "imr case affirm",
    "remand-case": "imr case remand",
    "amend-application": "imr case amend",
    "decline-consolidation": "imr case consolidate",
    "consolidate-cases": "imr case consolidate",
}
"""The command of each act that has one."""


def _never(_message: Message) -> bool:
    return False


def send(
    settings: Settings,
    command: Command,
    case_number: str,
    seconds: float,
    *,
    as_json: bool,
    ends: Callable[[Message], bool] = _never,
) -> None:
    """Publish *command* and print its answer; a refusal ends the command with exit status 1.

    A message that *ends* the question is its answer too.
    """
    answer = ask(settings, command, case_number, seconds, INTAKE_EVENTS, _answers, ends)
    if as_json:
        print_json({"type": answer.type, **answer.model_dump(mode="json")})
    if isinstance(answer, CaseRequestRefused | ConsolidationAbandoned):
        fail(f"refused: {answer.text}", *_ways(answer))
    if not as_json:
        say(f"{case_number}: {tell(answer, zone_of(settings))}")


def _answers(message: Message) -> bool:
    """Whether *message*, which the command caused, is its answer; those of clocks come along.

    The question whether a case is signed is answered by decision first.
    """
    return not isinstance(message, ClockChanged | ConsolidationAsked)


def _ways(answer: Message) -> list[str]:
    if isinstance(answer, CaseRequestRefused) and answer.code == "not-allowed":
        may = ", ".join(f"`{each}`" for each in commands_of(answer)) or "nothing more"
        return [f"a case in this state allows: {may}; `imr case show {answer.case_number}` shows its history"]
    return []


def commands_of(refused: CaseRequestRefused) -> list[str]:
    """Return the commands of the acts that the state of the case allows, each once."""
    signed = "imr decision sign" if refused.state in IN_REVIEW else "imr decision correct"
    commands = {**COMMANDS, "determination-signed": None if refused.state == "deferred" else signed}
    return list(dict.fromkeys(command for each in refused.allowed if (command := commands.get(each)) is not None))
