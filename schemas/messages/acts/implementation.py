"""The claims administrator's proof that overturned treatment is authorised or paid."""

from typing import Annotated

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Command, Event, Text
from schemas.messages.application import ITEMS_MAX, Day
from schemas.messages.intake import Instant
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

Items = Annotated[tuple[Annotated[int, Field(ge=1, le=ITEMS_MAX), PLAIN], ...], Field(max_length=ITEMS_MAX)]


class ImplementDetermination(CaseAct, Command):
    """Record that overturned items were authorised or paid on a day; none named means all."""

    type = "imr.intake.implement-determination"
    topic = INTAKE_COMMANDS

    items: Items
    implemented_on: Annotated[Day, PLAIN]


class DeterminationImplemented(OfACase, Event):
    """The claims administrator authorised or paid for overturned *items* (8 CCR 9792.10.7).

    *late* are those of them whose clock had run out, and *owed* the items that it still owes: with
    none the determination is implemented. The clocks run from service on it.
    """

    type = "imr.intake.determination-implemented"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    items: Items
    implemented_on: Annotated[Day, PLAIN]
    late: Items
    owed: Items
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
