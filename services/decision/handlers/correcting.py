"""Correct a signed determination, taking its decisions as the draft.

On a panel a reviewer corrects their own reasons. Its count and the reasons of the others stay.
"""

from collections.abc import Mapping
from datetime import date, datetime

from schemas.message import Event
from schemas.messages.decision import CorrectDetermination, Decision, DeterminationSigned, Opinion
from services.decision.assessment.config import DecisionConfig
from services.decision.determination import awaited, choices, corrected_opinions, digest_of, majority_decision
from services.decision.domain.reasons.proposal import denied_parent
from services.decision.domain.signing.case_status import reason_not_correctable
from services.decision.domain.signing.panel import TEXT_MAX
from services.decision.domain.signing.refusal import Refusal
from services.decision.domain.signing.signature import (
    DecidedItem,
    DraftedItem,
    case_outcome,
    decide,
    needs_second_signature,
    reason_refused,
)
from services.decision.handlers.refusals import (
    NO_POLICY,
    NOTHING_TO_CORRECT,
    PANEL_OUTCOME,
    panel_text_too_long,
    request_refused,
)
from services.decision.handlers.signing import close
from services.decision.state import Cases, status_of


def on_correct_determination(message: CorrectDetermination, _at: datetime, *, cases: Cases, config: DecisionConfig) -> list[Event]:
    """Publish the corrected determination as the next version, with the reason.

    The earlier version is not changed.
    """
    number, corrected = message.case_number, message.corrected
    status = status_of(number, cases)
    policy = config.policy_on(config.local_date(message.signed_at))
    refusal = (
        reason_not_correctable(status, message.reviewer_id, corrected.determination_version, digest_of(corrected))
        or (NO_POLICY if policy is None else None)
        or _reason_not_correction(message, cases.signed[number].parents)
    )
    if refusal is not None or policy is None:
        return [request_refused(number, message, message.reviewer_id, refusal or NO_POLICY)]
    mark = cases.signed[number]
    signed = _corrected_determination(message, mark.parents, config.local_date(message.signed_at))
    changes = [new.outcome != old.outcome for new, old in zip(signed.decisions, corrected.decisions, strict=True)]
    if needs_second_signature(policy, changes):
        waits = awaited(signed)
        cases.signed[number] = mark.model_copy(update={"awaiting": waits})
        return [waits]
    close(signed, cases)
    return [signed]


def _reason_not_correction(message: CorrectDetermination, parents: Mapping[int, int]) -> Refusal | None:
    """Return why the correction is refused, if it is.

    It may leave an item open, name an unknown item, change an outcome without a reason, or change
    nothing.
    """
    refusal = reason_refused(_drafts(message.corrected, parents), choices(message.items), keep_the_rest=True)
    if refusal is not None:
        return refusal
    before = message.corrected
    after = _decisions(message, parents)
    if after == before.decisions and message.clinical_summary in {None, before.clinical_summary}:
        return NOTHING_TO_CORRECT
    if before.opinions and [each.outcome for each in after] != [each.outcome for each in before.decisions]:
        return PANEL_OUTCOME
    if before.opinions and (too_long := [each.item for each in after if len(each.rationale) > TEXT_MAX]):
        return panel_text_too_long(too_long[0], TEXT_MAX)
    return None


def _corrected_determination(message: CorrectDetermination, parents: Mapping[int, int], decided_on: date) -> DeterminationSigned:
    """Return the next version; it keeps the rules' proposal and draft beside each decision."""
    before, decisions = message.corrected, _decisions(message, parents)
    return before.model_copy(
        update={
            "determination_version": before.determination_version + 1,
            "reason_for_correction": message.reason,
            "signature": "reviewer",
            "outcome": case_outcome(each.outcome for each in decisions),
            "clinical_summary": message.clinical_summary or before.clinical_summary,
            "decisions": decisions,
            "opinions": _opinions(message),
            "decided_on": decided_on,
            "signed_at": message.signed_at,
            "second_signature": None,
        }
    )


def _decisions(message: CorrectDetermination, parents: Mapping[int, int]) -> tuple[Decision, ...]:
    """Return the corrected decisions; a panel's reasons are made anew of its opinions."""
    before = message.corrected.decisions
    decided = decide(_drafts(message.corrected, parents), choices(message.items))
    corrected = tuple(_decision(old, new) for old, new in zip(before, decided, strict=True))
    if not message.corrected.opinions:
        return corrected
    written = _rationales(message)
    of_panel = zip(*(each.decisions for each in _opinions(message)), strict=True)
    return tuple(
        majority_decision(own, one.outcome) if one.item in written else one for one, own in zip(corrected, of_panel, strict=True)
    )


def _opinions(message: CorrectDetermination) -> tuple[Opinion, ...]:
    return corrected_opinions(
        message.corrected.opinions, message.reviewer_id, _rationales(message), message.clinical_summary, message.signed_at
    )


def _rationales(message: CorrectDetermination) -> dict[int, str]:
    return {each.item: each.rationale for each in message.items if each.rationale is not None}


def _decision(before: Decision, decided: DecidedItem) -> Decision:
    """Return the corrected decision; it keeps its reason while it differs from the proposal."""
    because = decided.reason_for_change or before.reason_for_change
    return before.model_copy(
        update={
            "outcome": decided.outcome,
            "reason_for_change": None if decided.outcome == before.proposal else because,
            "reviewer_guideline": decided.reviewer_guideline,
            "rationale": decided.rationale,
            "closing": decided.closing,
        }
    )


def _drafts(before: DeterminationSigned, parents: Mapping[int, int]) -> list[DraftedItem]:
    """Return the signed decisions as the draft of their correction."""
    outcomes = {each.item: each.outcome for each in before.decisions}
    return [
        DraftedItem(
            item=each.item,
            parent=parents.get(each.item),
            request=each.request,
            proposal=each.outcome,
            untested=denied_parent(parents.get(each.item), outcomes) is not None,
            reviewer_guideline=each.reviewer_guideline,
            rationale=each.rationale,
        )
        for each in before.decisions
    ]
