"""The conversion of a review to expedited, and back (8 CCR 9792.10.4(c))."""

from typing import Annotated

from schemas.case import OfACase
from schemas.form.utilization_review import Certification
from schemas.message import Command, Event, Name, Text
from schemas.messages.application import Day
from schemas.messages.intake import Instant, Priority
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS


class ConvertReview(CaseAct, Command):
    """Let the review go over to another priority.

    To expedited with a physician's *certification*, unless one is on file or utilization review was
    expedited itself; to standard where the certification is withdrawn.
    """

    type = "imr.intake.convert-review"
    topic = INTAKE_COMMANDS

    priority: Priority
    certification: Certification | None


class ReviewConverted(OfACase, Event):
    """The review has another *priority* from now on, and its clocks another end.

    *state* is that of the case, which stays. *certification* is the one on file now. In review
    *determination_due_at* is when the first clock of the determination runs out; before it
    *records_due_on* is when the records are due; None where no such clock runs.
    """

    type = "imr.intake.review-converted"
    topic = INTAKE_EVENTS

    priority: Priority
    state: Annotated[Name, PLAIN]
    certification: Certification | None
    determination_due_at: Instant | None
    records_due_on: Annotated[Day, PLAIN] | None
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
