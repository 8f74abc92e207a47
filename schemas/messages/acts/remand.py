"""An order of the appeals board that a case be reviewed anew (LC 4610.6(i))."""

from typing import Annotated

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Command, Event, Part, Text
from schemas.messages.acts.appeals import AppealGround, EndState
from schemas.messages.application import Application, Day
from schemas.messages.intake import Instant, Reason, SubmissionId
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.messages.triage import ReviewerId
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

REVIEWERS_MAX = 200


class Former(Part):
    """The former review of a case: its file with all that came since, and who had it.

    *determination_version* is its newest determination, 0 if there is none. *reviewers* are all
    that were assigned or signed.
    """

    submission_id: SubmissionId
    received_at: Instant
    application: Application
    not_under_review: tuple[Reason, ...]
    determination_version: Annotated[int, Field(ge=0), PLAIN]
    reviewers: Annotated[tuple[ReviewerId, ...], Field(max_length=REVIEWERS_MAX)]


class RemandCase(CaseAct, Command):
    """Record the order, which names a ground and facts: the case is reviewed anew, by others."""

    type = "imr.intake.remand-case"
    topic = INTAKE_COMMANDS

    ordered_on: Annotated[Day, PLAIN]
    ground: AppealGround
    facts: Annotated[Text, CLINICAL]
    former: Former


class CaseRemanded(OfACase, Event):
    """The appeals board set the end of the case aside, and another reviewer reviews it anew.

    Determinations up to *determination_version* no longer hold, and none of *reviewers* has a part
    in the new review. CaseReadyForReview follows or, where the application had been found
    ineligible or the review terminated, ApplicationFoundEligible.
    """

    type = "imr.intake.case-remanded"
    topic = INTAKE_EVENTS

    against: EndState
    ordered_on: Annotated[Day, PLAIN]
    ground: AppealGround
    facts: Annotated[Text, CLINICAL]
    application: Application
    received_on: Annotated[Day, QUASI]
    determination_version: Annotated[int, Field(ge=0), PLAIN]
    reviewers: tuple[ReviewerId, ...]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
