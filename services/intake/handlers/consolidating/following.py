"""Acts on a consolidated case: done where it goes on, or refused with its number.

Papers and petitions may name either number. Items are named by their numbers in the case in which
they were filed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from schemas.message import Message
from schemas.messages.acts.appeals import AppealCase
from schemas.messages.acts.implementation import ImplementDetermination
from schemas.messages.intake import ReceiveRecords
from schemas.messages.lifecycle import AnswerRequest, AuthorizeTreatment, WithdrawApplication
from services.intake.refusals import CaseCommand, refused
from services.intake.state import GoesOn, Tables

Handler = Callable[[Any, datetime], Sequence[Message]]


def following(handler: Handler, tables: Tables) -> Handler:
    """Return *handler* for commands that may name a case by the number under which it ended."""

    def handle(message: CaseCommand, at: datetime) -> Sequence[Message]:
        case = tables.cases.get(message.case_number)
        if case is None or case.goes_on is None:
            return handler(message, at)
        moved = _moved(message, case.goes_on)
        if moved is not None:
            return handler(moved, at)
        text = f"The case is consolidated into {case.goes_on.into} and goes on there; name that case."
        return [refused(message, case.stage, "consolidated", text)]

    return handle


def _moved(message: CaseCommand, goes_on: GoesOn) -> CaseCommand | None:
    """Return *message* about the case that goes on; None if that case has to be named itself."""
    update: dict[str, Any] = {"case_number": goes_on.into}
    match message:
        case ReceiveRecords() | AnswerRequest():
            facts = {goes_on.items.get(item, item): facts for item, facts in message.facts.items()}
            return message.model_copy(update={**update, "facts": facts})
        case AuthorizeTreatment() | ImplementDetermination() | WithdrawApplication():
            named = message.items or tuple(goes_on.items)
            return message.model_copy(update={**update, "items": tuple(goes_on.items.get(item, item) for item in named)})
        case AppealCase():
            return message.model_copy(update=update)
        case _:
            return None
