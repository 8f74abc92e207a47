"""What decision keeps of a case: until it can assess, until it is signed, and for ever the mark that it was."""

from collections.abc import MutableMapping
from dataclasses import dataclass

from pydantic import Field

from schemas.message import Name, Part, Text
from schemas.messages.application import Application, Day
from schemas.messages.assessment import Assessment
from schemas.messages.decision import Basis, Opinion, SecondSignatureAwaited
from schemas.messages.triage import ReviewerId
from services.decision.domain.signing.case_status import CaseStatus


class WaitingCase(Part):
    """A case of which the file or the reviewer is not known yet; *returned_by* gave it back before it could be assessed."""

    application: Application | None = None
    reviewer_id: ReviewerId | None = None
    returned_by: tuple[ReviewerId, ...] = ()


class AssessedCase(Part):
    """A case whose draft is with its reviewers: *drafts* names each one's, in the order in which they were assigned.

    *version* counts the drafts, *parents* names the item each ancillary item goes with, *opinions* are those signed so far on a panel
    of *seats*, *awaiting* is what waits for a second signature, and *missing* what a reviewer lacks.
    """

    version: int
    drafts: dict[ReviewerId, Name]
    requested_on: Day
    clinical_summary: Text
    assessments: tuple[Assessment, ...]
    parents: dict[int, int]
    basis: Basis | None = None
    seats: int = 1
    opinions: tuple[Opinion, ...] = ()
    awaiting: SecondSignatureAwaited | None = None
    returned_by: tuple[ReviewerId, ...] = ()
    missing: tuple[Name, ...] = ()


class SignedCase(Part):
    """The mark of a case that is signed: its newest *version* by the *digest* of its text, who signed, and what a correction needs."""

    assessment_id: Name
    reviewer_id: ReviewerId
    version: int = 1
    digest: Name | None = None
    signers: tuple[ReviewerId, ...] = ()
    returned_by: tuple[ReviewerId, ...] = ()
    parents: dict[int, int] = Field(default_factory=dict)
    awaiting: SecondSignatureAwaited | None = None


@dataclass(frozen=True)
class Cases:
    """The tables of one partition; a case is in one of them at a time."""

    waiting: MutableMapping[str, WaitingCase]
    assessed: MutableMapping[str, AssessedCase]
    signed: MutableMapping[str, SignedCase]


def status_of(number: str, cases: Cases) -> CaseStatus:
    """Where the case *number* stands; of a case nobody spoke of nothing is known."""
    if signed := cases.signed.get(number):
        return CaseStatus(
            version=signed.version,
            awaited=signed.awaiting.determination_version if signed.awaiting else None,
            signers=frozenset(signed.signers or (signed.reviewer_id,)),
            returned_by=frozenset(signed.returned_by),
            digest=signed.digest,
        )
    if case := cases.assessed.get(number):
        return CaseStatus(
            drafts=case.drafts,
            assessed=True,
            seats=case.seats,
            spoken=frozenset(each.reviewer_id for each in case.opinions),
            returned_by=frozenset(case.returned_by),
            awaited=case.awaiting.determination_version if case.awaiting else None,
        )
    waiting = cases.waiting.get(number, WaitingCase())
    drafts = {} if waiting.reviewer_id is None else {waiting.reviewer_id: ""}
    return CaseStatus(drafts=drafts, returned_by=frozenset(waiting.returned_by))
