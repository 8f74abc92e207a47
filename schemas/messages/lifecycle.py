"""Events of a case's life after its application: records, changes of the file, refusals."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Event, Name, Part, Text
from schemas.messages.application import Application, Day, Document, Fact, Identifier, Sender
from schemas.messages.intake import Instant, Priority, Reason
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI
from schemas.topics import INTAKE_EVENTS

Actor = Annotated[Name, DIRECT]
"""Who asked for an act on a case, as the audit trail names them."""


KeptBecause = Annotated[Literal["already-on-file", "review-ended", "no-file-held"], PLAIN]
"""Why records change nothing."""


class Records(Part):
    """Papers and facts that were sent for a case, and who brought them in."""

    sent_by: Sender | None
    documents: tuple[Document, ...]
    facts: dict[int, tuple[Fact, ...]]
    received_at: Instant
    actor: Actor | None
    reason: Annotated[Text, CLINICAL] | None


class RecordsAdded(Records, OfACase, Event):
    """Papers and facts were added to the case file: those that were not on file before.

    If the case is under review, CaseFileChanged follows with the whole file.
    """

    type = "imr.intake.records-added"
    topic = INTAKE_EVENTS
    may_be_ignored = True


class RecordsKept(Records, OfACase, Event):
    """Papers were taken in that change nothing.

    They are on file already, the review has ended, or the case comes from a version that kept no
    file of a case under review; then they go to the reviewer by hand.
    """

    type = "imr.intake.records-kept"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    because: KeptBecause
    state: Annotated[Name, PLAIN]


class ReviewLimited(OfACase, Event):
    """The claims administrator's records did not come in its time; the papers on file suffice.

    The review goes on with the utilization review decision and the papers of the worker or the
    physician (8 CCR 9792.10.6(b)(2)).
    """

    type = "imr.intake.review-limited"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    records_due_on: Annotated[Day, PLAIN]


class CaseFileChanged(OfACase, Event):
    """The file of a case under review changed; it is here whole, for a new assessment.

    *priority* and *not_under_review* are as in CaseReadyForReview.
    """

    type = "imr.intake.case-file-changed"
    topic = INTAKE_EVENTS

    because: Annotated[Literal["records"], PLAIN]
    application: Application
    received_on: Annotated[Day, QUASI]
    assigned_on: Annotated[Day, QUASI]
    priority: Priority
    not_under_review: tuple[Reason, ...]


class CaseRequestRefused(OfACase, Event):
    """A command about the life of a case that is refused: it changed nothing.

    *state* is the state of the case, and *allowed* the acts that it allows.
    """

    type = "imr.intake.case-request-refused"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    request: Annotated[Name, PLAIN]
    actor: Actor | None
    state: Annotated[Name, PLAIN]
    allowed: Annotated[tuple[Annotated[Name, PLAIN], ...], Field(max_length=50)]
    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, PLAIN]
