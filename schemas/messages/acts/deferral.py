"""A dispute about liability that comes up after the screen: the review is deferred."""

from typing import Annotated

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Command, Event, Name, Text
from schemas.messages.intake import Instant, Reason
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS


class DeferReview(CaseAct, Command):
    """Defer the review: the claims administrator disputes liability (8 CCR 9792.10.3(d))."""

    type = "imr.intake.defer-review"
    topic = INTAKE_COMMANDS


class ReviewDeferred(OfACase, Event):
    """The review waits until the dispute about liability is resolved; its clocks stand still.

    *state* is the one before, and *at_reviewer* says whether the case had gone to review by then.
    Nothing can be signed meanwhile.
    """

    type = "imr.intake.review-deferred"
    topic = INTAKE_EVENTS

    state: Annotated[Name, PLAIN]
    at_reviewer: Annotated[bool, PLAIN]
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


class ReviewResumed(OfACase, Event):
    """A deferred review goes on where it stood, with its file; *state* is its state now.

    *determination_due_at* is the first of its determination's clocks to run out, None while it
    waits for records.
    """

    type = "imr.intake.review-resumed"
    topic = INTAKE_EVENTS

    state: Annotated[Name, PLAIN]
    determination_due_at: Instant | None
