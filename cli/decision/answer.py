"""Send a decision command and print its answer."""

from cli.session.ask import ask, refused
from cli.session.connection import fail
from cli.session.output import console, print_json
from cli.session.timeline import tell
from runtime.settings import Settings
from schemas.message import Command
from schemas.messages.decision import (
    DeterminationSigned,
    SecondSignatureAwaited,
)


def answer(settings: Settings, command: Command, case_number: str, seconds: float, *, as_json: bool) -> None:
    """Ask, and print the answer; a refusal is a failure."""
    told = ask(settings, command, case_number, seconds)
    if as_json:
        print_json(told.model_dump(mode="json"))
    if (reason := refused(told)) is not None:
        fail(f"refused: {reason}")
    if as_json:
        return
    console.print(f"{case_number}: {tell(told)}", highlight=False)
    if isinstance(told, DeterminationSigned | SecondSignatureAwaited):
        for decision in told.decisions:
            console.print(f"  {decision.item}. {decision.request}: {decision.outcome}", highlight=False)
