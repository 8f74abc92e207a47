"""Give or decline the second signature."""

from datetime import datetime

from schemas.message import Event
from schemas.messages.decision import CountersignDetermination, SecondSignatureAwaited, SecondSignatureDeclined
from services.decision.assessment.config import DecisionConfig
from services.decision.determination import countersigned
from services.decision.domain.signing.case_status import reason_not_countersignable
from services.decision.handlers.refusals import request_refused
from services.decision.handlers.signing import close
from services.decision.state import Cases, status_of


def on_countersign_determination(
    message: CountersignDetermination, _at: datetime, *, cases: Cases, config: DecisionConfig
) -> list[Event]:
    """Complete the determination, or give it back to its reviewer if declined."""
    number = message.case_number
    refusal = reason_not_countersignable(
        status_of(number, cases),
        message.reviewer_id,
        message.determination_version,
        agrees=message.agrees,
        reason=message.reason,
    )
    if refusal is not None:
        return [request_refused(number, message, message.reviewer_id, refusal)]
    awaiting = _awaiting(number, cases)
    if message.agrees:
        decided_on = config.local_date(message.signed_at)
        signed = countersigned(awaiting, message.reviewer_id, message.signed_at, decided_on)
        close(signed, cases)
        return [signed]
    _give_back(number, cases)
    return [
        SecondSignatureDeclined(
            case_number=number,
            reviewer_id=message.reviewer_id,
            determination_version=awaiting.determination_version,
            reason=message.reason or "",
        )
    ]


def _awaiting(number: str, cases: Cases) -> SecondSignatureAwaited:
    """Return the determination that waits; raises LookupError if none does."""
    case = cases.assessed.get(number) or cases.signed.get(number)
    if case is None or case.awaiting is None:
        raise LookupError(f"{number} waits for no second signature, though its status says so")
    return case.awaiting


def _give_back(number: str, cases: Cases) -> None:
    """Drop the declined determination.

    The opinions of a panel are dropped with it; an earlier version stays in force.
    """
    if case := cases.assessed.get(number):
        cases.assessed[number] = case.model_copy(update={"awaiting": None, "opinions": ()})
    elif mark := cases.signed.get(number):
        cases.signed[number] = mark.model_copy(update={"awaiting": None})
