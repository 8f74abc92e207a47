"""A determination corrected: the same items, decided on what was signed before instead of on the rules' draft."""

from collections.abc import Mapping
from datetime import date

from schemas.messages.decision import CorrectDetermination, Decision, DeterminationSigned
from services.decision.determination import said
from services.decision.domain.reasons.proposal import denied_parent
from services.decision.domain.signing.refusal import Refusal
from services.decision.domain.signing.signature import Decided, Draft, case_outcome, decide, reason_refused

NOTHING = Refusal("nothing-to-correct", "The correction changes nothing; name the item, or give the summary, that is to change.")
PANEL = Refusal(
    "panel-outcome", "A panel decided this outcome by majority; one of its reviewers can correct the text, not the outcome."
)


def reason_not_correction(message: CorrectDetermination, parents: Mapping[int, int]) -> Refusal | None:
    """Why what *message* changes is no sound correction: an open or unknown item, a change without a reason, or no change at all."""
    refusal = reason_refused(_drafts(message.corrected, parents), said(message.items), keep_the_rest=True)
    if refusal is not None:
        return refusal
    before = message.corrected
    after = _decisions(message, parents)
    if after == before.decisions and message.clinical_summary in {None, before.clinical_summary}:
        return NOTHING
    if before.opinions and [each.outcome for each in after] != [each.outcome for each in before.decisions]:
        return PANEL
    return None


def corrected_determination(message: CorrectDetermination, parents: Mapping[int, int], decided_on: date) -> DeterminationSigned:
    """The next version, for a correction that is sound; what the rules had proposed and drafted stays beside it."""
    before, decisions = message.corrected, _decisions(message, parents)
    return before.model_copy(
        update={
            "determination_version": before.determination_version + 1,
            "reason_for_correction": message.reason,
            "signature": "reviewer",
            "outcome": case_outcome(each.outcome for each in decisions),
            "clinical_summary": message.clinical_summary or before.clinical_summary,
            "decisions": decisions,
            "decided_on": decided_on,
            "signed_at": message.signed_at,
            "second_signature": None,
        }
    )


def _decisions(message: CorrectDetermination, parents: Mapping[int, int]) -> tuple[Decision, ...]:
    before = message.corrected.decisions
    decided = decide(_drafts(message.corrected, parents), said(message.items))
    return tuple(_decision(old, new) for old, new in zip(before, decided, strict=True))


def _decision(before: Decision, decided: Decided) -> Decision:
    """The item as corrected. Why it differs from the proposal is said as long as it does."""
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


def _drafts(before: DeterminationSigned, parents: Mapping[int, int]) -> list[Draft]:
    """What was signed, as the draft of its correction."""
    outcomes = {each.item: each.outcome for each in before.decisions}
    return [
        Draft(
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
