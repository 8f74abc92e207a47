"""An order of the appeals board that a case be reviewed anew (LC 4610.6(i))."""

from typing import Annotated, ClassVar

from pydantic import Field

from schemas.case import OfACase
from schemas.form.joined import without_joined
from schemas.message import Command, Event, Part, Text
from schemas.messages.acts.appeals import AppealGround, EndState, Petitioner, without_petitioner
from schemas.messages.application import DOCUMENTS_MAX, Application, Day, Document, Fact
from schemas.messages.intake import Instant, Reason, SubmissionId
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.messages.triage import ReviewerId
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

REVIEWERS_MAX = 200


class LeftOut(Part):
    """Records that do not fit the file, and why: a person sends them again as they fit."""

    documents: Annotated[tuple[Document, ...], Field(max_length=DOCUMENTS_MAX)]
    facts: dict[int, tuple[Fact, ...]]
    because: Annotated[Text, CLINICAL]


class Former(Part):
    """The former review of a case: its file with all that came since, and who had it.

    *determination_version* is its newest determination, 0 if there is none. *reviewers* are all
    that were assigned or signed. *left_out* are records that came since and do not fit the file.
    """

    submission_id: SubmissionId
    received_at: Instant
    application: Application
    not_under_review: tuple[Reason, ...]
    determination_version: Annotated[int, Field(ge=0), PLAIN]
    reviewers: Annotated[tuple[ReviewerId, ...], Field(max_length=REVIEWERS_MAX)]
    left_out: Annotated[tuple[LeftOut, ...], Field(max_length=DOCUMENTS_MAX)]


class RemandCase(CaseAct, Command):
    """Record the order, which names a ground and facts: the case is reviewed anew, by others.

    *petitioner* is the party whose petition was granted; None for the only one that is pending.
    """

    type = "imr.intake.remand-case"
    version = 3
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: without_joined, 2: without_petitioner}

    petitioner: Petitioner | None
    ordered_on: Annotated[Day, PLAIN]
    ground: AppealGround
    facts: Annotated[Text, CLINICAL]
    former: Former


class CaseRemanded(OfACase, Event):
    """The appeals board set the end of the case aside, and another reviewer reviews it anew.

    It granted the petition of *petitioner*, None if an earlier version told it; others are moot.
    Determinations up to *determination_version* no longer hold, and none of *reviewers* has a part
    in the new review. CaseReadyForReview follows or, where the application had been found
    ineligible or the review terminated, ApplicationFoundEligible. Records that are *left_out* are
    not in its file.
    """

    type = "imr.intake.case-remanded"
    version = 3
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: without_joined, 2: without_petitioner}

    against: EndState
    petitioner: Petitioner | None
    ordered_on: Annotated[Day, PLAIN]
    ground: AppealGround
    facts: Annotated[Text, CLINICAL]
    application: Application
    received_on: Annotated[Day, QUASI]
    determination_version: Annotated[int, Field(ge=0), PLAIN]
    reviewers: tuple[ReviewerId, ...]
    left_out: tuple[LeftOut, ...]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
