"""The changes of a case's clocks: the entries of their ledgers, one event each."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.form.values import Place
from schemas.message import Event, Part, Text
from schemas.messages.application import Identifier
from schemas.messages.intake import Instant
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import INTAKE_EVENTS

ChangeOfClock = Annotated[Literal["start", "toll", "resume", "convert", "extend", "stop"], PLAIN]
"""An entry of a clock's ledger, or its end."""


class HowServed(Part):
    """The way in which the paper that starts a clock was served, and between which places."""

    by: Annotated[Literal["personal", "mail", "fax", "electronic"], PLAIN]
    from_place: Annotated[Place, PLAIN] | None
    to_place: Annotated[Place, PLAIN] | None


class DeadlineApproaching(OfACase, Event):
    """A clock of the case runs out soon; told once for each *due_at*.

    The jurisdiction says how long before (`clock_warnings`). *items* are those that the clock
    counts for, if not the whole case.
    """

    type = "imr.intake.deadline-approaching"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    name: Annotated[Identifier, PLAIN]
    items: tuple[Annotated[int, PLAIN], ...]
    due_at: Instant


class DeadlineMissed(OfACase, Event):
    """A clock of the case ran out; told once for each *due_at*.

    RecordsOverdue, DeterminationOverdue, InformationOverdue or DuplicateSettled follows where the
    case has one. *items* are as in DeadlineApproaching.
    """

    type = "imr.intake.deadline-missed"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    name: Annotated[Identifier, PLAIN]
    items: tuple[Annotated[int, PLAIN], ...]
    due_at: Instant


class ClockChanged(OfACase, Event):
    """A clock of the case started, stood still, went on, was converted, extended or stopped.

    The events of one *name*, from its start on, are the ledger of the jurisdiction's *clock*, from
    which the due instant and its steps are derived (`imr case clocks`). *due_at* is when it runs
    out after the change by the rules of then, None while it is tolled; of a stop it is the one that
    the clock had. *variant* is that of a start or a conversion, *days* of an extension, and *items*
    are those that the clock counts for, if not the whole case.
    """

    type = "imr.intake.clock-changed"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    name: Annotated[Identifier, PLAIN]
    clock: Annotated[Identifier, PLAIN]
    jurisdiction: Annotated[Identifier, PLAIN]
    change: ChangeOfClock
    at: Instant
    variant: Annotated[Identifier, PLAIN] | None
    days: Annotated[int, Field(ge=1, le=366), PLAIN] | None
    served: HowServed | None
    reason: Annotated[Text, CLINICAL] | None
    items: tuple[Annotated[int, PLAIN], ...]
    due_at: Instant | None
