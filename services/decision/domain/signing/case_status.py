"""Where a case stands, and what may be asked of it there: each wish is granted, or refused with what to do instead.

The order of the tests is that of the reasons a person can act on: the case first, then who asks, then what they refer to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from services.decision.domain.signing.refusal import Refusal
from services.decision.domain.signing.signature import Policy, reason_not_second

ReturnGround = Literal["conflict-of-interest", "outside-competence", "information-missing"]


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """What is known of a case: its reviewers with their drafts, its seats, who has spoken, who gave it back, and its determinations.

    *version* is the newest determination, 0 before the first; *awaited* the version that waits for a second signature.
    """

    drafts: Mapping[str, str] = field(default_factory=dict)
    assessed: bool = False
    seats: int = 1
    spoken: frozenset[str] = frozenset()
    returned_by: frozenset[str] = frozenset()
    version: int = 0
    awaited: int | None = None
    signers: frozenset[str] = frozenset()
    digest: str | None = None


def reason_not_signable(status: CaseStatus, reviewer: str, assessment_id: str | None) -> Refusal | None:
    """Why *reviewer* cannot sign the draft *assessment_id* (None: whichever is theirs) of the case."""
    refusal = _reason_signed(status) or _reason_not_assessed(status) or _reason_not_theirs(status, reviewer)
    if refusal is not None:
        return refusal
    if assessment_id is not None and assessment_id != status.drafts[reviewer]:
        return Refusal("outdated-assessment", "The case was assessed anew since; the newest draft is to be signed.")
    if reviewer in status.spoken:
        return Refusal("already-signed", "This reviewer has signed; the determination follows when the whole panel has.")
    return None


def reason_not_countersignable(
    status: CaseStatus, second: str, version: int, *, agrees: bool, reason: str | None
) -> Refusal | None:
    """Why *second* cannot sign or decline *version* beside the reviewer."""
    if status.awaited is None and version <= status.version:
        return Refusal("already-signed", f"Version {version} is complete; it waits for no second signature.")
    if status.awaited is None:
        return Refusal("not-signed", "The reviewer has not signed yet, so there is nothing to sign beside.")
    if version != status.awaited:
        return Refusal("outdated-version", f"Version {status.awaited} waits for the second signature, not version {version}.")
    if not agrees and not reason:
        return Refusal(
            "reason-missing", "A second signature is declined without a reason; the reviewer needs to know what is wrong."
        )
    return reason_not_second(second, status.spoken | status.signers | status.returned_by | status.drafts.keys())


def reason_not_correctable(status: CaseStatus, reviewer: str, version: int, digest: str) -> Refusal | None:
    """Why *reviewer* cannot correct the determination *version*, whose text has the *digest*."""
    if status.awaited is not None:
        return Refusal(
            "second-signature-awaited", f"Version {status.awaited} waits for the second signature; then it can be corrected."
        )
    if not status.version:
        return Refusal("not-signed", "The case is not determined yet, so there is nothing to correct.")
    refusal = _reason_not_newest(status, version)
    if refusal is not None:
        return refusal
    if reviewer not in status.signers:
        return Refusal("not-the-reviewer", "Only who signed the determination can correct it.")
    if digest != status.digest:
        return Refusal(
            "determination-differs", f"What is to be corrected is not version {version} as it was signed; read it again."
        )
    return None


def reason_not_returnable(
    status: CaseStatus, reviewer: str, ground: ReturnGround, *, names_what_is_missing: bool
) -> Refusal | None:
    """Why *reviewer* cannot give the case back on this *ground*."""
    refusal = _reason_signed(status) or _reason_not_theirs(status, reviewer)
    if refusal is not None:
        return refusal
    if reviewer in status.spoken:
        return Refusal("already-signed", "This reviewer has signed, and the panel counts on it.")
    if ground == "information-missing" and not names_what_is_missing:
        return Refusal("missing-unnamed", "Information is missing, but which is not said; name each paper or fact.")
    return None


def reason_not_convenable(status: CaseStatus, reviewers: int, policy: Policy) -> Refusal | None:
    """Why the case cannot have a panel of so many *reviewers*."""
    if status.version or status.awaited is not None:
        return Refusal("already-signed", "The case is signed already; a panel would have had to be convened before.")
    if not status.assessed:
        return Refusal("not-assessed", "The case is not before a reviewer yet; a panel is convened when one finds it too complex.")
    if reviewers > policy.reviewers_max:
        return Refusal("panel-too-large", f"A case has at most {policy.reviewers_max} reviewers here, not {reviewers}.")
    if reviewers <= status.seats:
        return Refusal("already-convened", f"The case has {status.seats} reviewers' seats already.")
    return None


def _reason_not_theirs(status: CaseStatus, reviewer: str) -> Refusal | None:
    if reviewer in status.drafts:
        return None
    if reviewer in status.returned_by:
        return Refusal("case-returned", "This reviewer gave the case back; whoever takes it over decides it.")
    if not status.drafts:
        return Refusal("not-assigned", "The case is assigned to nobody yet.")
    return Refusal("not-the-reviewer", "The case is assigned to another reviewer.")


def _reason_signed(status: CaseStatus) -> Refusal | None:
    if status.version:
        return Refusal("already-signed", "The case is signed already; a mistake in it is corrected by a new version.")
    if status.awaited is not None:
        return Refusal("second-signature-awaited", "The case is signed and waits for the second signature.")
    return None


def _reason_not_assessed(status: CaseStatus) -> Refusal | None:
    return None if status.assessed else Refusal("not-assessed", "The case is not assessed yet, so there is nothing to sign.")


def _reason_not_newest(status: CaseStatus, version: int) -> Refusal | None:
    if version > status.version:
        return Refusal("no-such-version", f"There is no version {version}; the newest is {status.version}.")
    if version < status.version:
        return Refusal("outdated-version", f"Version {version} was corrected already; the newest is {status.version}.")
    return None
