"""A petition against the end of a case, and an order to review it anew."""

from datetime import datetime

from schemas.message import Event
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.remand import CaseRemanded
from services.decision.state import Cases, Remand, WaitingCase


def on_appeal(message: CaseAppealed | CaseAffirmed, _at: datetime, *, cases: Cases) -> list[Event]:
    """Mark the case as appealed, or no longer; one that never came to decision has no mark."""
    number, update = message.case_number, {"appealed": isinstance(message, CaseAppealed) or bool(message.pending)}
    if (signed := cases.signed.get(number)) is not None:
        cases.signed[number] = signed.model_copy(update=update)
    elif (ended := cases.ended.get(number)) is not None:
        cases.ended[number] = ended.model_copy(update=update)
    return []


def on_case_remanded(message: CaseRemanded, _at: datetime, *, cases: Cases) -> list[Event]:
    """Let the case wait for a file and a reviewer again, once for an order (LC 4610.6(i)).

    The new review's determination comes after those that are set aside, also after a correction
    that intake had not heard of. A correction that waits for a second signature lapses.
    """
    number = message.case_number
    signed, ended = cases.signed.get(number), cases.ended.get(number)
    known = signed or ended or cases.assessed.get(number) or cases.waiting.get(number)
    if known is not None and known.remand is not None and known.remand.ordered_on == message.ordered_on:
        return []
    mark = signed or ended
    next_reviewer = mark.next_reviewer if mark is not None else None
    for table in (
        cases.waiting,
        cases.assessed,
        cases.signed,
        cases.ended,
        cases.deferred,
        cases.held,
        cases.files,
        cases.rechecked,
    ):
        table.pop(number, None)
    remand = Remand(
        ordered_on=message.ordered_on,
        set_aside=max(message.determination_version, signed.version if signed else 0),
        reviewers=message.reviewers,
    )
    reviewer = next_reviewer if next_reviewer not in message.reviewers else None
    cases.waiting[number] = WaitingCase(reviewer_id=reviewer, remand=remand)
    return []


def keep_for_remand(number: str, reviewer: str, cases: Cases) -> None:
    """Keep a reviewer who is assigned after the end: an order may be on its way."""
    if (signed := cases.signed.get(number)) is not None and reviewer not in {*signed.signers, signed.reviewer_id}:
        cases.signed[number] = signed.model_copy(update={"next_reviewer": reviewer})
    elif (ended := cases.ended.get(number)) is not None:
        cases.ended[number] = ended.model_copy(update={"next_reviewer": reviewer})
