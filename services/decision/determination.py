"""Make a determination from the reviewers' choices.

A determination has each decision beside its draft, a panel's majority, and a digest of the text
that the parties receive.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from schemas.messages.assessment import Assessment
from schemas.messages.decision import (
    Decision,
    DeterminationSigned,
    Determined,
    Opinion,
    SecondSignature,
    SecondSignatureAwaited,
    SignedItem,
)
from services.decision.domain.reasons.proposal import Outcome
from services.decision.domain.reasons.rationale import NOT_UNDER_REVIEW, UNCONSULTED, UNDECIDED, UNRESOLVED, UNREVIEWED, closing
from services.decision.domain.signing.panel import Vote, verdict
from services.decision.domain.signing.signature import Choice, DecidedItem, case_outcome
from services.decision.state import AssessedCase

_WITHOUT_PROPOSAL = {"no-guideline": UNREVIEWED, "requirement": NOT_UNDER_REVIEW}

_SAYS = (
    "item",
    "request",
    "outcome",
    "proposal",
    "reason_for_change",
    "claims_administrator_guideline",
    "reviewer_guideline",
    "rationale",
    "closing",
)
"""The fields of a decision that its digest covers, by their names in schema version 2."""


def choices(items: Sequence[SignedItem]) -> list[Choice]:
    """Return the reviewer's choices on the items of a command."""
    return [Choice(each.item, each.outcome, each.reason, each.rationale) for each in items]


def default_choices(case: AssessedCase) -> list[Choice]:
    """Return the choices for a draft that no reviewer signs: uphold items without a proposal."""
    return [Choice(each.item, "upheld", _why_undecided(each)) for each in case.assessments if each.proposal is None]


def _why_undecided(assessment: Assessment) -> str:
    """Return why an item has no proposal, as the reason of a draft without a reviewer."""
    if any(each.answer == "not-held" for each in assessment.walk):
        return UNCONSULTED
    if assessment.comparison is not None:
        return UNRESOLVED
    return _WITHOUT_PROPOSAL.get(assessment.basis, UNDECIDED)


def opinion(
    case: AssessedCase, reviewer_id: str, decided: Sequence[DecidedItem], summary: str | None, signed_at: datetime
) -> Opinion:
    """Return one reviewer's opinion, with a decision on every item."""
    return Opinion(
        reviewer_id=reviewer_id,
        assessment_id=case.drafts[reviewer_id],
        outcome=case_outcome(each.outcome for each in decided),
        clinical_summary=summary or case.clinical_summary,
        decisions=tuple(_decision(each, case) for each in decided),
        signed_at=signed_at,
    )


def determination(
    case_number: str, case: AssessedCase, own: Opinion, *, signature: Literal["reviewer", "automatic"], decided_on: date
) -> DeterminationSigned:
    """Return the first determination of a review with one reviewer.

    After a remand it comes after those that were set aside.
    """
    return DeterminationSigned(
        case_number=case_number,
        determination_version=1 + (case.remand.set_aside if case.remand else 0),
        reason_for_correction=None,
        assessment_id=own.assessment_id,
        reviewer_id=own.reviewer_id,
        signature=signature,
        outcome=own.outcome,
        clinical_summary=own.clinical_summary,
        drafted_clinical_summary=case.clinical_summary,
        decisions=own.decisions,
        opinions=(),
        decided_on=decided_on,
        signed_at=own.signed_at,
        second_signature=None,
    )


def panel_determination(
    case_number: str, case: AssessedCase, opinions: Sequence[Opinion], even_split: Outcome, *, decided_on: date
) -> DeterminationSigned:
    """Return the determination of a panel: the majority's outcome for each item.

    The reviewer who was assigned first gives it their name and clinical summary.
    """
    order = list(case.drafts)
    ordered = tuple(sorted(opinions, key=lambda each: order.index(each.reviewer_id)))
    decisions = tuple(majority_decision(each, even_split) for each in zip(*(one.decisions for one in ordered), strict=True))
    first = determination(case_number, case, ordered[0], signature="reviewer", decided_on=decided_on)
    return first.model_copy(
        update={
            "decisions": decisions,
            "outcome": case_outcome(each.outcome for each in decisions),
            "opinions": ordered,
            "signed_at": max(each.signed_at for each in ordered),
        }
    )


def corrected_opinions(
    opinions: Sequence[Opinion], reviewer_id: str, rationales: Mapping[int, str], summary: str | None, signed_at: datetime
) -> tuple[Opinion, ...]:
    """Return a panel's *opinions*; one reviewer's *rationales*, by item, are corrected."""
    return tuple(
        each.model_copy(
            update={
                "clinical_summary": summary or each.clinical_summary,
                "decisions": tuple(
                    one.model_copy(update={"rationale": rationales.get(one.item, one.rationale)}) for one in each.decisions
                ),
                "signed_at": signed_at,
            }
        )
        if each.reviewer_id == reviewer_id
        else each
        for each in opinions
    )


def awaited(determined: DeterminationSigned) -> SecondSignatureAwaited:
    """Return *determined* in the form that waits for a second signature."""
    return SecondSignatureAwaited(**_shared(determined))


def countersigned(awaiting: SecondSignatureAwaited, reviewer_id: str, signed_at: datetime, decided_on: date) -> DeterminationSigned:
    """Return the determination with its second signature, decided on the day it was signed."""
    second = SecondSignature(reviewer_id=reviewer_id, signed_at=signed_at)
    return DeterminationSigned(**{**_shared(awaiting), "decided_on": decided_on}, second_signature=second)


def digest_of(determined: Determined) -> str:
    """Return the SHA-256 digest of the parts of a determination that the parties read.

    Fields added to the message later do not change it.
    """
    says = [
        determined.case_number,
        determined.determination_version,
        determined.assessment_id,
        determined.reviewer_id,
        determined.decided_on.isoformat(),
        determined.clinical_summary,
        [[getattr(decision, name) for name in _SAYS] for decision in determined.decisions],
    ]
    return hashlib.sha256(json.dumps(says).encode()).hexdigest()


def _shared(determined: Determined) -> dict[str, Any]:
    """Return the fields that a determination has both before and after its second signature."""
    return {name: getattr(determined, name) for name in Determined.model_fields}


def _decision(decided: DecidedItem, case: AssessedCase) -> Decision:
    assessment = next(each for each in case.assessments if each.item == decided.item)
    return Decision(
        item=decided.item,
        request=assessment.request,
        outcome=decided.outcome,
        proposal=assessment.proposal,
        reason_for_change=decided.reason_for_change,
        claims_administrator_guideline=assessment.claims_administrator_guideline,
        reviewer_guideline=decided.reviewer_guideline,
        rationale=decided.rationale,
        drafted_rationale=assessment.rationale,
        closing=decided.closing,
    )


def majority_decision(decisions: Sequence[Decision], even_split: Outcome) -> Decision:
    """Return the panel's decision on one item, with the reasons of every reviewer."""
    item = decisions[0]
    found = verdict([Vote(each.outcome, each.reviewer_guideline, each.rationale) for each in decisions], even_split)
    return item.model_copy(
        update={
            "outcome": found.outcome,
            "reason_for_change": None if found.outcome == item.proposal else found.rationale,
            "reviewer_guideline": found.reviewer_guideline,
            "rationale": found.rationale,
            "closing": closing(item.request, found.outcome),
        }
    )
