"""What decision keeps of a case: until it can assess, until it is signed, and for ever the mark that it was."""

from schemas.application import Application, Day
from schemas.decision import Assessment
from schemas.message import Name, Part, Text
from schemas.triage import ReviewerId


class WaitingCase(Part):
    """A case of which the file or the reviewer is not known yet."""

    application: Application | None = None
    reviewer_id: ReviewerId | None = None


class AssessedCase(Part):
    """A case whose draft is with the reviewer; *version* counts its drafts, *parents* names the item each ancillary item goes with."""

    version: int
    assessment_id: Name
    reviewer_id: ReviewerId
    requested_on: Day
    clinical_summary: Text
    assessments: tuple[Assessment, ...]
    parents: dict[int, int]


class SignedCase(Part):
    """The mark of a case that is signed."""

    assessment_id: Name
    reviewer_id: ReviewerId
