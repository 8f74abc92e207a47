"""Refusals of commands about a case, as events."""

from schemas.message import Message
from schemas.messages.lifecycle import CaseRequestRefused
from services.intake.domain.lifecycle import State, allowed


def refused(command: Message, number: str, state: State, code: str, text: str, actor: str | None = None) -> CaseRequestRefused:
    """Return the refusal of *command*, which leaves the case as it is."""
    return CaseRequestRefused(
        case_number=number,
        request=command.type.rpartition(".")[2],
        actor=actor,
        state=state,
        allowed=allowed(state),
        code=code,
        text=text,
    )
