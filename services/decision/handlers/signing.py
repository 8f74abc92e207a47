"""Sign a draft, as its only reviewer or as one of a panel."""

from datetime import datetime

from schemas.message import Event
from schemas.messages.decision import (
    Decision,
    DeterminationSigned,
    Opinion,
    OpinionSigned,
    SecondSignatureAwaited,
    SignDetermination,
)
from services.decision.assessment.config import DecisionConfig
from services.decision.assessment.draft import drafted_items
from services.decision.determination import awaited, choices, determination, digest_of, opinion, panel_determination
from services.decision.domain.signing.case_status import reason_not_signable
from services.decision.domain.signing.panel import TEXT_MAX
from services.decision.domain.signing.signature import Policy, decide, needs_second_signature, reason_refused
from services.decision.handlers.refusals import NO_POLICY, panel_text_too_long, signature_refused
from services.decision.state import AssessedCase, Cases, SignedCase, status_of


def on_sign_determination(message: SignDetermination, _at: datetime, *, cases: Cases, config: DecisionConfig) -> list[Event]:
    """Publish the determination or the opinion that a reviewer signs, or refuse the signature.

    A refused signature changes nothing. The last opinion of a panel makes its determination.
    """
    number = message.case_number
    refusal = reason_not_signable(status_of(number, cases), message.reviewer_id, message.assessment_id)
    if refusal is not None:
        return [signature_refused(message, refusal)]
    case = cases.assessed[number]
    items, chosen = drafted_items(case), choices(message.items)
    decided_on = config.local_date(message.signed_at)
    policy = config.policy_on(decided_on)
    refusal = reason_refused(items, chosen, keep_the_rest=message.keep_the_rest)
    if refusal is not None or policy is None:
        return [signature_refused(message, refusal or NO_POLICY)]
    own = opinion(case, message.reviewer_id, decide(items, chosen), message.clinical_summary, message.signed_at)
    if case.seats > 1:
        return _sign_on_panel(message, case, own, policy, cases, config)
    signed = determination(number, case, own, signature="reviewer", decided_on=decided_on)
    return [_complete(signed, case, policy, cases)]


def close(signed: DeterminationSigned, cases: Cases) -> None:
    """Replace the case with the mark of a signed case, which a correction needs."""
    number = signed.case_number
    cases.deferred.pop(number, None)
    cases.files.pop(number, None)
    cases.rechecked.pop(number, None)
    case, mark = cases.assessed.pop(number, None), cases.signed.get(number)
    parents = case.parents if case else mark.parents if mark else {}
    returned_by = case.returned_by if case else mark.returned_by if mark else ()
    cases.signed[number] = SignedCase(
        assessment_id=signed.assessment_id,
        reviewer_id=signed.reviewer_id,
        version=signed.determination_version,
        digest=digest_of(signed),
        signers=tuple(each.reviewer_id for each in signed.opinions) or (signed.reviewer_id,),
        returned_by=returned_by,
        parents=parents,
        appealed=mark is not None and mark.appealed,
        remand=case.remand if case else mark.remand if mark else None,
    )


def _sign_on_panel(
    message: SignDetermination, case: AssessedCase, own: Opinion, policy: Policy, cases: Cases, config: DecisionConfig
) -> list[Event]:
    """Keep the opinion; if it is the last one, make the panel's determination.

    The signature is refused if the panel's reasons together exceed the length limit of a letter.
    """
    number = message.case_number
    with_it = case.model_copy(update={"opinions": (*case.opinions, own), "missing": ()})
    outstanding = case.seats - len(with_it.opinions)
    event = OpinionSigned(case_number=number, opinion=own, reviewers=case.seats, outstanding=outstanding)
    if outstanding:
        cases.assessed[number] = with_it
        return [event]
    days = [config.local_date(each.signed_at) for each in with_it.opinions]
    signed = panel_determination(number, case, with_it.opinions, policy.even_split, decided_on=max(days))
    if too_long := [each.item for each in signed.decisions if len(each.rationale) > TEXT_MAX]:
        return [signature_refused(message, panel_text_too_long(too_long[0], TEXT_MAX))]
    return [event, _complete(signed, with_it, policy, cases)]


def _complete(
    signed: DeterminationSigned, case: AssessedCase, policy: Policy, cases: Cases
) -> DeterminationSigned | SecondSignatureAwaited:
    """Close the case, or keep it until the second signature arrives."""
    if needs_second_signature(policy, [_is_changed(each) for each in signed.decisions]):
        waits = awaited(signed)
        cases.assessed[signed.case_number] = case.model_copy(update={"awaiting": waits, "missing": ()})
        return waits
    close(signed, cases)
    return signed


def _is_changed(decision: Decision) -> bool:
    return decision.outcome != decision.proposal
