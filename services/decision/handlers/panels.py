"""Change the reviewers of a case: cases given back, and panels."""

from datetime import datetime

from schemas.messages.decision import RequestRefused
from schemas.messages.seats import CaseReturned, ConvenePanel, PanelConvened, ReturnCase
from services.decision.assessment.config import DecisionConfig
from services.decision.domain.signing.case_status import reason_not_convenable, reason_not_returnable
from services.decision.handlers.refusals import NO_POLICY, request_refused
from services.decision.state import Cases, status_of

REASSIGNED = frozenset({"conflict-of-interest", "outside-competence"})
"""The grounds on which another reviewer takes the case.

If information is missing, the case stays with its reviewer and waits.
"""


def on_return_case(message: ReturnCase, _at: datetime, *, cases: Cases) -> list[CaseReturned | RequestRefused]:
    """Take the reviewer off the case, or note the information that is missing."""
    number = message.case_number
    refusal = reason_not_returnable(
        status_of(number, cases), message.reviewer_id, message.ground, names_what_is_missing=bool(message.missing)
    )
    if refusal is not None:
        return [request_refused(number, message, message.reviewer_id, refusal)]
    reassign = message.ground in REASSIGNED
    if reassign:
        take_off(number, message.reviewer_id, cases)
    elif case := cases.assessed.get(number):
        cases.assessed[number] = case.model_copy(update={"missing": message.missing})
    return [
        CaseReturned(
            case_number=number,
            reviewer_id=message.reviewer_id,
            ground=message.ground,
            reassign=reassign,
            explanation=message.explanation,
            missing=message.missing,
            returned_at=message.returned_at,
        )
    ]


def on_convene_panel(
    message: ConvenePanel, _at: datetime, *, cases: Cases, config: DecisionConfig
) -> list[PanelConvened | RequestRefused]:
    """Add seats for more reviewers, if the policy on the day of the approval allows it."""
    number = message.case_number
    policy = config.policy_on(message.approved_on)
    refusal = NO_POLICY if policy is None else reason_not_convenable(status_of(number, cases), message.reviewers, policy)
    if refusal is not None:
        return [request_refused(number, message, None, refusal)]
    cases.assessed[number] = cases.assessed[number].model_copy(update={"seats": message.reviewers})
    return [
        PanelConvened(
            case_number=number,
            reviewers=message.reviewers,
            approval=message.approval,
            approved_on=message.approved_on,
            finding=message.finding,
        )
    ]


def take_off(number: str, reviewer_id: str, cases: Cases) -> None:
    """Free the reviewer's seat; they can no longer decide or countersign this case."""
    if case := cases.assessed.get(number):
        drafts = {reviewer: draft for reviewer, draft in case.drafts.items() if reviewer != reviewer_id}
        cases.assessed[number] = case.model_copy(update={"drafts": drafts, "returned_by": (*case.returned_by, reviewer_id)})
    elif waiting := cases.waiting.get(number):
        update = {"reviewer_id": None, "returned_by": (*waiting.returned_by, reviewer_id)}
        cases.waiting[number] = waiting.model_copy(update=update)
