"""Decide from the status of a case whether a command is accepted or refused.

Checks follow the order in which a person can act on them: the case, the person, then the version
or draft that the command names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from services.decision.domain.signing.refusal import Refusal
from services.decision.domain.signing.signature import Policy, reason_not_second

ReturnGround = Literal["conflict-of-interest", "outside-competence", "information-missing"]


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """The status of a case: reviewers and drafts, seats, signatures, and determinations.

    *version* is the newest determination, 0 before the first; *awaited* is the version that waits
    for a second signature. *ended* is the ground on which the review ended without a determination.
    *deferred* says that it stands still until another dispute is resolved, *held* that it is to be
    consolidated with another case, *rechecked* that triage is to say who may go on reviewing it.
    *set_aside* is the newest determination of a former review that a court set aside, and *earlier*
    are its reviewers.
    """

    drafts: Mapping[str, str] = field(default_factory=dict)
    assessed: bool = False
    seats: int = 1
    signed_by: frozenset[str] = frozenset()
    returned_by: frozenset[str] = frozenset()
    version: int = 0
    awaited: int | None = None
    signers: frozenset[str] = frozenset()
    digest: str | None = None
    ended: str | None = None
    deferred: bool = False
    held: bool = False
    rechecked: bool = False
    set_aside: int = 0
    earlier: frozenset[str] = frozenset()


def reason_not_signable(status: CaseStatus, reviewer: str, assessment_id: str | None) -> Refusal | None:
    """Return why *reviewer* cannot sign draft *assessment_id*; None names their own draft."""
    refusal = (
        _reason_not_open(status) or _reason_signed(status) or _reason_not_assessed(status) or _reason_not_theirs(status, reviewer)
    )
    if refusal is not None:
        return refusal
    if status.rechecked:
        return Refusal(
            "reviewer-check-pending", "Triage is checking whether this reviewer may review the case as it is now; sign after that."
        )
    if assessment_id is not None and assessment_id != status.drafts[reviewer]:
        return Refusal("outdated-assessment", "The case was assessed again since; sign the newest draft.")
    if reviewer in status.signed_by:
        return Refusal(
            "already-signed", "This reviewer has already signed; the determination follows when every reviewer of the panel has."
        )
    return None


def reason_not_countersignable(
    status: CaseStatus, second: str, version: int, *, agrees: bool, reason: str | None
) -> Refusal | None:
    """Return why *second* cannot sign or decline *version*."""
    if status.awaited is None or status.deferred or status.held:
        return _reason_not_open(status) or _reason_not_awaited(status, version)
    if version != status.awaited:
        return Refusal("outdated-version", f"Version {status.awaited} waits for the second signature, not version {version}.")
    if not agrees and not reason:
        return Refusal(
            "reason-missing", "A second signature was declined without a reason; say why, so that the reviewer can act on it."
        )
    return reason_not_second(second, status.signed_by | status.signers | status.returned_by | status.earlier | status.drafts.keys())


def reason_not_consolidable(status: CaseStatus) -> Refusal | None:
    """Return why the items of the case cannot be decided with those of another (9792.10.4(a))."""
    refusal = _reason_not_open(status) or _reason_signed(status)
    if refusal is None and status.seats > 1:
        return Refusal("panel", "A panel reviews the case, so it is decided alone.")
    if refusal is not None or not (status.signed_by or status.set_aside):
        return refusal
    return Refusal("already-signed", "A review that a court ordered, or in which an opinion is signed, stays alone.")


def reason_not_correctable(status: CaseStatus, reviewer: str, version: int, digest: str) -> Refusal | None:
    """Return why *reviewer* cannot correct *version*, whose text has this *digest*."""
    if status.awaited is not None:
        return Refusal(
            "second-signature-awaited", f"Version {status.awaited} waits for the second signature; correct it after that."
        )
    if not status.version:
        return _reason_ended(status) or _reason_set_aside(status)
    refusal = _reason_not_newest(status, version)
    if refusal is not None:
        return refusal
    if reviewer not in status.signers:
        return Refusal("not-the-reviewer", "Only a reviewer who signed the determination can correct it.")
    if digest != status.digest:
        return Refusal(
            "determination-differs", f"The text to correct differs from version {version} as signed; fetch the determination again."
        )
    return None


def reason_not_returnable(
    status: CaseStatus, reviewer: str, ground: ReturnGround, *, names_what_is_missing: bool
) -> Refusal | None:
    """Return why *reviewer* cannot give the case back on this *ground*."""
    refusal = _reason_not_open(status) or _reason_signed(status) or _reason_not_theirs(status, reviewer)
    if refusal is not None:
        return refusal
    if reviewer in status.signed_by:
        return Refusal("already-signed", "This reviewer has signed an opinion of the panel, so they cannot give the case back.")
    if ground == "information-missing" and not names_what_is_missing:
        return Refusal("missing-unnamed", "The command does not name the missing information; name each paper or fact.")
    return None


def reason_not_convenable(status: CaseStatus, reviewers: int, policy: Policy) -> Refusal | None:
    """Return why the case cannot have a panel of this many *reviewers*."""
    if status.ended is not None or status.deferred or status.held:
        return _reason_not_open(status)
    if status.version or status.awaited is not None:
        return Refusal("already-signed", "The case is already signed; a panel must be convened before the first signature.")
    if not status.assessed:
        return Refusal(
            "not-assessed", "The case has no reviewer's draft yet; convene a panel after a reviewer finds it too complex."
        )
    if reviewers > policy.reviewers_max:
        return Refusal(
            "panel-too-large", f"This jurisdiction allows at most {policy.reviewers_max} reviewers for a case, not {reviewers}."
        )
    if reviewers <= status.seats:
        return Refusal("already-convened", f"The case already has a panel with {status.seats} seats.")
    return None


def _reason_not_theirs(status: CaseStatus, reviewer: str) -> Refusal | None:
    if reviewer in status.drafts:
        return None
    if reviewer in status.returned_by:
        return Refusal("case-returned", "This reviewer gave the case back; the next reviewer decides it.")
    if not status.drafts:
        return Refusal("not-assigned", "The case has no reviewer yet.")
    return Refusal("not-the-reviewer", "The case is assigned to another reviewer.")


def _reason_not_awaited(status: CaseStatus, version: int) -> Refusal:
    if version <= status.version:
        return Refusal("already-signed", f"Version {version} is complete and needs no second signature.")
    if status.version:
        return Refusal("no-such-version", f"There is no version {version}; the newest is version {status.version}.")
    return Refusal("not-signed", "The reviewer has not signed yet; the second signature comes after theirs.")


def _reason_ended(status: CaseStatus) -> Refusal | None:
    if status.ended is None:
        return None
    return Refusal("case-ended", f"The review has ended without a determination: {status.ended}.")


def _reason_not_open(status: CaseStatus) -> Refusal | None:
    if status.deferred:
        return Refusal("case-deferred", "The review is deferred until the dispute about liability is resolved.")
    if status.held:
        return Refusal("consolidation-pending", "The case is being consolidated with another; sign the new draft that follows.")
    return _reason_ended(status)


def _reason_set_aside(status: CaseStatus) -> Refusal:
    if status.set_aside:
        return Refusal("set-aside", "The court set this determination aside; another reviewer reviews the case anew.")
    return Refusal("not-signed", "The case has no determination yet, so there is nothing to correct.")


def _reason_signed(status: CaseStatus) -> Refusal | None:
    if status.version:
        return Refusal("already-signed", "The case is already signed; correct a mistake with a new version.")
    if status.awaited is not None:
        return Refusal("second-signature-awaited", "The case is signed and waits for the second signature.")
    return None


def _reason_not_assessed(status: CaseStatus) -> Refusal | None:
    return None if status.assessed else Refusal("not-assessed", "The case has no assessment yet, so there is nothing to sign.")


def _reason_not_newest(status: CaseStatus, version: int) -> Refusal | None:
    if version > status.version:
        return Refusal("no-such-version", f"Version {version} does not exist; the newest is {status.version}.")
    if version < status.version:
        return Refusal("outdated-version", f"Version {version} was already corrected; the newest is {status.version}.")
    return None
