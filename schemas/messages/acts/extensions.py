"""More time for a clock of a case, with approval (LC 4610.6(d)(3))."""

from typing import Annotated

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Command, Event, Name, Text
from schemas.messages.application import Identifier
from schemas.messages.intake import Instant
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

Days = Annotated[int, Field(ge=1, le=366), PLAIN]


class ExtendClock(CaseAct, Command):
    """Give the clock *name* more calendar days, by an *approval* of the director.

    *reason* is the good cause.
    """

    type = "imr.intake.extend-clock"
    topic = INTAKE_COMMANDS

    name: Annotated[Identifier, PLAIN]
    days: Days
    approval: Annotated[Name, PLAIN]


class DeadlineExtended(OfACase, Event):
    """A clock of the case has more time and runs out at *due_at*; None while it stands still."""

    type = "imr.intake.deadline-extended"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    name: Annotated[Identifier, PLAIN]
    days: Days
    approval: Annotated[Name, PLAIN]
    due_at: Instant | None
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
