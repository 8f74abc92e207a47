"""What decision keeps of a case: until it can assess, until it is signed, and for ever the mark that it was."""

from pydantic import Field

from schemas.message import Name, Part, Text
from schemas.messages.application import Application, Day
from schemas.messages.assessment import Assessment
from schemas.messages.decision import Basis, Opinion, SecondSignatureAwaited
from schemas.messages.triage import ReviewerId


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
