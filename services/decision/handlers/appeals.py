"""A petition against the end of a case: the case is kept while it is pending."""

from datetime import datetime

from schemas.message import Event
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from services.decision.state import Cases


def on_appeal(message: CaseAppealed | CaseAffirmed, _at: datetime, *, cases: Cases) -> list[Event]:
    """Mark the case as appealed, or no longer; one that never came to decision has no mark."""
    number, update = message.case_number, {"appealed": isinstance(message, CaseAppealed)}
    if (signed := cases.signed.get(number)) is not None:
        cases.signed[number] = signed.model_copy(update=update)
    elif (ended := cases.ended.get(number)) is not None:
        cases.ended[number] = ended.model_copy(update=update)
    return []
