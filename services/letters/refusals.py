"""Refuse a command with an event that gives the reason."""

from collections.abc import Sequence

from schemas.messages.acts.addresses import ChangeAddress
from schemas.messages.letters import ConfirmService, LetterRequestRefused, ReissueLetter, ReleaseLetter, ReportReturnedMail

LetterCommand = ReleaseLetter | ReissueLetter | ConfirmService | ReportReturnedMail | ChangeAddress


def refuse(command: LetterCommand, code: str, text: str) -> Sequence[LetterRequestRefused]:
    """Refuse *command*, with a *code* for programs and a sentence for people."""
    request = command.type.rpartition(".")[2]
    return [LetterRequestRefused(case_number=command.case_number, request=request, code=code, text=text)]
