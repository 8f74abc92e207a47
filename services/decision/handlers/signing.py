"""Signatures: the reviewers', the second person's, and the correction of what was signed. Each stands, or is refused with a reason."""

from datetime import datetime

from schemas.message import Command, Event
from schemas.messages.decision import (
    CorrectDetermination,
    CountersignDetermination,
    Decision,
    DeterminationSigned,
    OpinionSigned,
    RequestRefused,
    SecondSignatureAwaited,
    SecondSignatureDeclined,
    SignatureRefused,
    SignDetermination,
)
from services.decision.assessment.config import Practice
from services.decision.assessment.draft import drafts
from services.decision.determination import (
    awaited,
    countersigned,
    determination,
    digest_of,
    opinion,
    panel_determination,
    said,
)
from services.decision.domain.signing.case_status import reason_not_correctable, reason_not_countersignable, reason_not_signable
from services.decision.domain.signing.panel import TEXT_MAX
from services.decision.domain.signing.refusal import Refusal
from services.decision.domain.signing.signature import Policy, needs_second_signature, reason_refused
from services.decision.handlers.correcting import corrected_determination, reason_not_correction
from services.decision.state import AssessedCase, Cases, SignedCase, standing_of

NO_POLICY = Refusal("no-policy", "On the day of this signature the jurisdiction had no rules of sign-off; check the date.")


def on_sign_determination(message: SignDetermination, _at: datetime, *, cases: Cases, practice: Practice) -> list[Event]:
    """Make it a determination, or the opinion of one of a panel, if the signature stands; otherwise say why not and change nothing."""
    policy = practice.policy_on(practice.local_date(message.signed_at))
    refusal = _reason_not_signed(message, cases) or (NO_POLICY if policy is None else None)
    if refusal is not None or policy is None:
        return [_signature_refused(message, refusal or NO_POLICY)]
    case = cases.assessed[message.case_number]
    if case.seats > 1:
        return _sign_on_panel(message, case, policy, cases, practice)
    own = opinion(case, message.reviewer_id, said(message.items), message.clinical_summary, message.signed_at)
    decided_on = practice.local_date(message.signed_at)
    signed = determination(message.case_number, case, own, signature="reviewer", decided_on=decided_on)
    return [_complete(signed, case, policy, cases)]


def on_countersign_determination(
    message: CountersignDetermination, _at: datetime, *, cases: Cases, practice: Practice
) -> list[Event]:
    """Complete what waits for the second signature; declined, it is the reviewer's again."""
    number = message.case_number
    refusal = reason_not_countersignable(
        standing_of(number, cases),
        message.reviewer_id,
        message.determination_version,
        agrees=message.agrees,
        reason=message.reason,
    )
    if refusal is not None:
        return [request_refused(number, message, message.reviewer_id, refusal)]
    case, mark = cases.assessed.get(number), cases.signed.get(number)
    awaiting = case.awaiting if case else mark.awaiting if mark else None
    if awaiting is None:
        raise LookupError(f"{number} waits for no second signature: its standing said otherwise")
    if message.agrees:
        decided_on = practice.local_date(message.signed_at)
        signed = countersigned(awaiting, message.reviewer_id, message.signed_at, decided_on)
        close(signed, cases)
        return [signed]
    if case is not None:
        cases.assessed[number] = case.model_copy(update={"awaiting": None, "opinions": ()})
    elif mark is not None:
        cases.signed[number] = mark.model_copy(update={"awaiting": None})
    return [
        SecondSignatureDeclined(
            case_number=number,
            reviewer_id=message.reviewer_id,
            determination_version=awaiting.determination_version,
            reason=message.reason or "",
        )
    ]


def on_correct_determination(message: CorrectDetermination, _at: datetime, *, cases: Cases, practice: Practice) -> list[Event]:
    """Follow a determination by a corrected version, with the reason; what was signed stays as it was."""
    number, corrected = message.case_number, message.corrected
    standing = standing_of(number, cases)
    policy = practice.policy_on(practice.local_date(message.signed_at))
    refusal = (
        reason_not_correctable(standing, message.reviewer_id, corrected.determination_version, digest_of(corrected))
        or (NO_POLICY if policy is None else None)
        or reason_not_correction(message, cases.signed[number].parents)
    )
    if refusal is not None or policy is None:
        return [request_refused(number, message, message.reviewer_id, refusal or NO_POLICY)]
    mark = cases.signed[number]
    signed = corrected_determination(message, mark.parents, practice.local_date(message.signed_at))
    changes = [new.outcome != old.outcome for new, old in zip(signed.decisions, corrected.decisions, strict=True)]
    if needs_second_signature(policy, changes):
        waits = awaited(signed)
        cases.signed[number] = mark.model_copy(update={"awaiting": waits})
        return [waits]
    close(signed, cases)
    return [signed]


def close(signed: DeterminationSigned, cases: Cases) -> None:
    """Of a signed case only the mark stays: enough to know its text again and to correct it."""
    number = signed.case_number
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
    )


def request_refused(number: str, wish: Command, actor: str | None, refusal: Refusal) -> RequestRefused:
    """The event that says why *wish* was not granted."""
    return RequestRefused(case_number=number, request=wish.type, actor=actor, code=refusal.code, text=refusal.text)


def _sign_on_panel(message: SignDetermination, case: AssessedCase, policy: Policy, cases: Cases, practice: Practice) -> list[Event]:
    """Keep the opinion; the last one makes the determination, unless its text grows longer than a letter takes."""
    number = message.case_number
    own = opinion(case, message.reviewer_id, said(message.items), message.clinical_summary, message.signed_at)
    with_it = case.model_copy(update={"opinions": (*case.opinions, own), "missing": ()})
    outstanding = case.seats - len(with_it.opinions)
    event = OpinionSigned(case_number=number, opinion=own, reviewers=case.seats, outstanding=outstanding)
    if outstanding:
        cases.assessed[number] = with_it
        return [event]
    days = [practice.local_date(each.signed_at) for each in with_it.opinions]
    signed = panel_determination(number, case, with_it.opinions, policy.even_split, decided_on=max(days))
    if too_long := [each.item for each in signed.decisions if len(each.rationale) > TEXT_MAX]:
        text = f"The reviewers' reasons on item {too_long[0]} come to more than {TEXT_MAX} characters together; shorten yours."
        return [_signature_refused(message, Refusal("panel-text-too-long", text))]
    return [event, _complete(signed, with_it, policy, cases)]


def _complete(
    signed: DeterminationSigned, case: AssessedCase, policy: Policy, cases: Cases
) -> DeterminationSigned | SecondSignatureAwaited:
    """Close the case, or keep it until the second signature is there."""
    if needs_second_signature(policy, [_is_changed(each) for each in signed.decisions]):
        waits = awaited(signed)
        cases.assessed[signed.case_number] = case.model_copy(update={"awaiting": waits, "missing": ()})
        return waits
    close(signed, cases)
    return signed


def _is_changed(decision: Decision) -> bool:
    return decision.outcome != decision.proposal


def _reason_not_signed(message: SignDetermination, cases: Cases) -> Refusal | None:
    """Why the signature cannot stand, if it cannot: the case, the reviewer, the draft, then the items."""
    refusal = reason_not_signable(standing_of(message.case_number, cases), message.reviewer_id, message.assessment_id)
    if refusal is not None:
        return refusal
    case = cases.assessed[message.case_number]
    return reason_refused(drafts(case), said(message.items), keep_the_rest=message.keep_the_rest)


def _signature_refused(message: SignDetermination, refusal: Refusal) -> SignatureRefused:
    return SignatureRefused(case_number=message.case_number, reviewer_id=message.reviewer_id, code=refusal.code, text=refusal.text)
